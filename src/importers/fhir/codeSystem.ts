import type { ConceptContent } from "../../rules/codeSystems/content.js";
import type { HierarchyEdge } from "../../rules/codeSystems/hierarchy.js";
import {
  type DescribingFormat,
  FileRefused,
  type ImportRow,
  type OpenedRelease,
  type SourceFile,
} from "../format.js";
import { isArray, isObject } from "../json.js";
import { onlyFile } from "../rows.js";
import { resourceType } from "../seems.js";
import { type ConceptContext, readConcept } from "./concepts.js";
import { describeSystem, type FhirRelease } from "./header.js";
import { type Elements, type RawConcept, readConcepts, readElements } from "./outline.js";
import { rolesOf } from "./properties.js";

/** Reads a CodeSystem whose elements are known. */
class FhirCodeSystem implements OpenedRelease {
  readonly laterParents: HierarchyEdge[] = [];

  constructor(
    private readonly file: SourceFile,
    private readonly elements: Elements,
    private readonly release: FhirRelease | null,
    readonly system: OpenedRelease["system"],
  ) {}

  async *rows(): AsyncGenerator<ImportRow<ConceptContent>> {
    const context = { language: this.system.defaultLocale, roles: rolesOf(this.elements) };
    const paths = new Map<string, string>();
    let any = false;
    for await (const raw of readConcepts(this.file, this.elements)) {
      any = true;
      const row = this.row(raw, context);
      const first = "content" in row ? paths.get(row.content.code) : undefined;
      if ("content" in row && first !== undefined) {
        const rejected = `${raw.path}: the code ${row.content.code} stands at ${first} already`;
        yield { line: raw.line, rejected };
        continue;
      }
      if ("content" in row) paths.set(row.content.code, raw.path);
      yield row;
    }
    if (!any) throw new FileRefused(`no code was read from ${this.file.name}`);
  }

  private row(raw: RawConcept, context: ConceptContext): ImportRow<ConceptContent> {
    const newer = this.release === "R4" ? newerElement(raw) : null;
    if (newer !== null) {
      return { line: raw.line, rejected: `${newer}: R4 does not have it; the file is of R5` };
    }
    const read = readConcept(raw, context);
    if ("rejected" in read) return { line: raw.line, rejected: read.rejected };
    const { children, ...content } = read.content;
    for (const child of children) this.laterParents.push({ child, parent: content.code });
    return { line: raw.line, lines: 1, content };
  }
}

/** The path of an element of a concept that R4 does not have. */
function newerElement({ path, fields }: RawConcept): string | null {
  const designations = fields.get("designation");
  const at = (isArray(designations) ? designations : []).findIndex(
    (one) => isObject(one) && one.has("additionalUse"),
  );
  return at < 0 ? null : `${path}.designation[${at}].additionalUse`;
}

function fhirFormat(name: string, of: string, release: FhirRelease | null): DescribingFormat {
  const open = async (files: readonly SourceFile[]): Promise<FhirCodeSystem> => {
    const file = onlyFile(files, name);
    const elements = await readElements(file);
    return new FhirCodeSystem(
      file,
      elements,
      release,
      describeSystem(file.name, elements, release),
    );
  };
  return {
    kind: "CODE_SYSTEM",
    name,
    title: `CodeSystem of FHIR ${of} in JSON`,
    codeSystem: null,
    recognises: (head) => resourceType(head) === "CodeSystem",
    open,
    async *read(files) {
      yield* (await open(files)).rows();
    },
  };
}

/** HL7's format of code systems, whatever release of FHIR a file is of. */
export const fhirCodeSystem = fhirFormat("fhir-code-system", "R4 or R5", null);
/** The same for files that are said to be of one release. */
export const fhirCodeSystemOf: Readonly<Record<FhirRelease, DescribingFormat>> = {
  R4: fhirFormat("fhir-r4-code-system", "R4", "R4"),
  R5: fhirFormat("fhir-r5-code-system", "R5", "R5"),
};
