import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { anonymous, type Viewer } from "../../../src/rules/access/viewer.js";
import type { Input } from "../../support/authoringGraph.js";
import { dataOf } from "../../support/graph.js";
import { callerOf } from "../../support/viewers.js";
import { type Listed, NODES, short, useListed } from "./listedWorld.js";

const { database, ask, demo, collection, listed, other, jane } = useListed();

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
    expect(await of("Clinic", jane())).toEqual(["Clinic:Clinic-MCH", "Clinic:Inside"]);
    expect(await of("demo", other())).toEqual(["demo:MCH"]);
    expect(await of("demo", demo())).toEqual(["demo:Hidden", "demo:MCH"]);
    expect(await of("jane", demo())).toEqual([]);
    const inactive = '(filter: { includeInactive: true, q: "gone" })';
    expect(await of("Demo", demo(), inactive)).toEqual(["Demo:Gone"]);
    expect(await of("Demo", jane(), inactive)).toEqual([]);
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
    expect(await one("Clinic", "Inside", jane())).toEqual({ url });
    expect(await one("Clinic", "Inside", demo())).toBeNull();
    expect(await one("Clinic", "inside", jane())).toBeNull();
    expect(await one("Clinic", "\u0000", jane())).toBeNull();
    expect(await one("Demo", "Gone", demo())).toEqual({ url: "/orgs/Demo/collections/Gone/" });
    expect(await one("Demo", "Gone", jane())).toBeNull();
  });

  it("are the viewer's own, and those of the viewer's organizations", async () => {
    const own = async (as: Viewer) => {
      const text = `{ viewer { collections { ${NODES} } organizationCollections { ${NODES} } } }`;
      const { viewer } = await dataOf<{ viewer: Record<string, Listed> }>(ask(text, { as }));
      return Object.values(viewer).map(short);
    };
    const ofDemo = ["Demo:Drugs", "Demo:MCH", "Demo:Mothers", "Demo:Open", "Demo:Secret"];
    expect(await own(demo())).toEqual([["demo:Hidden", "demo:MCH"], ofDemo]);
    expect(await own(jane())).toEqual([[], ["Clinic:Clinic-MCH", "Clinic:Inside"]]);
    const client = await callerOf(database, { organizations: ["Demo"] });
    expect(await own(client)).toEqual([[], ofDemo]);
    expect(await own(other())).toEqual([[], []]);
  });

  it("of a user's organizations show to those who may know of the membership", async () => {
    const text = `{ user(name: "jane") { organizationCollections { ${NODES} } } }`;
    const seen = async (as: Viewer) => {
      const data = await dataOf<{ user: { organizationCollections: Listed } }>(ask(text, { as }));
      return short(data.user.organizationCollections);
    };
    const both = ["Clinic:Clinic-MCH", "Clinic:Inside"];
    expect(await seen(jane())).toEqual(both);
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
  for (const as of [anonymous, other(), jane()]) {
    expect(await dataOf(ask(text, { as, variables }))).toEqual(nothing);
  }
  const member = await callerOf(database, { organizations: ["Demo"] });
  expect(await dataOf(ask(text, { as: member, variables }))).toEqual({
    collection: { name: "MCH private" },
    collectionVersion: { name: "MCH private" },
    nodes: [{ id: found.id }, { id: found.atVersion.id }],
  });
});
