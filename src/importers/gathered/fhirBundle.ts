import { decodeHead } from "../decode.js";
import type { SourceFile } from "../format.js";
import { headOf } from "../headBytes.js";
import type { JsonScalar } from "../json.js";
import { type JsonHandler, type JsonPlace, readJson } from "../jsonReader.js";
import { resourceType } from "../seems.js";
import { utf8Bytes } from "../utf8Bytes.js";
import type { LeftAside } from "./chooseImports.js";
import type { GatheredFile } from "./gatheredFile.js";

/** A resource in a Bundle, and where its text stands. */
interface Entry {
  readonly number: number;
  readonly type: string;
  readonly line: number;
  readonly start: number;
  /** Of the byte behind it. */
  readonly end: number;
}

/** Resources that an import could be made of. */
const IMPORTED = new Set(["CodeSystem", "ConceptMap", "ValueSet"]);

/** Finds the resources of a Bundle. */
class BundleHandler implements JsonHandler<Entry> {
  private depth = 0;
  private names: string[] = [];
  private number = -1;
  private open: { type: string; line: number; start: number } | null = null;
  private found: Entry[] = [];

  constructor(private readonly place: JsonPlace) {}

  take(): readonly Entry[] {
    const { found } = this;
    this.found = [];
    return found;
  }

  key(name: string): void {
    this.names[this.depth] = name;
  }

  value(value: JsonScalar): void {
    // Bundle 1, its entries 2, an entry 3, the resource 4.
    if (this.open === null || this.depth !== RESOURCE || this.names[RESOURCE] !== "resourceType")
      return;
    this.open.type = typeof value === "string" ? value : "";
  }

  begin(kind: "OBJECT" | "ARRAY"): void {
    const inEntries = this.names[1] === "entry";
    if (inEntries && this.depth === 2 && kind === "OBJECT") this.number += 1;
    const isResource = this.depth === RESOURCE - 1 && this.names[RESOURCE - 1] === "resource";
    if (inEntries && isResource && kind === "OBJECT") {
      this.open = { type: "", line: this.place.line, start: this.place.offset };
    }
    this.depth += 1;
    this.names[this.depth] = "";
  }

  end(): void {
    if (this.open !== null && this.depth === RESOURCE) {
      this.found.push({ number: this.number, ...this.open, end: this.place.offset + 1 });
      this.open = null;
    }
    this.depth -= 1;
  }
}

const RESOURCE = 4;

/** The resources in a Bundle as files; anything else of it is left aside. */
async function unpacked(bundle: GatheredFile) {
  const files: GatheredFile[] = [];
  const leftAside: LeftAside[] = [];
  for await (const batch of readJson(bundle, (place) => new BundleHandler(place))) {
    for (const entry of batch) {
      const name = `${bundle.name}: entry[${entry.number}].resource`;
      if (IMPORTED.has(entry.type)) files.push(entryFile(bundle, entry, name));
      else leftAside.push({ name, seems: `a FHIR resource in JSON (${entry.type})` });
    }
  }
  return { files, leftAside };
}

function entryFile(bundle: GatheredFile, { line, start, end }: Entry, name: string): GatheredFile {
  const label = `${bundle.label}${name.slice(bundle.name.length)}`;
  const bytes = { [Symbol.asyncIterator]: () => slice(bundle, { line, start, end }) };
  return { name, label, size: end - start, bytes };
}

/** A part of a file's text. Line feeds stand for what is before it, so that its lines keep their numbers. */
async function* slice(
  file: SourceFile,
  { line, start, end }: Pick<Entry, "line" | "start" | "end">,
): AsyncGenerator<Uint8Array> {
  yield Buffer.alloc(line - 1, "\n");
  let at = 0;
  for await (const bytes of utf8Bytes(file)) {
    const part = bytes.subarray(Math.max(0, start - at), Math.max(0, end - at));
    if (part.length > 0) yield part;
    at += bytes.length;
    if (at >= end) return;
  }
}

/** The files, with the resources in Bundles of FHIR in the place of these. */
export async function withoutBundles(
  files: readonly GatheredFile[],
): Promise<{ readonly files: readonly GatheredFile[]; readonly leftAside: readonly LeftAside[] }> {
  const found: GatheredFile[] = [];
  const leftAside: LeftAside[] = [];
  for (const file of files) {
    const isBundle = resourceType(decodeHead(await headOf(file))) === "Bundle";
    const parts = isBundle ? await unpacked(file) : { files: [file], leftAside: [] };
    found.push(...parts.files);
    leftAside.push(...parts.leftAside);
  }
  return { files: found, leftAside };
}
