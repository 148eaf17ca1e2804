import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { importConcepts } from "../../support/content.js";
import { dataOf, graphOver } from "../../support/graph.js";
import { useTestDatabase } from "../../support/testDatabase.js";

const { database, takeStatements } = useTestDatabase();
const ask = graphOver(database);
const DEPTH = 400;

const under = (code: string, ...parents: readonly string[]) => ({ code, parents });

beforeAll(async () => {
  const first = [
    under("top"),
    under("left", "top"),
    under("right", "top"),
    under("both", "left", "right"),
    { ...under("leaf", "both"), retired: true },
    under("alone"),
  ];
  await importConcepts(database, { codeSystem: "vis", version: "1" }, first);
  await importConcepts(database, { codeSystem: "vis", version: "2" }, [
    ...first.slice(0, 3),
    under("both", "right"),
    under("new", "alone"),
    under("alone"),
  ]);
  // Both ways round, and on itself: no import lets it in, but reading must not hang on it.
  await importConcepts(database, { codeSystem: "mvx", version: "1" }, [
    under("a"),
    under("b", "a"),
    under("c", "b"),
    under("d", "c"),
  ]);
  await database.write(({ queries }) =>
    queries.execute(sql`
      insert into concept_parent (container_id, child_code, parent_code, from_revision)
      select container_id, child, 'c', 1 from code_system, unnest(array['a', 'c']) as child
      where slug = 'mvx'`),
  );
  const chain = Array.from({ length: DEPTH }, (_, at) =>
    under(
      `n${String(at).padStart(3, "0")}`,
      ...(at === 0 ? [] : [`n${String(at - 1).padStart(3, "0")}`]),
    ),
  );
  await importConcepts(database, { codeSystem: "cvx-group", version: "1" }, chain);
});

const codesOf = (nodes: readonly { readonly code: string }[]) => nodes.map(({ code }) => code);

interface Neighbours {
  readonly ancestors: readonly { readonly code: string }[];
  readonly descendants: {
    readonly totalCount: number;
    readonly nodes: readonly { readonly code: string }[];
  };
}

interface Page {
  readonly concept: {
    readonly descendants: Neighbours["descendants"] & {
      readonly pageInfo: { readonly endCursor: string; readonly hasNextPage: boolean };
    };
  };
}

async function neighboursOf(codeSystem: string, code: string, version: string) {
  const text = `query ($codeSystem: String!, $code: String!, $version: String!) {
    concept(codeSystem: $codeSystem, code: $code, version: $version) {
      ancestors { code } descendants { totalCount nodes { code } } } }`;
  const data = await dataOf<{ concept: Neighbours }>(
    ask(text, { variables: { codeSystem, code, version } }),
  );
  const { ancestors, descendants } = data.concept;
  expect(descendants.totalCount).toBe(descendants.nodes.length);
  return [codesOf(ancestors), codesOf(descendants.nodes)];
}

describe("what is above and below a concept", () => {
  it.each([
    ["1", "top", [], ["both", "leaf", "left", "right"]],
    ["1", "both", ["left", "right", "top"], ["leaf"]],
    ["1", "leaf", ["both", "left", "right", "top"], []],
    ["1", "alone", [], []],
    ["2", "top", [], ["both", "left", "right"]],
    ["2", "left", ["top"], []],
    ["2", "both", ["right", "top"], []],
    ["2", "alone", [], ["new"]],
    ["HEAD", "new", ["alone"], []],
  ])("in version %s of %s: %j and %j", async (version, code, ancestors, descendants) => {
    expect(await neighboursOf("vis", code, version)).toEqual([ancestors, descendants]);
  });

  it.each([
    ["a", ["b", "c"], ["b", "c", "d"]],
    ["c", ["a", "b"], ["a", "b", "d"]],
    ["d", ["a", "b", "c"], []],
  ])("ends where it goes round in circles: %s", async (code, ancestors, descendants) => {
    expect(await neighboursOf("mvx", code, "1")).toEqual([ancestors, descendants]);
  });
});

it("goes as deep as the content does, in pages", async () => {
  const text = `query ($after: String) { concept(codeSystem: "cvx-group", code: "n000") {
    descendants(first: 150, after: $after) { totalCount nodes { code } pageInfo { endCursor hasNextPage } } } }`;
  const found: string[] = [];
  let after: string | null = null;
  do {
    const page: Page = await dataOf<Page>(ask(text, { variables: { after } }));
    const { nodes, pageInfo, totalCount } = page.concept.descendants;
    expect(totalCount).toBe(DEPTH - 1);
    found.push(...codesOf(nodes));
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after !== null);
  expect(found).toHaveLength(DEPTH - 1);
  expect(found).toEqual(found.toSorted());
  const last = `{ concept(codeSystem: "cvx-group", code: "n399") { ancestors { code } } }`;
  const { concept } = await dataOf<{ concept: Neighbours }>(ask(last));
  expect(codesOf(concept.ancestors)).toEqual(["n000", ...found.slice(0, -1)]);
});

it("costs the same statements for many concepts as for one", async () => {
  const text = `query ($first: Int!) { codeSystem(slug: "vis") { atVersion(version: "1") {
    concepts(first: $first) { nodes { ancestors { code }
      descendants { totalCount nodes { code } facets { field } }
      children { facets { field values { value count } } } } } } } }`;
  const statements: string[][] = [];
  for (const first of [1, 6]) {
    takeStatements();
    await dataOf(ask(text, { variables: { first } }));
    statements.push([...takeStatements()].toSorted());
  }
  expect(statements[0]).toHaveLength(9);
  expect(statements[1]).toEqual(statements[0]);
});

it("counts children by their fields", async () => {
  const text = `{ concept(codeSystem: "vis", code: "both", version: "1") {
    children { facets { field values { value count } } } } }`;
  const { concept } = await dataOf<{ concept: { children: { facets: unknown } } }>(ask(text));
  expect(concept.children.facets).toEqual([
    { field: "conceptClass", values: [{ value: "Diagnosis", count: 1 }] },
    { field: "datatype", values: [{ value: "N/A", count: 1 }] },
    { field: "codeSystem", values: [{ value: "vis", count: 1 }] },
    { field: "locale", values: [{ value: "en", count: 1 }] },
    { field: "retired", values: [{ value: "true", count: 1 }] },
  ]);
});

it("is filtered by: only what is below, whatever its code's spelling", async () => {
  await importConcepts(database, { codeSystem: "icd10cm", version: "1" }, [
    under("A00.0"),
    under("A00.01", "A00.0"),
    { ...under("A00.02", "A00.0"), retired: true },
  ]);
  const text = `query ($filter: ConceptFilter!) { concepts(filter: $filter) { totalCount nodes { code } } }`;
  const found = async (filter: object) =>
    (await dataOf<{ concepts: unknown }>(ask(text, { variables: { filter } }))).concepts;
  const one = { totalCount: 1, nodes: [{ code: "A00.01" }] };
  expect(await found({ descendantsOf: "A000" })).toEqual(one);
  expect(await found({ descendantsOf: " A00.0", q: "name" })).toEqual(one);
  expect(await found({ descendantsOf: "A00.0", includeRetired: true })).toMatchObject({
    totalCount: 2,
  });
  expect(await found({ descendantsOf: "nowhere" })).toEqual({ totalCount: 0, nodes: [] });
});

it("shows no row of the hierarchy whose concept is gone", async () => {
  await database.write(async ({ queries }) => {
    await queries.execute(sql`insert into concept_parent (container_id, child_code, parent_code, from_revision)
      select container_id, 'ghost', 'alone', 1 from code_system where slug = 'vis'`);
  });
  expect(await neighboursOf("vis", "alone", "2")).toEqual([[], ["new"]]);
});
