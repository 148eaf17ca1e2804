import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { anonymous, type Viewer } from "../../../src/rules/access/viewer.js";
import type { Input } from "../../support/authoringGraph.js";
import { dataOf, errorsOf } from "../../support/graph.js";
import { callerOf, makeOrganization } from "../../support/viewers.js";
import { useCollections } from "./world.js";

const { database, ask, newCollection, carriedOut, collection, demo } = useCollections();
let other: Viewer;
let jane: Viewer;

const at = (hour: number) => new Date(Date.UTC(2026, 5, 1, hour));

/** The collections of the tests: each with its owner, and what it says. The first is the oldest. */
const made: readonly Input[] = [
  { shortCode: "MCH", name: "Maternal health", collectionType: "Value Set", locales: "en,es" },
  { shortCode: "Mothers", name: "Core set", fullName: "All of the MCH set", locales: "en" },
  { shortCode: "Drugs", name: "Drugs", description: "Not mch, but médicaments", locales: "fr" },
  { shortCode: "Secret", name: "MCH private", publicAccess: "NONE", collectionType: "Value Set" },
  { shortCode: "Gone", name: "Gone", deactivated: true },
  { shortCode: "Open", name: "Zeta", publicAccess: "EDIT", customValidationSchema: "OpenMRS" },
  { owner: "/user/", shortCode: "MCH", name: "Own mch list", canonicalUrl: "urn:x:1" },
  { owner: "/user/", shortCode: "Hidden", name: "Own hidden", publicAccess: "NONE" },
  { owner: "/orgs/Clinic/", shortCode: "Clinic-MCH", name: "Of the clinic", locales: "sw" },
  { owner: "/orgs/Clinic/", shortCode: "Inside", name: "Inside", publicAccess: "NONE" },
];

beforeAll(async () => {
  await makeOrganization(database, "Clinic", "jane");
  other = await callerOf(database, { organizations: ["Other"] });
  jane = await callerOf(database, { user: "jane", organizations: [] });
  for (const [hour, { deactivated, locales, ...input }] of made.entries()) {
    const as = input.owner === "/orgs/Clinic/" ? jane : demo();
    const more = locales === undefined ? {} : { supportedLocales: [locales] };
    const url = await newCollection({ ...input, ...more }, { as, now: at(hour) });
    if (deactivated)
      await carriedOut("deactivateCollection", { collection: url }, { now: at(hour) });
  }
});

interface Listed {
  readonly totalCount: number;
  readonly nodes: readonly { readonly url: string }[];
}

const NODES = "totalCount nodes { url }";
const short = ({ nodes }: Listed) =>
  nodes.map(({ url }) => url.replace(/^\/(?:orgs|users)\/(.*)\/collections\/(.*)\/$/, "$1:$2"));

/** A list with a filter; what it counts is as many as it has. */
async function listed(filter: Input, as: Viewer = anonymous, order: Input | null = null) {
  const text = `query ($filter: CollectionFilter, $order: CollectionOrder) {
    collections(filter: $filter, orderBy: $order) { ${NODES} } }`;
  const data = await dataOf<{ collections: Listed }>(
    ask(text, { as, variables: { filter, order } }),
  );
  expect(data.collections.totalCount).toBe(data.collections.nodes.length);
  return short(data.collections);
}

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
    for (const as of [anonymous, other, jane, demo()]) expect(await listed({}, as)).toEqual(PUBLIC);
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
    expect(await listed(filter, other)).toEqual([]);
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

describe("the collections of an owner", () => {
  const of = async (owner: string, as: Viewer, more = "") => {
    const field = owner === "demo" || owner === "jane" ? "user" : "organization";
    const text = `{ owner: ${field}(name: "${owner}") { collections${more} { ${NODES} } } }`;
    const { owner: found } = await dataOf<{ owner: { collections: Listed } }>(ask(text, { as }));
    expect(found.collections.totalCount).toBe(found.collections.nodes.length);
    return short(found.collections);
  };

  it("hold private ones for the owner and the owner's members alone", async () => {
    expect(await of("Clinic", anonymous)).toEqual(["Clinic:Clinic-MCH"]);
    expect(await of("Clinic", demo())).toEqual(["Clinic:Clinic-MCH"]);
    expect(await of("Clinic", jane)).toEqual(["Clinic:Clinic-MCH", "Clinic:Inside"]);
    expect(await of("demo", other)).toEqual(["demo:MCH"]);
    expect(await of("demo", demo())).toEqual(["demo:Hidden", "demo:MCH"]);
    expect(await of("jane", demo())).toEqual([]);
    const inactive = '(filter: { includeInactive: true, q: "gone" })';
    expect(await of("Demo", demo(), inactive)).toEqual(["Demo:Gone"]);
    expect(await of("Demo", jane, inactive)).toEqual([]);
  });

  it("are found by their short codes", async () => {
    const one = async (name: string, shortCode: string, as: Viewer) => {
      const text = `query ($name: String!, $shortCode: String!) {
        organization(name: $name) { collection(shortCode: $shortCode) { url } } }`;
      const data = await dataOf<{ organization: { collection: Input | null } }>(
        ask(text, { as, variables: { name, shortCode } }),
      );
      return data.organization.collection;
    };
    const url = "/orgs/Clinic/collections/Inside/";
    expect(await one("Clinic", "Inside", jane)).toEqual({ url });
    expect(await one("Clinic", "Inside", demo())).toBeNull();
    expect(await one("Clinic", "inside", jane)).toBeNull();
    expect(await one("Clinic", "\u0000", jane)).toBeNull();
    expect(await one("Demo", "Gone", demo())).toEqual({ url: "/orgs/Demo/collections/Gone/" });
    expect(await one("Demo", "Gone", jane)).toBeNull();
  });

  it("are the viewer's own, and those of the viewer's organizations", async () => {
    const own = async (as: Viewer) => {
      const text = `{ viewer { collections { ${NODES} } organizationCollections { ${NODES} } } }`;
      const { viewer } = await dataOf<{ viewer: Record<string, Listed> }>(ask(text, { as }));
      return Object.values(viewer).map(short);
    };
    const ofDemo = ["Demo:Drugs", "Demo:MCH", "Demo:Mothers", "Demo:Open", "Demo:Secret"];
    expect(await own(demo())).toEqual([["demo:Hidden", "demo:MCH"], ofDemo]);
    expect(await own(jane)).toEqual([[], ["Clinic:Clinic-MCH", "Clinic:Inside"]]);
    const client = await callerOf(database, { organizations: ["Demo"] });
    expect(await own(client)).toEqual([[], ofDemo]);
    expect(await own(other)).toEqual([[], []]);
  });

  it("of a user's organizations show to those who may know of the membership", async () => {
    const text = `{ user(name: "jane") { organizationCollections { ${NODES} } } }`;
    const seen = async (as: Viewer) => {
      const data = await dataOf<{ user: { organizationCollections: Listed } }>(ask(text, { as }));
      return short(data.user.organizationCollections);
    };
    const both = ["Clinic:Clinic-MCH", "Clinic:Inside"];
    expect(await seen(jane)).toEqual(both);
    expect(await seen(await callerOf(database, { organizations: ["Clinic"] }))).toEqual(both);
    const operator = await callerOf(database, { scopes: ["read", "admin"] });
    expect(await seen(operator)).toEqual(["Clinic:Clinic-MCH"]);
    for (const as of [anonymous, demo()]) expect(await seen(as)).toEqual([]);
  });
});

it("collections are found by a reference that they have at HEAD", async () => {
  const stored = [
    ["MCH", "/orgs/WHO/sources/ICD-10/concepts/A15.1/3/", true, 3],
    ["Drugs", "/orgs/WHO/sources/ICD-10/concepts/A15.1/", true, null],
    ["Open", "/orgs/WHO/sources/ICD-10/concepts/A15.1/", false, null],
    ["Secret", "/orgs/WHO/sources/ICD-10/concepts/A15.1/3/", true, 3],
    ["Mothers", "/orgs/WHO/sources/ICD-10/concepts/?q=a", true, null],
  ] as const;
  for (const [code, expression, include, version] of stored) {
    await database.write(({ queries }) =>
      queries.execute(sql`insert into collection_reference
        (uid, container_id, from_revision, include, expression, identity, definition, kind, code,
          resource_version)
        select gen_random_uuid(), container_id, 1, ${include}, ${expression}, ${expression}, '{}',
          ${expression.includes("?") ? "LIST" : "CONCEPT"}, 'A15.1', ${version}
        from repository join organization on organization.id = owner_organization_id
        where organization.name = 'Demo' and short_code = ${code}`),
    );
  }
  const containing = (contains: string, as?: Viewer) => listed({ contains }, as);
  const unversioned = "/orgs/WHO/sources/ICD-10/concepts/A15.1/";
  expect(await containing(unversioned)).toEqual(["Demo:Drugs", "Demo:MCH"]);
  expect(await containing("orgs/WHO/sources/ICD-10/concepts/A15.1")).toEqual([
    "Demo:Drugs",
    "Demo:MCH",
  ]);
  expect(await containing(`${unversioned}3/`, demo())).toEqual(["Demo:MCH"]);
  expect(await containing(`${unversioned}4/`)).toEqual([]);
  expect(await containing("/orgs/WHO/sources/ICD-10/concepts/?q=a")).toEqual(["Demo:Mothers"]);
  expect(await containing("/orgs/WHO/sources/ICD-10/concepts/")).toEqual([]);
  await database.write(({ queries }) =>
    queries.execute("update collection_reference set to_revision = 2"),
  );
  expect(await containing(unversioned)).toEqual([]);
});

it("a private collection is nobody else's to read, by any way", async () => {
  const url = "/orgs/Demo/collections/Secret/";
  const found = (await collection(url, "id atVersion { id }")) as {
    id: string;
    atVersion: { id: string };
  };
  const text = `query ($url: String!, $ids: [ID!]!) {
    collection(url: $url) { name } collectionVersion(url: $url) { name } nodes(ids: $ids) { id } }`;
  const variables = { url, ids: [found.id, found.atVersion.id] };
  const nothing = { collection: null, collectionVersion: null, nodes: [null, null] };
  for (const as of [anonymous, other, jane]) {
    expect(await dataOf(ask(text, { as, variables }))).toEqual(nothing);
  }
  const member = await callerOf(database, { organizations: ["Demo"] });
  expect(await dataOf(ask(text, { as: member, variables }))).toEqual({
    collection: { name: "MCH private" },
    collectionVersion: { name: "MCH private" },
    nodes: [{ id: found.id }, { id: found.atVersion.id }],
  });
});
