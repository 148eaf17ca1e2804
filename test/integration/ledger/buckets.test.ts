import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { addCrosswalkMappings } from "../../../src/commands/crosswalks/addCrosswalkMappings.js";
import { deleteCrosswalkMappings } from "../../../src/commands/crosswalks/deleteCrosswalkMappings.js";
import type { MappingInput } from "../../../src/rules/crosswalks/mappingInputs.js";
import { type CrosswalkSnapshot, mappingQueries } from "../../../src/store/crosswalks/mappings.js";
import { crosswalkQueries } from "../../../src/store/crosswalks/queries.js";
import { settleTables } from "../../../src/store/maintenance.js";
import { commandsOf, makeCrosswalk } from "../../support/commands.js";
import { type PlanStep, planOf } from "../../support/plans.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { memberOf } from "../../support/viewers.js";
import { brokenInvariants } from "./invariants.js";
import { byBytes } from "./model.js";

const { database, takeSent } = useTestDatabase();
const mappings = mappingQueries(database.reads);
const crosswalks = crosswalkQueries(database.reads);
const PAGE = 25;
/** A bucket holds up to this many groups. */
const BUCKET = 2048;

type Group = readonly [system: string, code: string];

/** Groups with codes that lie `apart` from each other. */
function groups(
  system: string,
  { from, count, apart }: { from: number; count: number; apart: number },
) {
  const codes = Array.from({ length: count }, (_, at) => from + at * apart);
  return codes.map((code): Group => [system, String(code).padStart(6, "0")]);
}

function asMapping([sourceCodeSystem, sourceCode]: Group): MappingInput {
  const targets = [{ targetCode: "1" }];
  return { sourceCodeSystem, sourceCode, targetCodeSystem: "loinc", targets };
}

/** The versions of one crosswalk: each is the one before it with groups added or taken away. */
const edits: readonly { readonly add?: Group[]; readonly remove?: Group[] }[] = [
  { add: groups("ndc", { from: 0, count: 1500, apart: 4 }) },
  { add: groups("ndc", { from: 1, count: 3000, apart: 2 }) },
  { remove: groups("ndc", { from: 1001, count: 1100, apart: 2 }) },
  { add: groups("rxnorm", { from: 0, count: 2600, apart: 1 }) },
  { add: groups("cvx", { from: 5, count: 3, apart: 7 }) },
  { remove: groups("rxnorm", { from: 0, count: 2600, apart: 1 }) },
  { add: groups("rxnorm", { from: 1000, count: 500, apart: 3 }) },
];

/** What each version ought to hold, in order. */
function naiveContents(): readonly Group[][] {
  const all: Group[][] = [];
  for (const { add = [], remove = [] } of edits) {
    const gone = new Set(remove.map(String));
    const left = [...(all.at(-1) ?? []), ...add].filter((group) => !gone.has(String(group)));
    all.push(left.toSorted(byBytes));
  }
  return all;
}

const contents = naiveContents();

/** Vacuums until it has seen every page: transactions of other tests may keep it from some at first. */
async function settle(): Promise<void> {
  for (let tries = 0; tries < 50; tries += 1) {
    await settleTables(database, "PAIRS");
    const [row] = await database.reads.execute<{ unseen: number }>(
      sql`select relpages - relallvisible as unseen from pg_class where relname = 'crosswalk_group'`,
    );
    if (row?.unseen === 0) return;
    await sleep(100);
  }
}

describe("a crosswalk that grew and shrank by thousands of source codes", () => {
  let viewer: Awaited<ReturnType<typeof memberOf>>;
  let snapshots: readonly CrosswalkSnapshot[];

  beforeAll(async () => {
    viewer = await memberOf(database, "Demo");
    const context = commandsOf(database, viewer);
    const identifier = await makeCrosswalk(context);
    for (const [at, { add, remove }] of edits.entries()) {
      const edit = { identifier, version: at + 1, draft: false };
      const gone = remove?.map(([sourceCodeSystem, sourceCode]) => ({
        sourceCodeSystem,
        sourceCode,
        targetCodeSystem: "loinc",
        targetCodes: ["1"],
      }));
      const done = gone
        ? await deleteCrosswalkMappings(context, { ...edit, mappings: gone })
        : await addCrosswalkMappings(context, { ...edit, mappings: add?.map(asMapping) });
      expect(done).toMatchObject({ ok: true, value: { version: at + 2 } });
    }
    await settle();
    const [crosswalk] = await crosswalks.byIdentifiers(viewer, [identifier]);
    const containerId = crosswalk?.containerId ?? 0;
    const ordinals = edits.map((_, at) => ({ containerId, ordinal: at + 2 }));
    const versions = await crosswalks.versions(viewer, ordinals);
    snapshots = versions
      .toSorted((a, b) => a.ordinal - b.ordinal)
      .map(({ revision }) => ({ containerId, revision }));
  });

  it("keeps its groups in order with its pairs, and its buckets with its groups", async () => {
    expect(await brokenInvariants(database)).toEqual([]);
  });

  it("has as many groups as the edits left", async () => {
    expect(contents.map(({ length }) => length)).toEqual([
      1500, 4500, 3400, 6000, 6003, 3403, 3903,
    ]);
  });

  it("shows on every page of every version what the naive slice holds", async () => {
    const longest = Math.max(...contents.map(({ length }) => length));
    for (let number = 1; (number - 2) * PAGE < longest; number += 1) {
      const from = (number - 1) * PAGE;
      const pages = await mappings.lists(viewer, snapshots, { by: "page", size: PAGE, number });
      const shown = pages.map(({ items, hasNext }) => ({
        groups: items.map(({ sourceSystem, sourceCode }) => [sourceSystem, sourceCode]),
        hasNext,
      }));
      const expected = contents.map((content) => ({
        groups: content.slice(from, from + PAGE),
        hasNext: content.length > from + PAGE,
      }));
      expect(shown, `page ${number}`).toEqual(expected);
    }
  });

  /** The plan of a page of the largest version. */
  async function planOfPage(number: number): Promise<readonly PlanStep[]> {
    takeSent();
    const largest = snapshots.slice(4, 5);
    await mappings.lists(viewer, largest, { by: "page", size: PAGE, number });
    const [sent, ...others] = takeSent();
    expect(others).toEqual([]);
    return await planOf(database, sent ?? { text: "", parameters: [] });
  }

  it.each([1, 2, 60, 120, 240, 241, 900])("reads page %i by its indexes alone", async (number) => {
    const steps = await planOfPage(number);
    expect(steps.map((step) => step["Node Type"])).not.toContain("Seq Scan");
    const onGroups = steps.filter((step) => step["Relation Name"] === "crosswalk_group");
    expect(onGroups).toHaveLength(1);
    expect(onGroups[0]).toMatchObject({
      "Node Type": "Index Only Scan",
      "Index Name": "crosswalk_group_key",
      "Heap Fetches": 0,
    });
    const onPairs = steps.filter((step) => step["Relation Name"] === "crosswalk_pair");
    expect(onPairs.map((step) => step["Index Name"])).toEqual(["crosswalk_pair_key"]);
    expect(onPairs[0]?.["Actual Loops"]).toBeLessThanOrEqual(PAGE + 1);
  });

  it("reads a page far behind as cheaply as one in front", async () => {
    for (const number of [1, 36, 41, 120, 180, 240]) {
      const steps = await planOfPage(number);
      const [onGroups] = steps.filter((step) => step["Relation Name"] === "crosswalk_group");
      const read = (onGroups?.["Actual Rows"] ?? 0) + (onGroups?.["Rows Removed by Filter"] ?? 0);
      expect(read).toBeGreaterThan(0);
      expect(read).toBeLessThanOrEqual(BUCKET + PAGE + 1);
    }
  });
});
