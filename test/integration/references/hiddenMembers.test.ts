import { eq, sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { createCollectionVersion } from "../../../src/commands/collections/createCollectionVersion.js";
import { anonymous, type Viewer } from "../../../src/rules/access/viewer.js";
import { codeSystem } from "../../../src/store/codeSystems/tables.js";
import { repository } from "../../../src/store/repositories/tables.js";
import { commandsOf, makeMapping } from "../../support/commands.js";
import { dataOf, graphOver } from "../../support/graph.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { callerOf, grantLicence, makeOrganization, memberOf } from "../../support/viewers.js";
import { add, makeCollection, makeSystem, sure } from "./world.js";

const { database } = useTestDatabase();
const ask = graphOver(database);
const url = (shortCode: string) => `/orgs/Demo/sources/${shortCode}/`;

/** Everybody reads S; H is the owner's members' alone; L needs a licence. Each has two concepts and a mapping. */
const systems = { S: ["S1", "S2"], H: ["H1", "H2"], L: ["L1", "L2"] } as const;
type System = keyof typeof systems;

let collection: string;
let nested: string;
let viewers: Readonly<Record<string, readonly [Viewer, readonly System[]]>>;

async function hide(): Promise<void> {
  await database.write(async ({ queries }) => {
    await queries
      .update(repository)
      .set({ publicAccess: "NONE" })
      .where(eq(repository.shortCode, "H"));
    await queries
      .update(codeSystem)
      .set({ licensor: "AMA" })
      .where(sql`container_id = (select container_id from repository where short_code = 'L')`);
  });
}

beforeAll(async () => {
  for (const name of ["Demo", "Other", "Licensed"]) await makeOrganization(database, name);
  await makeOrganization(database, "Demo", "demo");
  const context = commandsOf(database, await memberOf(database, "Demo"));
  for (const [shortCode, codes] of Object.entries(systems)) {
    await makeSystem(context, shortCode, codes);
    const [from = "", to = ""] = codes;
    const toConcept = `${url(shortCode)}concepts/${to}/`;
    const slug = shortCode.toLowerCase();
    await makeMapping(context, { codeSystem: slug, fromConcept: from, toConcept });
  }
  collection = await makeCollection(context, "C");
  nested = await makeCollection(context, "N");
  for (const [at, expressions] of [[url("S")], [url("H"), url("L")]].entries()) {
    await add(context, collection, { expressions });
    const version = `v${at + 1}`;
    sure(await createCollectionVersion(context, { collection, version, released: false }));
  }
  await add(context, nested, { expressions: [collection] });
  await hide();
  await grantLicence(database, { to: "Licensed", licensor: "AMA" });
  const of = (...organizations: readonly string[]) => callerOf(database, { organizations });
  viewers = {
    anonymous: [anonymous, ["S"]],
    stranger: [await of("Other"), ["S"]],
    licensed: [await of("Licensed"), ["L", "S"]],
    member: [await of("Demo"), ["H", "S"]],
    both: [await of("Demo", "Licensed"), ["H", "L", "S"]],
  };
});

const held = `activeConcepts activeMappings
  concepts { totalCount nodes { concept { code } } facets { field values { value count } } }
  mappings { totalCount nodes { mapping { url } } }
  found: concepts(filter: { q: "name" }) { totalCount facets { field values { value count } } }
  contains(concepts: ["S1", "H1", "L1"]) { concept member }
  h: concept(id: "H2") { concept { code } }
  l: concept(id: "L2") { concept { code } }`;

interface Listed {
  readonly facets: readonly { readonly field: string }[];
}
interface Held {
  readonly concepts: Listed;
  readonly found: Listed & { readonly totalCount: number };
}

describe.each(["anonymous", "stranger", "licensed", "member", "both"])("for %s", (name) => {
  const seenBy = () => viewers[name] ?? [anonymous, []];

  it.each([
    ["HEAD", () => collection],
    ["a version", () => `${collection}v2/`],
    ["a collection within another", () => nested],
  ])("%s counts all members and shows those that may be read", async (_, read) => {
    const [as, seen] = seenBy();
    const text = `query ($url: String!) { held: collectionVersion(url: $url) { ${held} } }`;
    const data = await dataOf<{ held: Held }>(ask(text, { as, variables: { url: read() } }));
    const { concepts, found, ...others } = data.held;
    const { facets, ...listed } = concepts;
    const codes = seen.flatMap((system) => systems[system]);
    expect(listed).toEqual({
      totalCount: codes.length,
      nodes: codes.map((code) => ({ concept: { code } })),
    });
    expect(found.totalCount).toBe(codes.length);
    for (const counted of [facets, found.facets]) {
      expect(counted.find(({ field }) => field === "conceptClass")).toEqual({
        field: "conceptClass",
        values: [{ value: "Diagnosis", count: codes.length }],
      });
    }
    const one = (code: string) => (codes.includes(code as never) ? { concept: { code } } : null);
    expect(others).toEqual({
      activeConcepts: 6,
      activeMappings: 3,
      mappings: {
        totalCount: seen.length,
        nodes: expect.arrayContaining(
          seen.map((system) => ({ mapping: { url: `${url(system)}mappings/1/` } })),
        ) as unknown,
      },
      contains: ["S1", "H1", "L1"].map((code) => ({
        concept: code,
        member: codes.includes(code as never),
      })),
      h: one("H2"),
      l: one("L2"),
    });
  });

  it("changes since a version are those of members that may be read", async () => {
    const [as, seen] = seenBy();
    const text = `query ($url: String!) { collection(url: $url) { atVersion(version: "v2") {
      changes(since: "v1") { totalCount nodes { kind concept { code } mapping { url } } } } } }`;
    const data = await dataOf(ask(text, { as, variables: { url: collection } }));
    const gained = seen.filter((system) => system !== "S");
    const nodes = [
      ...gained.flatMap((system) =>
        systems[system].map((code) => ({ kind: "GAINED", concept: { code }, mapping: null })),
      ),
      ...gained.map((system) => ({
        kind: "GAINED",
        concept: null,
        mapping: { url: `${url(system)}mappings/1/` },
      })),
    ];
    expect(data).toEqual({
      collection: { atVersion: { changes: { totalCount: nodes.length, nodes } } },
    });
  });
});
