import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { addCrosswalkMappings } from "../../../src/commands/crosswalks/addCrosswalkMappings.js";
import type { Viewer } from "../../../src/rules/access/viewer.js";
import { settleTables } from "../../../src/store/maintenance.js";
import { commandsOf, makeCrosswalk, mapped } from "../../support/commands.js";
import { importConcepts } from "../../support/content.js";
import { dataOf, graphOver } from "../../support/graph.js";
import { type PlanStep, planOf } from "../../support/plans.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { memberOf } from "../../support/viewers.js";

const { database, takeSent } = useTestDatabase();
const ask = graphOver(database);
let as: Viewer;
let identifier: string;
const codes = Array.from({ length: 4000 }, (_, at) => `C${at + 1000}`);
const EDITS = 8;

beforeAll(async () => {
  as = await memberOf(database, "Demo");
  const context = commandsOf(database, as);
  const mappings = codes.map((code) => mapped(code, "x", "y"));
  identifier = await makeCrosswalk(context, { mappings: mappings.slice(0, 3000) });
  for (let at = 0; at < EDITS; at += 1) {
    const part = codes.filter((_, place) => place % EDITS === at);
    const related = part.map((code) => ({
      ...mapped(code),
      targets: [{ targetCode: "x", relationship: "EQUIVALENT" as const }],
    }));
    const edit = { identifier, version: at + 1, draft: false };
    expect(await addCrosswalkMappings(context, { ...edit, mappings: related })).toMatchObject({
      ok: true,
      value: { version: at + 2 },
    });
  }
  for (let others = 0; others < 200; others += 1) await makeCrosswalk(context);
  for (const version of ["1", "2", "3"]) {
    const concepts = codes.map((code) => ({ code, externalId: `${code} of ${version}` }));
    await importConcepts(database, { codeSystem: "vis", version }, concepts);
  }
  await settleTables(database, "PAIRS");
  await settleTables(database, "CONCEPTS");
});

/** How many rows the scans of each table brought up, those included that were thrown away. */
function rowsRead(steps: readonly PlanStep[]): Readonly<Record<string, number>> {
  const read: Record<string, number> = {};
  for (const step of steps) {
    const table = step["Relation Name"];
    if (table === undefined) continue;
    const each = step["Actual Rows"] + (step["Rows Removed by Filter"] ?? 0);
    read[table] = (read[table] ?? 0) + each * step["Actual Loops"];
  }
  return read;
}

/** How many rows of each table a query reads, by nothing but indexes. */
async function readBy(query: string): Promise<Readonly<Record<string, number>>> {
  takeSent();
  await dataOf(ask(query.replace("ID", identifier), { as }));
  const plans = await Promise.all(takeSent().map((statement) => planOf(database, statement)));
  const steps = plans.flat();
  const scans = steps.filter((step) => step["Relation Name"] !== undefined);
  expect(scans.length).toBeGreaterThan(0);
  const ways = scans.map((step) => step["Node Type"]);
  expect(ways.filter((way) => !/^(Index|Index Only|Bitmap Heap) Scan$/.test(way))).toEqual([]);
  return rowsRead(steps);
}

/** What was read beside the rows of content: crosswalk, version, code system and their owners. */
function besides(read: Readonly<Record<string, number>>): number {
  const content = ["concept", "crosswalk_bucket", "crosswalk_group", "crosswalk_pair"];
  const others = Object.entries(read).filter(([table]) => !content.includes(table));
  return others.reduce((sum, [, rows]) => sum + rows, 0);
}

// Version 1 holds 3000 codes with two pairs each, version 9 holds 4000; every "x" was replaced on the way.
describe.each([
  [1, 3],
  [2, 3],
  [9, 2],
])("of version %i", (version, pairsOfCode) => {
  const readMappings = (args: string) =>
    readBy(`{ crosswalk(identifier: "ID") { atVersion(version: ${version}) { mappings(${args}) {
      nodes { sourceCode targets { targetCode } } } } } }`);

  it.each([1, 100, 1000])(
    "the first %i mappings cost the rows of theirs and of one more",
    async (first) => {
      const read = await readMappings(`first: ${first}`);
      expect(read.crosswalk_group).toBe(first + 1);
      expect(read.crosswalk_pair).toBeLessThanOrEqual(pairsOfCode * (first + 1));
      expect(read.crosswalk_bucket).toBeUndefined();
      expect(besides(read)).toBeLessThanOrEqual(14);
    },
  );

  it.each([1, 120, 280])("page %i costs the rows of one bucket at most", async (pageNumber) => {
    const read = await readMappings(`pageNumber: ${pageNumber}`);
    expect(read.crosswalk_group).toBeGreaterThan(10);
    expect(read.crosswalk_group).toBeLessThanOrEqual(2048 + 11);
    expect(read.crosswalk_pair).toBeLessThanOrEqual(pairsOfCode * 11);
    expect(read.crosswalk_bucket).toBeLessThanOrEqual(20);
    expect(besides(read)).toBeLessThanOrEqual(14);
  });

  it.each([1, 1000])("%i codes are translated for the rows of their pairs", async (count) => {
    const codings = codes.slice(0, count).map((code) => `{ system: "ndc", code: "${code}" }`);
    const read = await readBy(`{ translate(input: { crosswalk: "ID", version: ${version},
      codings: [${codings}] }) { matches { targetCode } } }`);
    expect(read.crosswalk_pair).toBeLessThanOrEqual(pairsOfCode * count);
    expect(read.crosswalk_pair).toBeGreaterThanOrEqual(2 * count);
    expect(read.crosswalk_group).toBeUndefined();
    expect(read).toMatchObject({ container: 3, crosswalk: 1, version: 1 });
    expect(besides(read)).toBeLessThanOrEqual(14);
  });

  it("the mappings of one source code cost its own rows", async () => {
    const read = await readBy(`{ crosswalk(identifier: "ID") { atVersion(version: ${version}) {
      mapping(sourceCodeSystem: "ndc", sourceCode: "C1700") { targets { targetCode } } } } }`);
    expect(read).toMatchObject({ crosswalk_group: 1, crosswalk_pair: pairsOfCode });
    expect(besides(read)).toBeLessThanOrEqual(16);
  });
});

describe("a concept by its code", () => {
  it("costs one row where it is current, whatever versions there are", async () => {
    const read = await readBy('{ concept(codeSystem: "vis", code: "C1700") { display } }');
    expect(read.concept).toBe(1);
    expect(besides(read)).toBeLessThanOrEqual(7);
  });

  it.each([
    ["3", 1],
    ["2", 2],
    ["1", 3],
  ])("costs in version %s what it has become since: %i", async (version, rows) => {
    const query = `{ concept(codeSystem: "vis", code: "C1700", version: "${version}") { display } }`;
    expect((await readBy(query)).concept).toBe(rows);
  });
});

it("a mapping with its concepts costs nothing of other crosswalks, versions and code systems", async () => {
  const read = await readBy(`{ crosswalk(identifier: "ID") { atVersion(version: 2) {
    mapping(sourceCodeSystem: "vis", sourceCode: "C1700") { sourceConcept { display } } } } }`);
  expect(read).toMatchObject({ container: 1, version: 1, crosswalk_version: 1, crosswalk: 1 });
  const page = await readBy(`{ crosswalk(identifier: "ID") { latestVersion { mappings(first: 10) {
    nodes { sourceConcept { display } targets { targetConcept { display } } } } } } }`);
  expect(page).toMatchObject({ version: 1, crosswalk_version: 1, crosswalk: 1 });
  expect(page.container).toBe(1 + 2 * 11);
  expect(page.code_system).toBe(2 * 11);
});

it("codes that are translated by any crosswalk cost each of them once", async () => {
  const codings = codes.slice(0, 500).map((code) => `{ system: "ndc", code: "${code}" }`);
  const read = await readBy(`{ translate(input: { codings: [${codings}] }) {
    matches { targetCode } } }`);
  expect(read).toMatchObject({ crosswalk: 1, version: 1, crosswalk_group: 500 });
  expect(read.crosswalk_pair).toBe(2 * 500);
});

it("the newest crosswalk of a list of many costs a few rows", async () => {
  const read = await readBy("{ crosswalks(first: 1) { nodes { name } } }");
  expect(besides(read)).toBeLessThanOrEqual(12);
});

// Last, since the others are to hold without statistics.
it("of the newest version mappings cost no more, when the database knows how little else there is", async () => {
  await database.reads.execute(sql.raw("analyze container, crosswalk, version, crosswalk_version"));
  const read = await readBy(`{ crosswalk(identifier: "ID") { latestVersion { mappings(first: 10) {
    nodes { sourceCode targets { targetCode } } } } } }`);
  expect(read.crosswalk_group).toBe(11);
  expect(besides(read)).toBeLessThanOrEqual(14);
});
