import { beforeAll, expect, it } from "vitest";
import { deactivateCollection } from "../../../src/commands/collections/deactivateCollection.js";
import { editCollection } from "../../../src/commands/collections/editCollection.js";
import type { CommandContext } from "../../../src/commands/context.js";
import { anonymous, type Viewer } from "../../../src/rules/access/viewer.js";
import { commandsOf } from "../../support/commands.js";
import { dataOf, graphOver } from "../../support/graph.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { makeOrganization, memberOf } from "../../support/viewers.js";
import { add, makeCollection, makeSystem, remove } from "../references/world.js";

const { database, takeStatements } = useTestDatabase();
const ask = graphOver(database);
let demo: Viewer;
let context: CommandContext;
const S = "/orgs/Demo/sources/S/";
const url = (shortCode: string) => `/orgs/Demo/collections/${shortCode}/`;

/** What the collections are made of, each by the requests that are made one after the other. */
const contents: Readonly<Record<string, readonly object[]>> = {
  Deleted: [{ expressions: [`${S}concepts/A/`] }],
  Direct: [{ expressions: [`${S}concepts/A/`] }],
  Everything: [{ expressions: ["/concepts/?q=a"], mode: "DYNAMIC" }],
  Excluding: [
    { expressions: [`${S}concepts/`] },
    { expressions: [`${S}concepts/A/`], exclude: true },
  ],
  Listed: [{ expressions: [`${S}concepts/`] }],
  Nested: [{ expressions: [url("Direct")] }],
  OtherCode: [{ expressions: [`${S}concepts/B/`] }],
  OtherSystem: [{ expressions: ["/orgs/Demo/sources/T/concepts/A/"] }],
  Private: [{ expressions: [`${S}concepts/A/`] }],
  Stopped: [{ expressions: [`${S}concepts/A/`] }],
  Unfiltered: [{ expressions: [`${S}concepts/?q=b`] }],
  Within: [{ references: [{ system: S, valueset: [url("Direct")] }] }],
};
const holding = ["Direct", "Everything", "Listed", "Nested", "Within"];

beforeAll(async () => {
  await makeOrganization(database, "Demo", "demo");
  demo = await memberOf(database, "Demo");
  context = commandsOf(database, demo);
  await makeSystem(context, "S", ["A", "B"]);
  await makeSystem(context, "T", ["A"]);
  for (const [shortCode, requests] of Object.entries(contents)) {
    await makeCollection(context, shortCode);
    for (const request of requests) {
      const answers = await add(context, url(shortCode), request);
      expect(answers, shortCode).toEqual([expect.stringMatching(/^\+ /)]);
    }
  }
  await remove(context, url("Deleted"), { all: true });
  await editCollection(context, { collection: url("Private"), publicAccess: "NONE" });
  await deactivateCollection(context, { collection: url("Stopped") });
});

interface Shown {
  readonly totalCount: number;
  readonly currentPage: number | null;
  readonly nodes: readonly { readonly shortCode: string }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  readonly facets: readonly object[];
}

async function holders(code: string, args = "", as: Viewer = demo): Promise<Shown> {
  const text = `{ concept(codeSystem: "${S}", code: "${code}") { collections${args} {
    totalCount currentPage nodes { shortCode } facets { field values { value count } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }`;
  const { concept } = await dataOf<{ concept: { collections: Shown } }>(ask(text, { as }));
  return concept.collections;
}
const names = ({ nodes }: Shown) => nodes.map(({ shortCode }) => shortCode);

it("a concept knows the collections that hold it, as far as the caller may read them", async () => {
  const own = [...holding, "Private"].toSorted();
  expect(names(await holders("A"))).toEqual(own);
  expect(names(await holders("A", "", anonymous))).toEqual(holding);
  expect(names(await holders("A", "", await memberOf(database, "Other")))).toEqual(holding);
  const others = ["Excluding", "Listed", "OtherCode", "Unfiltered"];
  expect(names(await holders("B", "", anonymous))).toEqual(others);
});

it("every one of them says so itself", async () => {
  for (const shortCode of Object.keys(contents)) {
    const text = `{ collectionVersion(url: "${url(shortCode)}") {
      contains(concepts: ["${S}concepts/A/"]) { member } } }`;
    const { collectionVersion } = await dataOf<{
      collectionVersion: { contains: readonly { readonly member: boolean }[] };
    }>(ask(text, { as: demo }));
    const holds = [...holding, "Private", "Stopped"].includes(shortCode);
    expect([shortCode, collectionVersion.contains[0]?.member]).toEqual([shortCode, holds]);
  }
});

it("they come in pages and by cursor, and are counted by their fields", async () => {
  const page = await holders("A", "(pageSize: 2, pageNumber: 2)", anonymous);
  expect(names(page)).toEqual(holding.slice(2, 4));
  expect(page).toMatchObject({
    totalCount: 5,
    currentPage: 2,
    pageInfo: { hasNextPage: true, hasPreviousPage: true },
    facets: [
      { field: "locale", values: [{ value: "en", count: 5 }] },
      { field: "collectionType", values: [] },
      { field: "owner", values: [{ value: "Demo", count: 5 }] },
      { field: "ownerType", values: [{ value: "ORGANIZATION", count: 5 }] },
    ],
  });
  const { startCursor, endCursor } = page.pageInfo;
  const after = await holders("A", `(first: 5, after: "${endCursor}")`, anonymous);
  expect(names(after)).toEqual(holding.slice(4));
  expect(after.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
  const before = await holders("A", `(last: 1, before: "${startCursor}")`, anonymous);
  expect(names(before)).toEqual(holding.slice(1, 2));
  expect(before.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
  expect(names(await holders("A", "(pageNumber: 9)"))).toEqual([]);
});

it("the number of statements depends neither on the concepts nor on the collections", async () => {
  const one = `{ codeSystem(slug: "s") { concepts(pageSize: 1) { nodes { collections { nodes { shortCode } } } } } }`;
  const all = one.replace("pageSize: 1", "pageSize: 9");
  const sent = async (text: string) => {
    // What collections hold that are nested is read once.
    await dataOf(ask(text, { as: demo }));
    takeStatements();
    await dataOf(ask(text, { as: demo }));
    return takeStatements().length;
  };
  const few = await sent(one);
  expect(few).toBeLessThan(12);
  expect(await sent(all)).toBe(few);
  for (const [at, expression] of [`${S}concepts/A/`, `${S}concepts/`, url("Direct")].entries()) {
    await makeCollection(context, `More${at}`);
    await add(context, url(`More${at}`), { expressions: [expression] });
  }
  expect(await sent(all)).toBe(few);
});
