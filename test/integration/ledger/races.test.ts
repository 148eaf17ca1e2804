import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CommandContext } from "../../../src/commands/context.js";
import { addCrosswalkMappings } from "../../../src/commands/crosswalks/addCrosswalkMappings.js";
import { createCrosswalk } from "../../../src/commands/crosswalks/createCrosswalk.js";
import { mappingQueries } from "../../../src/store/crosswalks/mappings.js";
import { crosswalkQueries } from "../../../src/store/crosswalks/queries.js";
import { openDatabase } from "../../../src/store/database.js";
import { commandsOf, makeCrosswalk, mapped } from "../../support/commands.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { memberOf } from "../../support/viewers.js";
import { brokenInvariants } from "./invariants.js";

const WRITERS = 16;
const whole = { by: "cursor", size: 1000, after: null, before: null, backward: false } as const;

const { database, location } = useTestDatabase();
const crosswalks = crosswalkQueries(database.reads);
const mappings = mappingQueries(database.reads);
/** Connections enough for all writers at once. */
const crowd = openDatabase(location, { writeConnections: WRITERS });
let context: CommandContext;

beforeAll(async () => {
  context = commandsOf(crowd, await memberOf(database, "Demo"));
});

afterAll(async () => {
  await crowd.close(1);
});

async function newestOf(identifier: string) {
  const [crosswalk] = await crosswalks.byIdentifiers(context.viewer, [identifier]);
  if (!crosswalk) throw new Error("no crosswalk");
  return crosswalk;
}

/** The source codes of each version, the first version first. */
async function contentsOf(identifier: string): Promise<readonly (readonly string[])[]> {
  const { containerId, newest } = await newestOf(identifier);
  const ordinals = Array.from({ length: newest.ordinal }, (_, at) => at + 1);
  const versions = await crosswalks.versions(
    context.viewer,
    ordinals.map((ordinal) => ({ containerId, ordinal })),
  );
  const snapshots = versions.toSorted((a, b) => a.ordinal - b.ordinal);
  const lists = await mappings.lists(context.viewer, snapshots, whole);
  return lists.map(({ items }) => items.map(({ sourceCode }) => sourceCode));
}

function add(identifier: string, version: number, code: string, draft = false) {
  const edit = { identifier, version, draft };
  return addCrosswalkMappings(context, { ...edit, mappings: [mapped(code, "1")] });
}

describe("edits at the same time", () => {
  it("let exactly one win that names the newest version; the others learn which it now is", async () => {
    for (let round = 0; round < 5; round += 1) {
      const identifier = await makeCrosswalk(context);
      const codes = Array.from({ length: 8 }, (_, at) => `code${at}`);
      const results = await Promise.all(codes.map((code) => add(identifier, 1, code)));
      const winners = codes.filter((_, at) => results[at]?.ok);
      expect(winners).toHaveLength(1);
      expect(results.filter(({ ok }) => !ok)).toEqual(
        Array.from({ length: 7 }, () => ({
          ok: false,
          failure: [
            {
              kind: "NotLatestVersion",
              path: ["version"],
              latestVersion: 2,
              message: "Version 1 is not the newest; the newest is 2.",
            },
          ],
        })),
      );
      expect(await contentsOf(identifier)).toEqual([[], winners]);
    }
  });

  it("all apply to one draft, one after the other", async () => {
    const identifier = await makeCrosswalk(context, { draft: true });
    const codes = Array.from({ length: WRITERS }, (_, at) => `code${at + 10}`);
    const results = await Promise.all(codes.map((code) => add(identifier, 1, code, true)));
    expect(results.map((result) => result.ok && result.value.version)).toEqual(codes.map(() => 1));
    expect(await contentsOf(identifier)).toEqual([codes]);
    const { newest, publishedVersion } = await newestOf(identifier);
    expect(newest).toMatchObject({ groupCount: 16, sourceCodeCount: 16, targetCount: 16 });
    expect(newest.revision).toBe(WRITERS + 1);
    expect(publishedVersion).toBeNull();
  });

  it("of different crosswalks do not wait for each other", async () => {
    const identifiers = await Promise.all(
      Array.from({ length: WRITERS }, () => makeCrosswalk(context)),
    );
    const [held = "", free = ""] = identifiers;
    let release = () => {};
    const holding = new Promise<void>((resolve) => {
      release = resolve;
    });
    const blocked = crowd.write(async ({ queries }) => {
      await queries.execute(`select 1 from container where uid = '${held}' for update`);
      await holding;
    });
    expect(await add(free, 1, "code")).toMatchObject({ ok: true });
    release();
    await blocked;
  });

  it("make crosswalks of their own", async () => {
    const made = await Promise.all(
      Array.from({ length: WRITERS }, () =>
        createCrosswalk(context, {
          name: randomUUID(),
          draft: false,
          mappings: [mapped("a", "1")],
        }),
      ),
    );
    const identifiers = made.map((result) => result.ok && result.value.identifier);
    expect(new Set(identifiers).size).toBe(WRITERS);
  });

  it("show readers of a published version the same page at every moment", async () => {
    const identifier = await makeCrosswalk(context, {
      mappings: [mapped("m", "1"), mapped("z", "2")],
    });
    const { containerId, newest } = await newestOf(identifier);
    const at = [{ containerId, revision: newest.revision }];
    const before = await mappings.lists(context.viewer, at, whole);
    const editing = (async () => {
      for (let version = 1; version <= 20; version += 1)
        await add(identifier, version, `a${version}`);
    })();
    for (let reads = 0; reads < 100; reads += 1) {
      expect(await mappings.lists(context.viewer, at, whole)).toEqual(before);
    }
    await editing;
    expect((await newestOf(identifier)).newest.ordinal).toBe(21);
  });

  it("leave the ledger sound", async () => {
    expect(await brokenInvariants(database)).toEqual([]);
  });
});
