import type {
  CollectionContent,
  CollectionWriter,
} from "../../../src/commands/exports/collectionContent.js";
import type { CollectionFormat } from "../../../src/importers/format.js";
import { jsonText } from "../../../src/kernel/json.js";
import {
  type CollectionDetails,
  changedCollectionDetails,
  newCollectionDetails,
} from "../../../src/rules/collections/details.js";
import { extrasMeant } from "../../../src/rules/collections/forms/fhirSetHeader.js";
import type {
  SetDescription,
  SetReference,
  SetVersion,
} from "../../../src/rules/collections/forms/setContent.js";
import { Losses } from "../../../src/rules/crosswalks/forms/losses.js";
import { sourceFile } from "../importers/sourceFiles.js";

/** A collection as it lies in the database. */
export interface HeldSet {
  readonly shortCode: string;
  readonly details: CollectionDetails;
  readonly version: SetVersion | null;
  readonly references: readonly SetReference[];
}

const UID = "0f9f3f2e-1111-4222-8333-444455556666";
const system = { uri: "http://example.org/cs/paints", url: "/orgs/O/sources/P/", version: "3" };

function contentOf({ shortCode, details, version, references }: HeldSet): CollectionContent {
  const lines = references.map((one, at) => ({ ...one, id: at, uid: `${at}` }));
  return {
    uid: UID,
    shortCode,
    owner: "/orgs/Paints/",
    url: `/orgs/Paints/collections/${shortCode}/`,
    details,
    version,
    moment: new Date(0),
    total: 0,
    mappingTotal: 0,
    urlOf: () => "",
    canonicalOf: ({ repository }) =>
      "kind" in repository && repository.shortCode === "Colours"
        ? "http://example.org/cs/colours"
        : null,
    async *references() {
      yield lines.slice(0, 2);
      yield lines.slice(2);
    },
    async *members() {},
    async *mappings() {},
    delivered: async ({ id }) => (id % 2 === 0 ? [{ system, codes: ["x", "y"] }] : []),
  };
}

/** What a version becomes in some form, and what the form could not hold. */
export async function written(held: HeldSet, write: CollectionWriter) {
  const losses = new Losses();
  const texts: string[] = [];
  for await (const { text } of await write(contentOf(held), losses)) texts.push(text);
  return { text: texts.join(""), losses: losses.list() };
}

/** What a file says, as it would lie in the database. */
export function heldAs(description: SetDescription, references: readonly SetReference[]): HeldSet {
  const shortCode = description.shortCode ?? "";
  const before = newCollectionDetails({ name: shortCode });
  const extras = extrasMeant(description, { shortCode, before: {}, version: description.version });
  const details = changedCollectionDetails({ ...description.details, extras }, before);
  return comparable({ shortCode, details, version: description.version, references });
}

/** What a text is read as; lines that can't be read fail the test. */
export async function read(text: string, format: CollectionFormat): Promise<HeldSet> {
  const opened = await format.open([sourceFile("set.json", text)]);
  const references: SetReference[] = [];
  for await (const row of opened.rows()) {
    if ("rejected" in row) throw new Error(`line ${row.line}: ${row.rejected}`);
    const { definition, said } = row.content;
    references.push({ definition, said });
  }
  return heldAs(opened.description, references);
}

/** Lines in one order, each of them once: neither is content. */
export function comparable(held: HeldSet): HeldSet {
  const lines = new Map(held.references.map((one) => [jsonText(one), one]));
  const inOrder = [...lines].toSorted(([one], [other]) => (one < other ? -1 : 1));
  return { ...held, references: inOrder.map(([, one]) => one) };
}
