import { beforeAll, describe, expect, it } from "vitest";
import { importConcepts } from "../../support/content.js";
import { dataOf, errorsOf, graphOver, type Variables } from "../../support/graph.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { makeCorpus, named } from "./corpus.js";

const { database } = useTestDatabase();
const ask = graphOver(database);
const LATER = new Date("2026-02-01T00:00:00.000Z");

beforeAll(async () => {
  await makeCorpus(database);
  await importConcepts(database, { codeSystem: "mvx", version: "1", now: LATER }, [
    named("A00", "Cholera"),
    { ...named("B", "Áccent of cholera"), conceptClass: "Category", datatype: "Text" },
    named("C", "cholera"),
  ]);
});

interface Window {
  readonly edges: readonly { readonly cursor: string; readonly node: Node }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly hasPreviousPage: boolean };
  readonly totalCount: number;
}

interface Node {
  readonly code: string;
  readonly codeSystem: { readonly slug: string };
}

const text = `query ($filter: ConceptFilter, $codeSystems: [String!], $orderBy: ConceptOrder,
    $first: Int, $after: String, $last: Int, $before: String, $pageSize: Int, $pageNumber: Int) {
  concepts(filter: $filter, codeSystems: $codeSystems, orderBy: $orderBy, first: $first, after: $after,
    last: $last, before: $before, pageSize: $pageSize, pageNumber: $pageNumber) { totalCount
    edges { cursor node { code codeSystem { slug } } } pageInfo { hasNextPage hasPreviousPage } } }`;

async function windowOf(variables: Variables): Promise<Window> {
  return (await dataOf<{ concepts: Window }>(ask(text, { variables }))).concepts;
}

const namesOf = ({ edges }: Window) =>
  edges.map(({ node }) => `${node.codeSystem.slug} ${node.code}`);

/** Every item of a list, in windows of one size from one end to the other. */
async function walked(variables: Variables, size: number, way: "forth" | "back") {
  const found: string[] = [];
  let place: string | null = null;
  for (;;) {
    const where: Variables =
      way === "forth" ? { first: size, after: place } : { last: size, before: place };
    const window = await windowOf({ ...variables, ...where });
    const names = namesOf(window);
    found.splice(way === "forth" ? found.length : 0, 0, ...names);
    const { hasNextPage, hasPreviousPage } = window.pageInfo;
    if (!(way === "forth" ? hasNextPage : hasPreviousPage)) return found;
    place = window.edges.at(way === "forth" ? -1 : 0)?.cursor ?? null;
    if (found.length > 100) throw new Error("The list does not end");
  }
}

const directions = [null, "ASC", "DESC"];
const fields = ["BEST_MATCH", "LAST_UPDATE", "NAME", "ID", "DATATYPE", "CONCEPT_CLASS"];
const orders = fields.flatMap((field) => directions.map((direction) => ({ field, direction })));
const searches = [
  { filter: null, count: 15 },
  { filter: { q: "cholera" }, count: 9 },
  { filter: { q: "a0" }, count: 5 },
  { filter: { q: "chlera", locale: "en" }, count: 9 },
];

describe.each(searches)("$filter", ({ filter, count }) => {
  it.each(orders)("$field $direction gives every concept once, forth and back", async (orderBy) => {
    const given = { filter, orderBy };
    const whole = await windowOf(given);
    expect(whole.totalCount).toBe(count);
    const names = namesOf(whole);
    expect(new Set(names).size).toBe(count);
    for (const size of [2, 5]) {
      expect(await walked(given, size, "forth")).toEqual(names);
      expect(await walked(given, size, "back")).toEqual(names);
    }
    const second = await windowOf({ ...given, pageSize: 2, pageNumber: 2 });
    expect(namesOf(second)).toEqual(names.slice(2, 4));
  });
});

// In order of URL: /orgs/CDC-NCIRD/sources/MVX/, …/VIS/, /orgs/CDC/sources/ICD-10-CM/.
describe("the order of a search over all code systems", () => {
  it.each([
    [
      { field: "BEST_MATCH", direction: "DESC" },
      ["mvx A00", "mvx C", "vis 7", "icd10cm A00", "vis A00", "icd10cm A00.9", "icd10cm A00.0"],
    ],
    [null, ["mvx A00", "mvx C", "vis 7", "icd10cm A00", "vis A00"]],
    [
      { field: "NAME" },
      ["mvx B", "icd10cm Z22.1", "mvx A00", "mvx C", "vis 7", "icd10cm A00", "icd10cm A00.0"],
    ],
    [{ field: "ID" }, ["vis 7", "mvx A00", "vis A00", "icd10cm A00", "icd10cm A00.0"]],
    [{ field: "ID", direction: "DESC" }, ["icd10cm Z22.1", "mvx C", "mvx B", "icd10cm A00.9"]],
    [{ field: "LAST_UPDATE" }, ["mvx A00", "mvx B", "mvx C", "vis 7", "vis A00", "icd10cm A00"]],
    [{ field: "LAST_UPDATE", direction: "ASC" }, ["vis 7", "vis A00", "icd10cm A00"]],
    [{ field: "DATATYPE", direction: "DESC" }, ["mvx B", "vis 7", "mvx A00", "mvx C", "vis A00"]],
    [{ field: "CONCEPT_CLASS" }, ["mvx B", "icd10cm A00", "mvx A00", "mvx C", "vis 7"]],
  ])("by %j begins with %j", async (orderBy, names) => {
    const window = await windowOf({ filter: { q: "cholera" }, orderBy, first: names.length });
    expect(namesOf(window)).toEqual(names);
  });

  it("is by code where nothing is searched", async () => {
    const names = ["vis 7", "mvx A00", "vis A00", "icd10cm A00", "icd10cm A00.0"];
    for (const orderBy of [null, { field: "BEST_MATCH", direction: "DESC" }, { field: "ID" }]) {
      expect(namesOf(await windowOf({ orderBy, first: 5 }))).toEqual(names);
    }
  });
});

describe("the code systems of a search", () => {
  it.each([
    [["icd10cm"], 10],
    [["mvx", "vis", "mvx"], 5],
    [["cpt2025"], 0],
    [["nowhere", "\u0000"], 0],
    [[], 0],
    [null, 15],
  ])("%j have %i concepts", async (codeSystems, count) => {
    expect((await windowOf({ codeSystems })).totalCount).toBe(count);
  });
});

it("takes no cursor of another order", async () => {
  const [edge] = (await windowOf({ first: 1, orderBy: { field: "ID" } })).edges;
  const variables = { first: 1, after: edge?.cursor, filter: { q: "cholera" } };
  expect(await errorsOf(ask(text, { variables }))).toEqual([
    "BAD_USER_INPUT: after is not a cursor of this list.",
  ]);
});
