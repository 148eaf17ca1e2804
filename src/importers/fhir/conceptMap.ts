import type { MapRelease } from "../../rules/crosswalks/forms/fhirHeader.js";
import { Losses } from "../../rules/crosswalks/forms/losses.js";
import { slugOfUri } from "../../rules/crosswalks/forms/ownUris.js";
import type { CrosswalkFormat, OpenedCrosswalk, SourceFile } from "../format.js";
import { isArray, isObject, type Json } from "../json.js";
import { onlyFile } from "../rows.js";
import { resourceType } from "../seems.js";
import { MapHeader } from "./mapHeader.js";
import { readMappings, readOutline } from "./mapOutline.js";
import { mappingRows } from "./mapRows.js";

/** Types of the properties of a map, by their codes. */
function propertyTypes(definitions: Json | undefined): ReadonlyMap<string, string> {
  const types = new Map<string, string>();
  for (const definition of isArray(definitions) ? definitions : []) {
    if (!isObject(definition)) continue;
    const [code, type] = [definition.get("code"), definition.get("type")];
    if (typeof code === "string" && typeof type === "string") types.set(code, type);
  }
  return types;
}

async function open(file: SourceFile, said: MapRelease | null): Promise<OpenedCrosswalk> {
  const losses = new Losses();
  const outline = await readOutline(file);
  const header = new MapHeader(file.name, outline, losses);
  const release = header.check(said);
  const systems = header.systems();
  const types = propertyTypes(outline.elements.get("property"));
  return {
    description: header.describe(release),
    losses,
    async *rows() {
      const context = { release, systems, types, losses };
      for await (const mapping of readMappings(file)) yield* mappingRows(mapping, context);
    },
    systemNamed: (uri) => ({ uris: [uri], slug: slugOfUri(uri) }),
  };
}

function mapFormat(name: string, of: string, release: MapRelease | null): CrosswalkFormat {
  return {
    kind: "CROSSWALK",
    name,
    title: `ConceptMap of FHIR ${of} in JSON`,
    subject: null,
    recognises: (head) => resourceType(head) === "ConceptMap",
    open: async (files) => await open(onlyFile(files, name), release),
    async *read(files) {
      yield* (await open(onlyFile(files, name), release)).rows();
    },
  };
}

/** HL7's format of maps, whatever release of FHIR a file is of. */
export const conceptMap = mapFormat("fhir-concept-map", "R4 or R5", null);
/** The same for files that are said to be of one release. */
export const conceptMapOf: Readonly<Record<MapRelease, CrosswalkFormat>> = {
  R4: mapFormat("fhir-r4-concept-map", "R4", "R4"),
  R5: mapFormat("fhir-r5-concept-map", "R5", "R5"),
};
