import { sql } from "drizzle-orm";
import { beforeAll, expect, it } from "vitest";
import { editCodeSystem } from "../../../src/commands/codeSystems/editCodeSystem.js";
import { createCollectionVersion } from "../../../src/commands/collections/createCollectionVersion.js";
import type { CommandContext } from "../../../src/commands/context.js";
import { valuesAt } from "../../../src/kernel/columns.js";
import type { Viewer } from "../../../src/rules/access/viewer.js";
import { type KeptLimits, keptMembersIn } from "../../../src/store/collections/keptMembers.js";
import type { MemberState } from "../../../src/store/collections/pins.js";
import { openStore } from "../../../src/store/store.js";
import { commandsOf, makeMapping } from "../../support/commands.js";
import { dataOf, graphOver } from "../../support/graph.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { memberOf } from "../../support/viewers.js";
import { add, makeCollection, makeSystem, sure } from "../references/world.js";

const { database } = useTestDatabase();
const limits: KeptLimits = { fewest: 1, bytesOfOne: 1_000_000, bytes: 10_000_000, rows: 100 };
const OLD = "http://demo.org/S";
const NEW = "http://demo.org/renamed";
const names = ["Cascaded", "Inverse", "Nested", "NestedHead"] as const;
let as: Viewer;
let context: CommandContext;

type Server = ReturnType<typeof server>;

/** A server, as it is after a start; with no memory of what others have worked out unless there is a table of it. */
function server() {
  const kept = keptMembersIn(database, limits);
  return { kept, store: openStore(database.reads, kept), ask: graphOver(database) };
}

async function stateOf({ store }: Server, name: string, of: "HEAD" | "v1"): Promise<MemberState> {
  const [row] = await database.reads.execute<{ containerId: number; head: number; v1: number }>(
    sql`select container.id as "containerId", head_revision as head, version.revision as v1
      from repository join container on container.id = repository.container_id
      join version on version.container_id = container.id and version.ordinal = 1
      where short_code = ${name}`,
  );
  if (!row) throw new Error(`There is no ${name}`);
  const { containerId } = row;
  const revision = of === "HEAD" ? row.head : row.v1;
  const [pins = []] =
    of === "HEAD"
      ? await store.pins.ofHeads([{ containerId, revision }], null)
      : await store.pins.ofVersions([{ containerId, ordinal: 1 }]);
  return { containerId, revision, pins };
}

/** Each collection's members and how many of them are in use: `Cascaded A B 1-old, 2 1`. */
async function held(by: Server, of: "HEAD" | "v1"): Promise<readonly string[]> {
  const { collectionMembers } = by.store;
  const lines = names.map(async (name) => {
    const state = await stateOf(by, name, of);
    const [concepts] = await collectionMembers.concepts([state]);
    const [mappings] = await collectionMembers.mappings([state]);
    const [counts] = await collectionMembers.counts([state]);
    const members = [concepts, mappings].flatMap((of) => (of ? valuesAt(of.codes) : [])).join(" ");
    return `${name} ${members}, ${counts?.concepts} ${counts?.mappings}`;
  });
  const told = await Promise.all(lines);
  await by.kept.settled();
  return told;
}

/** The mappings of member B in a version of a collection, those to it too. */
async function mappingsOfB({ ask }: Server, url: string): Promise<readonly string[]> {
  const text = `query ($url: String!) { collectionVersion(url: $url) { concept(id: "B") {
    mappings(includeInverseMappings: true) { nodes { mapping { url } } } } } }`;
  const data = await dataOf<{
    collectionVersion: {
      concept: { mappings: { nodes: readonly { mapping: { url: string } }[] } };
    };
  }>(ask(text, { as, variables: { url } }));
  return data.collectionVersion.concept.mappings.nodes.flatMap(
    ({ mapping }) => mapping.url.split("/").at(-2) ?? [],
  );
}

async function rename(canonicalUrl: string | null): Promise<void> {
  sure(await editCodeSystem(context, { codeSystem: "s", canonicalUrl }));
}

/** While the code system has the canonical URL that mapping `old` names; that of `new`; or none. */
const whileOld = [
  "Cascaded A B new old, 2 2",
  "Inverse old, 0 1",
  "Nested A B new old, 2 2",
  "NestedHead A B new old, 2 2",
];
const whileNew = [
  "Cascaded A C new old, 2 2",
  "Inverse , 0 0",
  "Nested A B new old, 2 2",
  "NestedHead A C new old, 2 2",
];
const whileNone = [
  "Cascaded A new old, 1 2",
  "Inverse , 0 0",
  "Nested A B new old, 2 2",
  "NestedHead A new old, 1 2",
];

beforeAll(async () => {
  as = await memberOf(database, "Demo");
  context = commandsOf(database, as);
  const system = await makeSystem(context, "S", ["A", "B", "C"]);
  const from = { codeSystem: "s", fromConcept: "A" };
  await makeMapping(context, { ...from, mappingId: "old", toSourceUrl: OLD, toConceptCode: "B" });
  await makeMapping(context, { ...from, mappingId: "new", toSourceUrl: NEW, toConceptCode: "C" });
  const expressions = {
    Cascaded: `${system}concepts/A/?cascade=sourcetoconcepts`,
    Inverse: `${system}concepts/B/mappings/?includeInverseMappings=true`,
    Nested: "/orgs/Demo/collections/Cascaded/",
    NestedHead: "/orgs/Demo/collections/Cascaded/HEAD/",
  };
  for (const name of names) {
    const collection = await makeCollection(context, name);
    await add(context, collection, { expressions: [expressions[name]], mode: "DYNAMIC" });
    sure(await createCollectionVersion(context, { collection, version: "v1", released: true }));
  }
}, 240_000);

it("HEADs follow the canonical URLs of code systems, and named versions keep those that there were", async () => {
  const first = server();
  expect(await held(first, "HEAD")).toEqual(whileOld);
  expect(await held(first, "v1")).toEqual(whileOld);
  const untouched = server();
  for (const [url, heads] of [
    [NEW, whileNew],
    [null, whileNone],
    [OLD, whileOld],
    [NEW, whileNew],
  ] as const) {
    await rename(url);
    for (const one of [first, untouched, server()]) {
      expect([url, ...(await held(one, "HEAD"))]).toEqual([url, ...heads]);
      expect([url, ...(await held(one, "v1"))]).toEqual([url, ...whileOld]);
    }
    await database.reads.execute(sql`delete from gathered_members`);
    expect(await held(server(), "v1")).toEqual(whileOld);
  }
});

it("the mappings of members are those that were meant when the version was made", async () => {
  await rename(OLD);
  const before = server();
  const urls = ["Cascaded", "Nested"].map((name) => `/orgs/Demo/collections/${name}/v1/`);
  for (const url of urls) expect(await mappingsOfB(before, url)).toEqual(["old"]);
  await rename(NEW);
  for (const one of [before, server()]) {
    for (const url of urls) expect(await mappingsOfB(one, url)).toEqual(["old"]);
  }
});
