import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { importConcepts } from "../../support/content.js";
import { dataOf, graphOver } from "../../support/graph.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { named } from "./corpus.js";
import { expectedCodes, type ModelConcept, type ModelFilter } from "./searchModel.js";

const { database } = useTestDatabase();
const ask = graphOver(database);

const WORDS = ["acute", "Ácute", "acutely", "gout", "gouty", "foot", "2", "of", "o'neil", "x-ray"];
const CODES = ["A1", "A1.2", "AB-3", "GOUT", "2.1", "2.10", "acute"];
const CLASSES = ["Finding", "Procedure"];

// Not random: the releases must be the same in every run, only the questions differ.
function pick<Item>(from: readonly Item[], seed: number): Item {
  return from[seed % from.length] as Item;
}

function textOf(seed: number): string {
  const count = 1 + (seed % 3);
  return Array.from({ length: count }, (_, at) => pick(WORDS, seed * 7 + at * 3)).join(" ");
}

function release(shift: number, count: number): readonly ModelConcept[] {
  return Array.from({ length: count }, (_, at) => {
    const seed = at + shift;
    const code = at < CODES.length ? pick(CODES, at) : `N${at}`;
    const french = seed % 3 === 0 ? [`fr:${textOf(seed + 1)}`] : [];
    const british = seed % 4 === 0 ? [`en-GB:${textOf(seed + 2)}`] : [];
    return {
      ...named(code, textOf(seed), ...french, ...british),
      conceptClass: pick(CLASSES, seed),
      retired: seed % 5 === 0,
      parents: at === 0 ? [] : [at % 7 === 0 ? `N${at - 1}` : "A1"].filter((one) => one !== code),
    };
  }).filter(({ parents }) => parents.every((parent) => parent !== "N6"));
}

const versions: Readonly<Record<string, readonly ModelConcept[]>> = {
  "1": release(0, 40),
  "2": release(1, 40),
  "3": release(1, 25),
};

beforeAll(async () => {
  for (const [version, concepts] of Object.entries(versions)) {
    await importConcepts(database, { codeSystem: "vis", version }, concepts);
  }
});

interface Found {
  readonly totalCount: number;
  readonly nodes: readonly { readonly code: string }[];
  readonly facets: readonly {
    readonly field: string;
    readonly values: readonly { count: number }[];
  }[];
}

async function found(version: string, filter: ModelFilter, orderBy: unknown): Promise<Found> {
  const text = `query ($version: String!, $filter: ConceptFilter, $orderBy: ConceptOrder) {
    codeSystem(slug: "vis") { atVersion(version: $version) {
      concepts(filter: $filter, orderBy: $orderBy) { totalCount nodes { code }
        facets { field values { value count } } } } } }`;
  const { codeSystem } = await dataOf<{ codeSystem: { atVersion: { concepts: Found } } }>(
    ask(text, { variables: { version, filter, orderBy } }),
  );
  return codeSystem.atVersion.concepts;
}

/** Words of the content, whole and not, so that none counts as misspelt where something is found. */
const q = fc
  .array(fc.constantFrom(...WORDS, ...CODES, "ac", "a", "go", "FOO", "n1", "", "ÁC"), {
    minLength: 1,
    maxLength: 3,
  })
  .map((words) => words.join(" "))
  .filter((words) => words.trim() !== "");

const filters: fc.Arbitrary<ModelFilter> = fc.record(
  {
    q,
    locale: fc.constantFrom("en", "fr", "en-GB", "de"),
    conceptClass: fc.subarray(CLASSES),
    includeRetired: fc.boolean(),
    descendantsOf: fc.constantFrom("A1", "N13", "nowhere"),
  },
  { requiredKeys: [] },
);

const orders = fc.constantFrom(
  null,
  ...["BEST_MATCH", "LAST_UPDATE", "NAME", "ID", "DATATYPE", "CONCEPT_CLASS"].flatMap((field) =>
    [null, "ASC", "DESC"].map((direction) => ({ field, direction })),
  ),
);

describe("any search of any version", () => {
  it("finds what going over all concepts finds, and counts it", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.keys(versions)),
        filters,
        orders,
        async (version, filter, orderBy) => {
          const concepts = versions[version] ?? [];
          const strict = expectedCodes(concepts, filter);
          const anywhere = expectedCodes(concepts, { q: filter.q ?? "a", includeRetired: true });
          // Nowhere as it was typed: then words that are alike are tried, which ranking.test.ts shows.
          fc.pre(anywhere.length > 0);
          const { nodes, totalCount, facets } = await found(version, filter, orderBy);
          expect(nodes.map(({ code }) => code).toSorted()).toEqual(strict);
          expect(totalCount).toBe(strict.length);
          const [, , systems, , retired] = facets.map(({ values }) => values);
          expect(systems?.map(({ count }) => count) ?? []).toEqual(
            strict.length > 0 ? [strict.length] : [],
          );
          const all = expectedCodes(concepts, { ...filter, includeRetired: true });
          expect(retired?.reduce((sum, { count }) => sum + count, 0)).toBe(all.length);
        },
      ),
      { numRuns: 150 },
    );
  });
});
