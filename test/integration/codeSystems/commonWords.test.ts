import { sql } from "drizzle-orm";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { settleTables } from "../../../src/store/maintenance.js";
import { importConcepts } from "../../support/content.js";
import { dataOf, graphOver } from "../../support/graph.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { named } from "./corpus.js";

const { database } = useTestDatabase();
const ask = graphOver(database);
const COUNT = 21_000;
const WORDS = ["acute", "of", "lung", "left", "lesion", "with", "a", "other", "open"];

/** Word `step` of a name; every name has a length and an order of its own. */
const word = (at: number, step: number) => WORDS[(at * (step + 3) + (at >> step)) % WORDS.length];

function concept(at: number) {
  const words = Array.from({ length: 2 + (at % 7) }, (_, step) => word(at, step));
  const others = at % 5 === 0 ? [`${word(at, 8)} ${word(at, 9)}`, `${word(at, 8)}`] : [];
  const french = at % 11 === 0 ? [`fr:${word(at, 4)} ${word(at, 5)}`] : [];
  const long = at >= COUNT - 40;
  return {
    ...named(
      `1${at}`,
      long ? `${"lesion ".repeat(30)}of rarity` : words.join(" "),
      ...others,
      ...french,
    ),
    ...(long ? { conceptClass: "Rare" } : {}),
  };
}

beforeAll(async () => {
  const concepts = Array.from({ length: COUNT }, (_, at) => concept(at));
  await importConcepts(database, { codeSystem: "vis", version: "1" }, concepts);
  await importConcepts(database, { codeSystem: "mvx", version: "1" }, concepts.slice(0, 300));
  await settleTables(database, "CONCEPTS");
}, 120_000);

interface Window {
  readonly edges: readonly {
    readonly cursor: string;
    readonly node: { readonly code: string; readonly codeSystem: { readonly slug: string } };
  }[];
}

const text = `query ($filter: ConceptFilter, $systems: [String!], $first: Int, $after: String,
    $last: Int, $before: String) { concepts(filter: $filter, codeSystems: $systems, first: $first,
    after: $after, last: $last, before: $before) {
      edges { cursor node { code codeSystem { slug } } } } }`;

type Asked = Readonly<Record<string, unknown>>;

async function edgesOf(variables: Asked): Promise<Window["edges"]> {
  const { concepts } = await dataOf<{ concepts: Window }>(
    ask(text, { variables: { systems: ["vis", "mvx"], ...variables } }),
  );
  return concepts.edges;
}

const namesOf = (edges: Window["edges"]) =>
  edges.map(({ node }) => `${node.codeSystem.slug} ${node.code}`);

/** The first hits, met one small page after the other. */
async function met(asked: Asked, pages: number): Promise<string[]> {
  const names: string[] = [];
  let after: string | null = null;
  for (let page = 0; page < pages; page += 1) {
    const edges: Window["edges"] = await edgesOf({ ...asked, first: 30, after });
    names.push(...namesOf(edges));
    after = edges.at(-1)?.cursor ?? after;
  }
  return names;
}

/** The same hits, from the end of that part of the list on: all are found, and sorted. */
async function sorted(asked: Asked, count: number): Promise<string[]> {
  const until = await edgesOf({ ...asked, first: count + 1 });
  const end = until.length > count ? until.at(-1)?.cursor : null;
  return namesOf(await edgesOf({ ...asked, last: count, before: end }));
}

describe("the hits of common words and letters, met in order of rank, are those of all hits sorted", () => {
  it.each([
    { q: "1" },
    { q: "1999" },
    { q: "a" },
    { q: "o" },
    { q: "of" },
    { q: "left" },
    { q: "left lu" },
    { q: "of lung" },
    { q: "lung acute" },
    { q: "lession" },
    { q: "of", locale: "fr" },
    { q: "le", locale: "fr" },
    { q: "of", conceptClass: ["Rare"] },
    { q: "les", conceptClass: ["Rare"] },
    { q: "1", conceptClass: ["Rare"] },
    { q: "rarity" },
    { q: "of", conceptClass: ["None"] },
  ])("%j", async (filter) => {
    const names = await met({ filter }, 4);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(await sorted({ filter }, 120));
  });
});

it("a text is folded alike in haste and at leisure", async () => {
  const sign = fc.constantFrom(..." ,-()./'\"[]&\n", "é", "ß", "ー", "心", "×", "A", "z", "0");
  const drawn = fc.string({ unit: fc.oneof(sign, fc.string({ maxLength: 3 })), maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(fc.array(drawn, { minLength: 20, maxLength: 20 }), async (texts) => {
      const storable = texts.map((one) => one.replaceAll("\u0000", "").toWellFormed());
      const rows = await database.reads.execute<{ text: string }>(sql`
        select text from unnest(${sql.param([...storable, "x, y ".repeat(400)])}::text[]) as text
        where soon_folded(text) <> folded(text)
          or code_key(text) <> left(replace(folded(text), ' ', ''), 600)`);
      expect([...rows]).toEqual([]);
    }),
    { numRuns: 50 },
  );
});
