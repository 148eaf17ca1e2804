import { beforeAll, describe, expect, it } from "vitest";
import { addCrosswalkMappings } from "../../../src/commands/crosswalks/addCrosswalkMappings.js";
import { encodeOpaque } from "../../../src/kernel/opaque.js";
import type { Viewer } from "../../../src/rules/access/viewer.js";
import { commandsOf, makeCrosswalk, mapped } from "../../support/commands.js";
import { importConcepts } from "../../support/content.js";
import { dataOf, errorsOf, graphOver } from "../../support/graph.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { memberOf } from "../../support/viewers.js";

const { database } = useTestDatabase();
const ask = graphOver(database);
let as: Viewer;
let identifier = "";
/** How many items each list has. */
const COUNT = 23;
const codes = Array.from({ length: COUNT }, (_, at) => `${at + 10}`);

/** A list of the graph: where it is, what names its items, what it holds, how much of it is shown. */
interface List {
  readonly at: readonly string[];
  readonly item: string;
  readonly items: readonly string[];
  readonly usual: number;
  readonly mostByPage: number;
}
const usual = { usual: 100, mostByPage: 1000 };
const heart = 'crosswalk(identifier: "ID")';
const cvx = 'codeSystem(slug: "cvx")';
const newestFirst = codes.toReversed();
const ordinals = codes.map((_, at) => `${COUNT - at}`);
const lists: Readonly<Record<string, List>> = {
  "Query.crosswalks": { at: ["crosswalks"], item: "name", items: newestFirst, ...usual },
  "Crosswalk.versions": { at: [heart, "versions"], item: "label", items: ordinals, ...usual },
  "CrosswalkVersion.mappings": {
    at: [heart, "latestVersion", "mappings"],
    item: "sourceCode",
    items: codes,
    usual: 10,
    mostByPage: 10,
  },
  "CodeSystem.versions": { at: [cvx, "versions"], item: "label", items: newestFirst, ...usual },
  "CodeSystem.concepts": { at: [cvx, "concepts"], item: "code", items: codes, ...usual },
  "CodeSystemVersion.concepts": {
    at: [cvx, "latestVersion", "concepts"],
    item: "code",
    items: codes,
    ...usual,
  },
  "Concept.children": {
    at: ['concept(codeSystem: "mvx", code: "P")', "children"],
    item: "code",
    items: codes,
    ...usual,
  },
};

beforeAll(async () => {
  as = await memberOf(database, "Demo");
  const context = commandsOf(database, as);
  for (const name of codes) {
    identifier = await makeCrosswalk(context, { name, mappings: [mapped("10", "1")] });
  }
  for (const [at, code] of codes.slice(1).entries()) {
    const edit = { identifier, version: at + 1, draft: false };
    await addCrosswalkMappings(context, { ...edit, mappings: [mapped(code, "1")] });
  }
  for (const version of codes)
    await importConcepts(database, { codeSystem: "cvx", version }, codes);
  const below = codes.map((code) => ({ code, parents: ["P"] }));
  await importConcepts(database, { codeSystem: "mvx", version: "1" }, ["P", ...below]);
});

interface Page {
  readonly currentPage: number | null;
  readonly pageSize: number;
  readonly totalCount: number;
  readonly nodes: readonly Readonly<Record<string, string>>[];
  readonly edges: readonly { readonly cursor: string; readonly node: Record<string, string> }[];
  readonly pageInfo: Readonly<Record<string, unknown>>;
}

function textOf({ at, item }: List, args: string): string {
  const selection = `{ currentPage pageSize totalCount nodes { ${item} } edges { cursor node { ${item} } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }`;
  const path = at.join(" { ").replace("ID", identifier);
  return `{ ${path}${args && `(${args})`} ${selection} ${"}".repeat(at.length)}`;
}

async function read(list: List, args: string): Promise<Page> {
  let found = (await dataOf(ask(textOf(list, args), { as }))) as Record<string, unknown>;
  for (const _ of list.at) found = Object.values(found)[0] as Record<string, unknown>;
  return found as unknown as Page;
}

/** What a page has to be, its cursors aside. */
function expectPage(
  list: List,
  page: Page,
  expected: Partial<Page> & { items: readonly string[] },
) {
  const { items, ...rest } = expected;
  const nodes = items.map((value) => ({ [list.item]: value }));
  expect(page).toMatchObject({ totalCount: COUNT, nodes, ...rest });
  expect(page.edges.map(({ node }) => node)).toEqual(nodes);
  expect(page.pageInfo).toMatchObject({
    startCursor: page.edges[0]?.cursor ?? null,
    endCursor: page.edges.at(-1)?.cursor ?? null,
  });
}

describe.each(Object.entries(lists))("%s", (_, list) => {
  const { items } = list;

  it("shows its first page where nothing is said", async () => {
    const shown = Math.min(list.usual, COUNT);
    expectPage(list, await read(list, ""), {
      items: items.slice(0, shown),
      currentPage: 1,
      pageSize: list.usual,
    });
    const nulls = "pageSize: null, pageNumber: null, first: null, after: null, last: null";
    expect(await read(list, nulls)).toEqual(await read(list, ""));
  });

  it.each([1, 2, 4, 5])("shows page %i of five items", async (number) => {
    const page = await read(list, `pageSize: 5, pageNumber: ${number}`);
    const from = (number - 1) * 5;
    expectPage(list, page, {
      items: items.slice(from, from + 5),
      currentPage: number,
      pageSize: 5,
    });
    expect(page.pageInfo).toMatchObject({ hasNextPage: number < 5, hasPreviousPage: number > 1 });
  });

  it.each([6, 2_147_483_647])("is empty on page %i, past the end", async (number) => {
    const page = await read(list, `pageSize: 5, pageNumber: ${number}`);
    expectPage(list, page, { items: [], currentPage: number, pageSize: 5 });
    expect(page.pageInfo).toEqual({
      hasNextPage: false,
      hasPreviousPage: true,
      startCursor: null,
      endCursor: null,
    });
  });

  it("shows at most its greatest page, and says so", async () => {
    expectPage(list, await read(list, "pageSize: 5000"), {
      items: items.slice(0, list.mostByPage),
      currentPage: 1,
      pageSize: list.mostByPage,
    });
    for (const side of ["first", "last"]) {
      const page = await read(list, `${side}: 5000`);
      expectPage(list, page, { items, currentPage: null, pageSize: 1000 });
      expect(page.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: false });
    }
  });

  it("is read forward by cursor, every item once", async () => {
    const seen: string[] = [];
    let after = "";
    for (let pages = 0; pages < 4; pages += 1) {
      const page = await read(list, `first: 7${after}`);
      const expected = items.slice(seen.length, seen.length + 7);
      expectPage(list, page, { items: expected, currentPage: null, pageSize: 7 });
      seen.push(...expected);
      expect(page.pageInfo).toMatchObject({ hasNextPage: pages < 3, hasPreviousPage: pages > 0 });
      after = `, after: "${page.pageInfo.endCursor}"`;
    }
    expect(seen).toEqual(items);
    const beyond = await read(list, `first: 7${after}`);
    expectPage(list, beyond, { items: [], currentPage: null });
  });

  it("is read backward by cursor, every item once", async () => {
    let left = [...items];
    let before = "";
    for (let pages = 0; pages < 4; pages += 1) {
      const page = await read(list, `last: 7${before}`);
      expectPage(list, page, { items: left.slice(-7), currentPage: null, pageSize: 7 });
      left = left.slice(0, -7);
      expect(page.pageInfo).toMatchObject({ hasNextPage: pages > 0, hasPreviousPage: pages < 3 });
      before = `, before: "${page.pageInfo.startCursor}"`;
    }
    expect(left).toEqual([]);
  });

  it("is read between two cursors, and from one without a size", async () => {
    const { edges } = await read(list, "first: 23");
    const [low, high] = [edges[3]?.cursor, edges[9]?.cursor];
    const between = `after: "${low}", before: "${high}"`;
    expectPage(list, await read(list, between), { items: items.slice(4, 9) });
    expectPage(list, await read(list, `first: 2, ${between}`), { items: items.slice(4, 6) });
    expectPage(list, await read(list, `last: 2, ${between}`), { items: items.slice(7, 9) });
    const rest = await read(list, `after: "${low}"`);
    expectPage(list, rest, { items: items.slice(4, 4 + list.usual), pageSize: list.usual });
  });

  it.each([
    ["pageSize: 5, first: 5", /^Give pageSize and pageNumber, or first/],
    ["pageNumber: 1, last: 5", /^Give pageSize and pageNumber, or first/],
    ["first: 1, last: 1", /^Give first or last, not both\.$/],
    ["pageSize: 0", /^pageSize is 0; at least 1 is needed\.$/],
    ["pageNumber: 0", /^pageNumber is 0; at least 1 is needed\.$/],
    ["first: -1", /^first is -1; at least 1 is needed\.$/],
    ["last: 0", /^last is 0; at least 1 is needed\.$/],
    ['after: "nonsense"', /^after is not a cursor of this list\.$/],
    [`before: "${encodeOpaque(["a", 1, "b", 2])}"`, /^before is not a cursor of this list\.$/],
    [`after: "${encodeOpaque([1e300])}"`, /^after is not a cursor of this list\.$/],
    [`after: "${encodeOpaque(["\u0000"])}"`, /^after is not a cursor of this list\.$/],
  ])("refuses %s", async (args, message) => {
    const errors = await errorsOf(ask(textOf(list, args), { as }));
    expect(errors).toHaveLength(1);
    const [code, ...words] = (errors[0] ?? "").split(": ");
    expect(code).toBe("BAD_USER_INPUT");
    expect(words.join(": ")).toMatch(message);
  });
});

describe("lists of code systems", () => {
  it.each(["codeSystems", 'organization(name: "CDC-NCIRD") { codeSystems'])("%s", async (at) => {
    const close = at.includes("{") ? "}" : "";
    const walk = async (args: string) => {
      const data = await dataOf(
        ask(`{ ${at}(${args}) { nodes { slug } pageInfo { endCursor hasNextPage } } ${close} }`),
      );
      const list = Object.values(data)[0] as Record<string, unknown>;
      return (list.codeSystems ?? list) as {
        nodes: { slug: string }[];
        pageInfo: { endCursor: string; hasNextPage: boolean };
      };
    };
    const whole = (await walk("first: 100")).nodes;
    expect(whole.map(({ slug }) => slug)).toEqual(whole.map(({ slug }) => slug).toSorted());
    const one = await walk("first: 1");
    const rest = await walk(`first: 100, after: "${one.pageInfo.endCursor}"`);
    expect([...one.nodes, ...rest.nodes]).toEqual(whole);
    expect(one.pageInfo.hasNextPage).toBe(true);
    expect((await walk("pageSize: 2, pageNumber: 2")).nodes).toEqual(whole.slice(2, 4));
    expect((await walk("last: 2")).nodes).toEqual(whole.slice(-2));
  });
});
