import type { SourceFile } from "../../../src/importers/format.js";
import { sourceFile } from "./sourceFiles.js";

/** An element of FHIR, or a whole resource. */
export type Resource = Readonly<Record<string, unknown>>;

/** What every CodeSystem needs. */
export const HEADER = {
  resourceType: "CodeSystem",
  url: "http://example.org/x",
  version: "1",
  content: "complete",
};

/** A resource, or any text, as the file `x.json`. */
export function file(resource: Resource | string): SourceFile {
  const text = typeof resource === "string" ? resource : JSON.stringify(resource);
  return sourceFile("x.json", text);
}

/** A CodeSystem of these concepts. */
export function holding(...concept: readonly unknown[]): SourceFile {
  return file({ ...HEADER, concept });
}
