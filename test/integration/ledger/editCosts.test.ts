import { afterAll, describe, expect, it } from "vitest";
import { addCrosswalkMappings } from "../../../src/commands/crosswalks/addCrosswalkMappings.js";
import { deleteCrosswalkMappings } from "../../../src/commands/crosswalks/deleteCrosswalkMappings.js";
import type { MappingInput } from "../../../src/rules/crosswalks/mappingInputs.js";
import { openDatabase } from "../../../src/store/database.js";
import { commandsOf, makeCrosswalk, mapped } from "../../support/commands.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { memberOf } from "../../support/viewers.js";

const { database, location } = useTestDatabase();
const statements: string[] = [];
/** One connection, so that what it read can be counted. */
const single = openDatabase(location, {
  writeConnections: 1,
  onStatement: (text) => statements.push(text),
});

afterAll(async () => {
  await single.close(1);
});

/** How many entries of the crosswalks' indexes have been read so far. */
async function entriesRead(): Promise<number> {
  // The counters are written out at the end of the transaction that asks for it, so another one reads them.
  await single.write(({ queries }) => queries.execute("select pg_stat_force_next_flush()"));
  return await single.write(async ({ queries }) => {
    const [row] = await queries.execute<{ entries: number }>(
      `select sum(idx_tup_read)::int as entries from pg_stat_user_indexes
        where relname in ('crosswalk_pair', 'crosswalk_group')`,
    );
    return row?.entries ?? 0;
  });
}

/** Many source codes that all have the same target: what an index by target is bad at. */
function toOneTarget(from: number, count: number): readonly MappingInput[] {
  return Array.from({ length: count }, (_, at) => mapped(`code${from + at + 1000}`, "T"));
}

describe("an edit", () => {
  it("reads what it changes, not the crosswalk, though nobody ever analyzed the tables", async () => {
    const context = commandsOf(single, await memberOf(database, "Demo"));
    const identifier = await makeCrosswalk(context, { mappings: toOneTarget(0, 4000) });
    const edit = { identifier, draft: false };
    const changed = 100;
    const added = { ...edit, version: 1, mappings: toOneTarget(4000, changed) };
    const removed = toOneTarget(500, changed).map((mapping) => ({
      ...mapping,
      targetCodes: ["T"],
    }));

    const start = await entriesRead();
    expect(await addCrosswalkMappings(context, added)).toMatchObject({ ok: true });
    const afterAdding = await entriesRead();
    expect(
      await deleteCrosswalkMappings(context, { ...edit, version: 2, mappings: removed }),
    ).toMatchObject({
      ok: true,
    });
    const afterDeleting = await entriesRead();

    // A bucket's groups are counted again when one of them appears or goes: up to 2048 of each bucket.
    expect(afterAdding - start).toBeLessThan(2048 + 40 * changed);
    expect(afterDeleting - afterAdding).toBeLessThan(2 * 2048 + 40 * changed);
  });

  it("reads a new crosswalk a few times over, though statistics know only others", async () => {
    const context = commandsOf(single, await memberOf(database, "Demo"));
    await makeCrosswalk(context, { mappings: toOneTarget(0, 2000) });
    await single.reads.execute("analyze crosswalk_pair, crosswalk_group");
    const pairs = 3000;
    const start = await entriesRead();
    await makeCrosswalk(context, { mappings: toOneTarget(0, pairs) });
    expect((await entriesRead()) - start).toBeLessThan(10 * pairs);
  });

  it("sends as many statements for ten thousand pairs as for one", async () => {
    const context = commandsOf(single, await memberOf(database, "Demo"));
    const identifier = await makeCrosswalk(context);
    const edit = { identifier, draft: false };
    statements.length = 0;
    await addCrosswalkMappings(context, { ...edit, version: 1, mappings: [mapped("a", "1")] });
    const forOne = statements.splice(0);
    const many = { ...edit, version: 2, mappings: toOneTarget(0, 10_000) };
    expect(await addCrosswalkMappings(context, many)).toMatchObject({
      ok: true,
      value: { version: 3, skipped: [], invalidCodes: [] },
    });
    expect(statements).toEqual(forOne);
    expect(forOne).toHaveLength(13);
  });
});
