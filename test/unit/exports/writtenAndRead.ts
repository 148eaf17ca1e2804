import type { MapContent, MapWriter } from "../../../src/commands/exports/mapContent.js";
import { detailsToBe } from "../../../src/commands/imports/crosswalkOfFile.js";
import { SystemsOfFile } from "../../../src/commands/imports/systemsOfFile.js";
import type { CrosswalkFormat } from "../../../src/importers/format.js";
import { type PairContent, pairKeyText } from "../../../src/rules/crosswalks/content.js";
import { foldAlternatives } from "../../../src/rules/crosswalks/forms/alternatives.js";
import { Losses } from "../../../src/rules/crosswalks/forms/losses.js";
import { systemUris } from "../../../src/rules/crosswalks/forms/systemNames.js";
import { sourceFile } from "../importers/sourceFiles.js";

/** A crosswalk as it lies in the database. */
export interface Held extends Pick<MapContent, "name" | "description" | "attributes"> {
  readonly pairs: readonly PairContent[];
}

const IDENTIFIER = "0f9f3f2e-1111-4222-8333-444455556666";

function system(slug: string, canonicalUrl: string | null) {
  return { slug, canonicalUrl, normalization: "NONE", licensor: null } as const;
}

/** Two with a URL, one without, and two that share one. */
export const systems = [
  system("colours", "http://example.org/cs/colours"),
  system("paints", "urn:oid:1.2.3.4"),
  system("bare-system", null),
  system("twin.1", "http://example.org/cs/twin/"),
  system("twin.2", "http://example.org/cs/twin/"),
];

function contentOf({ name, description, attributes, pairs }: Held): MapContent {
  const inOrder = (keys: readonly (keyof PairContent)[]) =>
    pairs.toSorted((one, other) => {
      const [left, right] = [one, other].map((pair) => keys.map((key) => String(pair[key])));
      return JSON.stringify(left) < JSON.stringify(right) ? -1 : 1;
    });
  return {
    identifier: IDENTIFIER,
    ordinal: 1,
    published: true,
    name,
    description,
    attributes,
    uriOf: systemUris(systems),
    async *pairs(order) {
      yield inOrder(
        order === "BY_GROUP"
          ? ["sourceSystem", "targetSystem", "sourceCode", "targetCode"]
          : ["sourceSystem", "sourceCode", "targetSystem", "targetCode"],
      );
    },
  };
}

/** What a version becomes in some form, and what the form could not hold. */
export async function written(held: Held, write: MapWriter) {
  const losses = new Losses();
  const texts: string[] = [];
  for await (const { text } of await write(contentOf(held), losses)) texts.push(text);
  return { text: texts.join(""), losses: losses.list() };
}

/** What a text is read as; lines that can't be read fail the test. */
export async function read(text: string, format: CrosswalkFormat, name = "map"): Promise<Held> {
  const files = [sourceFile(name, text)];
  const options = { asOf: new Date(0) };
  const opened = (await format.open?.(files, options)) ?? null;
  const named = new SystemsOfFile(new Map(systems.map((one) => [one.slug, one])), opened);
  const pairs: PairContent[] = [];
  for await (const row of opened?.rows() ?? format.read(files, options)) {
    if ("rejected" in row) throw new Error(`line ${row.line}: ${row.rejected}`);
    pairs.push(named.ownForm(row.content));
  }
  const details = detailsToBe({
    request: { crosswalk: opened ? null : { name: "its name" }, release: null },
    about: opened?.description ?? null,
    before: null,
    losses: new Losses(),
  });
  if (details === null) throw new Error("Nothing names it");
  return comparable({ ...details, pairs: opened ? eachOnce(pairs) : pairs });
}

/** Every pair once, as an import keeps what is said of it. */
function eachOnce(pairs: readonly PairContent[]): readonly PairContent[] {
  const groups = new Map<string, PairContent[]>();
  for (const pair of pairs) {
    const key = pairKeyText(pair);
    groups.set(key, [...(groups.get(key) ?? []), pair]);
  }
  return [...groups.values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [foldAlternatives(first, others).pair],
  );
}

/** Attributes and pairs in one order: none of theirs is content. */
export function comparable(held: Held): Held {
  const byKey = (attributes: PairContent["attributes"]) =>
    attributes.toSorted((one, other) => (one.key < other.key ? -1 : 1));
  return {
    name: held.name,
    description: held.description,
    attributes: byKey(held.attributes),
    pairs: held.pairs
      .map((pair) => ({ ...pair, attributes: byKey(pair.attributes) }))
      .toSorted((one, other) => (pairKeyText(one) < pairKeyText(other) ? -1 : 1)),
  };
}
