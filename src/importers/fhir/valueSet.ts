import type { SetRelease } from "../../rules/collections/forms/fhirSetHeader.js";
import type { ReadReference } from "../../rules/collections/forms/setContent.js";
import { Losses } from "../../rules/crosswalks/forms/losses.js";
import type { CollectionFormat, ImportRow, OpenedCollection, SourceFile } from "../format.js";
import { isArray } from "../json.js";
import { onlyFile } from "../rows.js";
import { resourceType } from "../seems.js";
import { readOwn } from "./setEntry.js";
import { ownExpressions } from "./setExtensions.js";
import { SetHeader } from "./setHeader.js";
import { readSetOutline, type SetOutline } from "./setOutline.js";
import { composeRows, expansionRows } from "./setRows.js";

async function open(file: SourceFile, said: SetRelease | null): Promise<OpenedCollection> {
  const losses = new Losses();
  const outline = await readSetOutline(file);
  const header = new SetHeader(file.name, outline, losses);
  const release = header.check(said);
  const beside = ownExpressions(outline.elements.get("extension"));
  const defined = outline.compose !== null || beside.length > 0;
  tellExpansion(outline, defined, losses);
  return {
    description: header.describe(),
    losses,
    reads: outline.entries.flatMap(({ fields }) => {
      const named = fields.get("valueSet");
      const urls = (isArray(named) ? named : []).filter((one) => typeof one === "string");
      return urls.map((url) => url.split("|", 1)[0] ?? "");
    }),
    async *rows(): AsyncGenerator<ImportRow<ReadReference>> {
      yield* composeRows(file, outline, { release, losses });
      for (const own of beside) {
        const read = readOwn(own);
        if (read.ok) yield { line: 1, lines: 1, content: read.value };
        else yield { line: 1, rejected: `ValueSet.extension: ${read.failure.fault}` };
      }
      if (!defined && outline.expansion !== null) yield* expansionRows(file);
    },
  };
}

function tellExpansion({ expansion }: SetOutline, defined: boolean, losses: Losses): void {
  if (expansion === null) return;
  if (defined) {
    const message = "What the definition brings in is worked out anew.";
    losses.add("LEFT_OUT", "expansion", message);
  } else {
    const message = "Nothing defines the set: the concepts of its expansion are listed one by one.";
    losses.add("REPLACED", "expansion", message);
  }
}

function setFormat(name: string, of: string, release: SetRelease | null): CollectionFormat {
  return {
    kind: "COLLECTION",
    name,
    title: `ValueSet of FHIR ${of} in JSON`,
    recognises: (head) => resourceType(head) === "ValueSet",
    open: async (files) => await open(onlyFile(files, name), release),
    async *read(files) {
      yield* (await open(onlyFile(files, name), release)).rows();
    },
  };
}

/** HL7's format of value sets, whatever release of FHIR a file is of. */
export const valueSet = setFormat("fhir-value-set", "R4 or R5", null);
/** The same for files that are said to be of one release. */
export const valueSetOf: Readonly<Record<SetRelease, CollectionFormat>> = {
  R4: setFormat("fhir-r4-value-set", "R4", "R4"),
  R5: setFormat("fhir-r5-value-set", "R5", "R5"),
};
