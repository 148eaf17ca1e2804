import { describe, expect, it } from "vitest";
import { anonymous, type Viewer } from "../../../src/rules/access/viewer.js";
import type { Input } from "../../support/authoringGraph.js";
import { dataOf, errorsOf } from "../../support/graph.js";
import { callerOf } from "../../support/viewers.js";
import { at, type Listed, NODES, short, useListed } from "./listedWorld.js";

const { database, ask, demo, listed, other, jane } = useListed();

const PUBLIC = [
  "Clinic:Clinic-MCH",
  "demo:MCH",
  "Demo:Open",
  "Demo:Drugs",
  "Demo:Mothers",
  "Demo:MCH",
];

describe("the public collections", () => {
  it("are the same whoever asks, the last changed first", async () => {
    for (const as of [anonymous, other(), jane(), demo()])
      expect(await listed({}, as)).toEqual(PUBLIC);
  });

  it("need the scope read of those who send a token", async () => {
    const as = await callerOf(database, { user: "demo", scopes: ["write"] });
    const error = "FORBIDDEN: The token lacks the scope read.";
    for (const query of [
      "{ collections { totalCount } }",
      '{ collection(url: "/orgs/Demo/collections/MCH/") { name } }',
      '{ collectionVersion(url: "/orgs/Demo/collections/MCH/") { name } }',
      '{ organization(name: "Demo") { collections { totalCount } } }',
      '{ organization(name: "Demo") { collection(shortCode: "MCH") { name } } }',
      "{ viewer { collections { totalCount } } }",
      "{ viewer { organizationCollections { totalCount } } }",
      '{ user(name: "demo") { organizationCollections { totalCount } } }',
    ]) {
      expect(await errorsOf(ask(query, { as }))).toEqual([error]);
    }
  });

  it("hold deactivated ones where they are asked for by their owner", async () => {
    const filter = { includeInactive: true, q: "gone" };
    expect(await listed(filter)).toEqual([]);
    expect(await listed(filter, other())).toEqual([]);
    expect(await listed(filter, demo())).toEqual(["Demo:Gone"]);
    expect(await listed({ q: "gone" }, demo())).toEqual([]);
  });

  it.each<readonly [Input, readonly string[]]>([
    [{ collectionType: "Value Set" }, ["Demo:MCH"]],
    [{ collectionType: "value set" }, []],
    [{ locale: "ES" }, ["Demo:MCH"]],
    [{ locale: "sw" }, ["Clinic:Clinic-MCH"]],
    [{ locale: "nonsense " }, []],
    [{ owner: "Clinic" }, ["Clinic:Clinic-MCH"]],
    [{ owner: "/orgs/Clinic/" }, ["Clinic:Clinic-MCH"]],
    [{ owner: "users/demo" }, ["demo:MCH"]],
    [{ owner: "/orgs/demo/" }, []],
    [{ owner: "/orgs/Clinic/sources/" }, []],
    [{ owner: "/orgs/%00/" }, []],
    [{ owner: "/user/" }, []],
    [{ ownerType: "USER" }, ["demo:MCH"]],
    [{ ownerType: "USER", owner: "Clinic" }, []],
    [{ customValidationSchema: "OpenMRS" }, ["Demo:Open"]],
    [{ customValidationSchema: "None", ownerType: "USER" }, ["demo:MCH"]],
    [{ canonicalUrl: "urn:x:1" }, ["demo:MCH"]],
    [{ canonicalUrl: "urn:x:" }, []],
    [{ updatedSince: at(6).toISOString() }, ["Clinic:Clinic-MCH", "demo:MCH"]],
    [{ updatedSince: at(9).toISOString() }, []],
    [{ q: "!!" }, []],
    [{ q: "  " }, PUBLIC],
  ])("that meet %j", async (filter, expected) => {
    expect(await listed(filter)).toEqual(expected);
  });

  it("of the caller are named by /user/ too", async () => {
    expect(await listed({ owner: "/user/" }, demo())).toEqual(["demo:MCH"]);
  });

  it("refuse texts that none can have", async () => {
    for (const field of ["q", "owner", "contains", "locale", "collectionType"]) {
      const text =
        "query ($filter: CollectionFilter) { collections(filter: $filter) { totalCount } }";
      const variables = { filter: { [field]: "a\u0000" } };
      expect(await errorsOf(ask(text, { variables }))).toEqual([
        `BAD_USER_INPUT: ${field} holds a character that is not text.`,
      ]);
    }
  });
});

describe("a search of collections", () => {
  const best = { field: "BEST_MATCH" };

  it("weighs short code and name more than the full name, and that more than the description", async () => {
    const expected = ["Demo:MCH", "demo:MCH", "Clinic:Clinic-MCH", "Demo:Mothers", "Demo:Drugs"];
    const [whole, both, ...others] = await listed({ q: "mch" }, anonymous, best);
    // The whole short code goes first; the user's has the word in its name too.
    expect([whole, both].toSorted()).toEqual(["Demo:MCH", "demo:MCH"]);
    expect(whole).toBe("demo:MCH");
    expect(others).toEqual(expected.slice(2));
    const descending = { ...best, direction: "DESC" };
    expect(await listed({ q: "mch" }, anonymous, descending)).toEqual([whole, both, ...others]);
  });

  it("needs all words, in any fields, without accents and case", async () => {
    expect(await listed({ q: "MCH set" }, anonymous, best)).toEqual(["Demo:Mothers"]);
    expect(await listed({ q: "medicaments DRUG" }, anonymous, best)).toEqual(["Demo:Drugs"]);
    expect(await listed({ q: "mch zeta" }, anonymous, best)).toEqual([]);
    expect(await listed({ q: "100%" }, anonymous, best)).toEqual([]);
  });
});

it("collections are sorted by name, by change, or by URL, from either end", async () => {
  const byName = [
    "Demo:Mothers",
    "Demo:Drugs",
    "Demo:MCH",
    "Clinic:Clinic-MCH",
    "demo:MCH",
    "Demo:Open",
  ];
  expect(await listed({}, anonymous, { field: "NAME" })).toEqual(byName);
  const down = { field: "NAME", direction: "DESC" };
  expect(await listed({}, anonymous, down)).toEqual(byName.toReversed());
  const oldest = { field: "LAST_UPDATE", direction: "ASC" };
  expect(await listed({}, anonymous, oldest)).toEqual(PUBLIC.toReversed());
  const byUrl = [
    "Clinic:Clinic-MCH",
    "Demo:Drugs",
    "Demo:MCH",
    "Demo:Mothers",
    "Demo:Open",
    "demo:MCH",
  ];
  expect(await listed({}, anonymous, { field: "BEST_MATCH" })).toEqual(byUrl);
});

it.each(["{ field: BEST_MATCH }", "{ field: NAME, direction: DESC }", "{ field: LAST_UPDATE }"])(
  "pages by cursor and by number agree, sorted %s",
  async (order) => {
    const filter = 'filter: { q: "m" }';
    const page = async (window: string) => {
      const data = await dataOf<{ collections: Listed & { pageInfo: Record<string, unknown> } }>(
        ask(`{ collections(${filter}, orderBy: ${order}, ${window}) {
        ${NODES} pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`),
      );
      return { urls: short(data.collections), ...data.collections.pageInfo };
    };
    const all = (await page("pageSize: 100")).urls;
    expect(all).toHaveLength(5);
    const forward: string[] = [];
    let after = "";
    for (const [number] of all.entries()) {
      const byNumber = await page(`pageSize: 1, pageNumber: ${number + 1}`);
      const byCursor = await page(`first: 1${after}`);
      expect(byCursor.urls).toEqual(byNumber.urls);
      forward.push(...byCursor.urls);
      after = `, after: "${(byCursor as Input).endCursor}"`;
    }
    expect(forward).toEqual(all);
    const last = await page("last: 3");
    expect(last).toMatchObject({ urls: all.slice(-3), hasPreviousPage: true });
    const before = await page(`last: 3, before: "${(last as Input).startCursor}"`);
    expect(before.urls).toEqual(all.slice(0, 2));
  },
);

it("facets count the list, each without its own filter", async () => {
  const facets = async (filter: Input, as: Viewer = anonymous) => {
    const text = `query ($filter: CollectionFilter) {
      collections(filter: $filter) { facets { field values { value count } } } }`;
    const data = await dataOf<{
      collections: { facets: { field: string; values: { value: string; count: number }[] }[] };
    }>(ask(text, { as, variables: { filter } }));
    return Object.fromEntries(
      data.collections.facets.map(({ field, values }) => [
        field,
        values.map(({ value, count }) => `${value} ${count}`).join(", "),
      ]),
    );
  };
  expect(await facets({})).toEqual({
    locale: "en 4, es 1, fr 1, sw 1",
    collectionType: "Value Set 1",
    owner: "Demo 4, Clinic 1, demo 1",
    ownerType: "ORGANIZATION 5, USER 1",
  });
  expect(await facets({ owner: "/orgs/Demo/" }, demo())).toEqual({
    locale: "en 3, es 1, fr 1",
    collectionType: "Value Set 1",
    owner: "Demo 4, Clinic 1, demo 1",
    ownerType: "ORGANIZATION 4",
  });
  expect(await facets({ ownerType: "USER", locale: "en" })).toEqual({
    locale: "en 1",
    collectionType: "",
    owner: "demo 1",
    ownerType: "ORGANIZATION 3, USER 1",
  });
});
