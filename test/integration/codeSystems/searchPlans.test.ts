import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { settleTables } from "../../../src/store/maintenance.js";
import { importConcepts } from "../../support/content.js";
import { dataOf, graphOver } from "../../support/graph.js";
import { type PlanStep, planOf } from "../../support/plans.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { named } from "./corpus.js";

const { database, takeSent } = useTestDatabase();
const ask = graphOver(database);
const COUNT = 6000;
const ORGANS = [
  "heart",
  "kidney",
  "liver",
  "lung",
  "retina",
  "skin",
  "tibia",
  "ulna",
  "vein",
  "skull",
];

/** One in ten is of each organ; one in a hundred is rare. The second release changes a third of all. */
function release(version: number) {
  return Array.from({ length: COUNT }, (_, at) => {
    const organ = ORGANS[at % ORGANS.length];
    const rare = at % 100 === 50 ? " rarissima" : "";
    const revised = version > 1 && at % 3 === 0 ? " revised" : "";
    const code = `C${String(at).padStart(5, "0")}`;
    const parents = at === 0 ? [] : [`C${String(Math.floor(at / 10)).padStart(5, "0")}`];
    return { ...named(code, `${organ} disorder ${at}${rare}${revised}`), parents };
  });
}

beforeAll(async () => {
  for (const version of ["1", "2"]) {
    await importConcepts(database, { codeSystem: "vis", version }, release(Number(version)));
  }
  await importConcepts(database, { codeSystem: "mvx", version: "1" }, [named("X", "heart")]);
  await settleTables(database, "CONCEPTS");
});

/** How many rows of concepts, terms and edges a query's scans bring up, all of them by indexes. */
async function rowsRead(list: string): Promise<number> {
  takeSent();
  await dataOf(ask(`{ codeSystem(slug: "vis") { ${list} } }`));
  const statements = takeSent().filter(({ text }) => text.includes("snapshot"));
  expect(statements).toHaveLength(1);
  const steps = (await Promise.all(statements.map((one) => planOf(database, one)))).flat();
  expect(steps.filter((step) => step["Node Type"] === "Seq Scan")).toEqual([]);
  const content = ["concept", "concept_term", "concept_parent"];
  const scans = steps.filter((step) => content.includes(step["Relation Name"] ?? ""));
  expect(scans.length).toBeGreaterThan(0);
  return scans.reduce((sum, step) => sum + rowsOf(step), 0);
}

function rowsOf(step: PlanStep): number {
  return (step["Actual Rows"] + (step["Rows Removed by Filter"] ?? 0)) * step["Actual Loops"];
}

// The pages are of ten; a page by code or in order of code reads little more than it answers.
describe.each(["1", "2"])("in version %s of 6000 concepts", (version) => {
  const read = (args: string) =>
    rowsRead(
      `atVersion(version: "${version}") { concepts(first: 10, ${args}) { nodes { code } } }`,
    );

  it.each([
    ["the first by code", "orderBy: null", 40],
    ["the first by name", "orderBy: { field: NAME }", 60],
    ["some by code", 'filter: { codes: ["C00100", "C05000"] }', 12],
    ["one by its code", 'filter: { q: "C00123" }', 30],
    ["those whose codes begin alike", 'filter: { q: "C0012" }', 40],
    ["those with a rare word", 'filter: { q: "rarissima" }', 300],
    ["those whose names begin with a rare phrase", 'filter: { q: "heart disorder 12" }', 500],
    ["what is below a code", 'filter: { descendantsOf: "C00050" }', 240],
  ])("%s", async (_, args, limit) => {
    expect(await read(args)).toBeLessThanOrEqual(limit);
  });
});

it("what begins with the phrase keeps the rest from being read", async () => {
  const early = await rowsRead('concepts(first: 5, filter: { q: "heart dis" }) { nodes { code } }');
  const whole = await rowsRead(
    'concepts(first: 1000, filter: { q: "heart dis" }) { nodes { code } }',
  );
  expect(whole).toBeGreaterThan(early);
  expect(early).toBeLessThanOrEqual(2 * (COUNT / ORGANS.length) + 20);
});

it("a word of one code system is looked up among its own words", async () => {
  const [index] = await database.reads.execute<{ words: string }>(
    sql`select term_words(7, 'heart disorder')::text as words`,
  );
  expect(index?.words).toBe("'7:disorder' '7:heart'");
});
