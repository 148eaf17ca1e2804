import { sql } from "drizzle-orm";
import { beforeAll, beforeEach, expect, it } from "vitest";
import { createCollectionVersion } from "../../../src/commands/collections/createCollectionVersion.js";
import type { Viewer } from "../../../src/rules/access/viewer.js";
import { type KeptLimits, keptMembersIn } from "../../../src/store/collections/keptMembers.js";
import type { MemberState } from "../../../src/store/collections/pins.js";
import { openStore } from "../../../src/store/store.js";
import { commandsOf } from "../../support/commands.js";
import { importConcepts } from "../../support/content.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { memberOf } from "../../support/viewers.js";
import { add, makeCollection, sure } from "../references/world.js";

const { database, takeStatements } = useTestDatabase();
const COUNT = 120;
const SOURCE = "/orgs/CDC-NCIRD/sources/VIS/";
const usual: KeptLimits = { fewest: 100, bytesOfOne: 1_000_000, bytes: 10_000_000, rows: 100 };
let as: Viewer;
let versions: readonly MemberState[];

/** A server, as it is after a start. */
function server(limits = usual) {
  const kept = keptMembersIn(database, limits);
  return { kept, members: openStore(database.reads, kept).collectionMembers };
}

async function rows() {
  return await database.reads.execute<{ key: string; container_id: number; kind: string }>(
    sql`select key, container_id, kind from gathered_members order by kind, key`,
  );
}

async function statesOf(name: string): Promise<MemberState[]> {
  const { pins } = openStore(database.reads);
  const found = await database.reads.execute<{
    containerId: number;
    ordinal: number;
    revision: number;
  }>(
    sql`select version.container_id as "containerId", ordinal, revision from version
      join repository on repository.container_id = version.container_id
      where short_code = ${name} order by ordinal`,
  );
  const own = await pins.ofVersions(found);
  return found.map(({ containerId, revision }, at) => ({
    ...{ containerId, revision, pins: own[at] ?? [] },
  }));
}

beforeAll(async () => {
  as = await memberOf(database, "Demo");
  const concepts = Array.from({ length: COUNT }, (_, at) => `C${String(at).padStart(4, "0")}`);
  await importConcepts(database, { codeSystem: "vis", version: "1" }, [...concepts, "Ω", "a b"]);
  const context = commandsOf(database, as);
  const collection = await makeCollection(context, "All");
  await add(context, collection, { expressions: [`${SOURCE}concepts/`], mode: "DYNAMIC" });
  for (const version of ["1", "2"]) {
    if (version === "2") {
      const expressions = [`${SOURCE}concepts/C0001/`, `${SOURCE}concepts/a%20b/`];
      await add(context, collection, { expressions, exclude: true });
    }
    sure(await createCollectionVersion(context, { collection, version, released: true }));
  }
  versions = await statesOf("All");
}, 240_000);

beforeEach(async () => {
  await database.reads.execute(sql`delete from gathered_members`);
  takeStatements();
});

it("a server that starts finds the members of versions as another one has worked them out", async () => {
  const first = server();
  const worked = await first.members.concepts(versions);
  expect(worked.map(({ codes }) => codes.length)).toEqual([COUNT + 2, COUNT]);
  await first.kept.settled();
  expect((await rows()).map(({ kind }) => kind)).toEqual(["CONCEPTS", "CONCEPTS"]);
  takeStatements();
  const next = server();
  expect(await next.members.concepts(versions)).toEqual(worked);
  await next.kept.settled();
  const [found, ...others] = takeStatements().filter((text) => !/^(begin|commit)/.test(text));
  expect(found).toContain('from "gathered_members"');
  expect(others.map((text) => text.slice(0, 25))).toEqual(['update "gathered_members"']);
});

it("what was needed last is at hand after a start", async () => {
  const first = server();
  const worked = await first.members.concepts(versions);
  await first.kept.settled();
  const next = server();
  await next.kept.readBack(1_000_000, 60_000);
  takeStatements();
  expect(await next.members.concepts(versions)).toEqual(worked);
  expect(takeStatements().filter((text) => text.startsWith("select"))).toEqual([]);
});

it("only so much is read back at a start", async () => {
  const first = server();
  await first.members.concepts(versions);
  await first.kept.settled();
  const next = server();
  takeStatements();
  await next.kept.readBack(1, 60_000);
  expect(takeStatements()).toHaveLength(1);
});

it("neither HEAD after a version, nor one reference, nor few members are kept", async () => {
  const [, last] = versions;
  if (!last) throw new Error("There is no version");
  const [reference] = await database.reads.execute<{ id: number }>(
    sql`select id from collection_reference order by id limit 1`,
  );
  const { members, kept } = server();
  const head = { ...last, revision: last.revision + 1 };
  await members.concepts([head, { ...last, reference: reference?.id ?? 0 }]);
  await members.mappings([last]);
  await kept.settled();
  expect(await rows()).toEqual([]);
});

it("servers that work the same out at once keep it once", async () => {
  const servers = [server(), server(), server()];
  await Promise.all(servers.map(({ members }) => members.concepts(versions)));
  await Promise.all(servers.map(({ kept }) => kept.settled()));
  expect(await rows()).toHaveLength(versions.length);
});

it("what was not needed for longest goes first", async () => {
  const [old, recent] = versions;
  if (!old || !recent) throw new Error("There are no versions");
  const before = server();
  await before.members.concepts([old]);
  await before.kept.settled();
  const [first] = await rows();
  const { members, kept } = server({ ...usual, rows: 1 });
  await members.concepts([recent]);
  await kept.settled();
  const left = await rows();
  expect(left).toHaveLength(1);
  expect(left[0]?.key).not.toBe(first?.key);
  const small = server({ ...usual, bytes: 10 });
  await small.members.concepts([old]);
  await small.kept.settled();
  expect(await rows()).toEqual([]);
});

it("members that can't be read, or are of another making, are worked out", async () => {
  const first = server();
  const worked = await first.members.concepts(versions);
  await first.kept.settled();
  const damage = async (set: ReturnType<typeof sql>) => {
    await database.reads.execute(sql`update gathered_members set ${set}`);
    return await server().members.concepts(versions);
  };
  expect(await damage(sql`members = '\\x00'`)).toEqual(worked);
  expect(await damage(sql`key = 'of another making ' || key`)).toEqual(worked);
});
