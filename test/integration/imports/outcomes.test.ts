import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { fingerprint } from "../../support/fingerprint.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { conceptsOf, revisionsOf, versionsOf } from "./content.js";
import { useImportProgram } from "./program.js";

const testDatabase = useTestDatabase();
const { database } = testDatabase;
const program = useImportProgram(testDatabase);
const ORDER_2025 = "icd10cm-order/icd10cm-order-2025.txt";
const ORDER_2026 = "icd10cm-order/icd10cm-order-2026.txt";

/** Runs an import that must go through and say these lines. */
async function does(args: readonly string[], ...lines: string[]): Promise<void> {
  const run = await program.run(...args);
  expect(run).toEqual({ code: 0, stdout: `${lines.join("\n")}\n`, stderr: "" });
}

async function facts() {
  return [...(await database.reads.execute(sql`select name, value from installation_fact`))];
}

const counts = (read: number, concepts: number, changes: readonly number[]) => {
  const [added, changed, removed, skipped = 0] = changes;
  return (
    `  ${read} read, ${concepts} concepts, ${added} added, ${changed} changed, ` +
    `${removed} removed, 0 retired, ${skipped} skipped`
  );
};

test("the first import that goes in, and no refused one, decides against the demo content", async () => {
  const { code } = await program.run(program.fixture(ORDER_2025), "--version", "HEAD");
  expect([code, await facts()]).toEqual([1, []]);
  await does(
    [program.fixture(ORDER_2025), "--code-system", "icd10cm", "--version", "2025"],
    "icd10cm 2025: imported",
    counts(51, 51, [51, 0, 0]),
  );
  expect(await facts()).toEqual([{ name: "demo-content", value: "NONE" }]);
  expect(await versionsOf(database, "icd10cm")).toEqual(["2025 r1 released leads"]);
});

test("the same file again changes nothing at all", async () => {
  const before = await fingerprint(database);
  await does(
    [program.fixture(ORDER_2025), "--version", "2025"],
    "icd10cm 2025: nothing to do, it is here already",
    counts(51, 51, [0, 0, 0]),
  );
  expect(await fingerprint(database)).toEqual(before);
});

test("the same content under a new label is another name for the same revision", async () => {
  const before = await fingerprint(database);
  await does(
    [program.fixture(ORDER_2025), "--version", "fy2025"],
    "icd10cm fy2025: the same content as HEAD, under a new label",
    counts(51, 51, [0, 0, 0]),
  );
  const { concept, concept_parent, revision } = await fingerprint(database);
  expect([concept, concept_parent, revision]).toEqual([
    ...[before.concept, before.concept_parent, before.revision],
  ]);
  expect(await versionsOf(database, "icd10cm")).toEqual([
    "2025 r1 released",
    "fy2025 r1 released leads",
  ]);
});

test("a version that is not released leads nobody", async () => {
  await does(
    [program.fixture(ORDER_2026), "--version", "2026-trial", "--unreleased"],
    "icd10cm 2026-trial: imported",
    counts(32, 32, [8, 1, 27]),
  );
  expect(await versionsOf(database, "icd10cm")).toEqual([
    "2025 r1 released",
    "fy2025 r1 released leads",
    "2026-trial r2",
  ]);
});

test("a newer release is the next revision", async () => {
  await does(
    [program.fixture(ORDER_2026), "--version", "2026"],
    "icd10cm 2026: the same content as HEAD, under a new label",
    counts(32, 32, [0, 0, 0]),
  );
  expect(await conceptsOf(database, "icd10cm", "2025")).toHaveLength(51);
  const newest = await conceptsOf(database, "icd10cm");
  expect(newest).toHaveLength(32);
  expect(newest).toContain('B88.0 v2 "Other acariasis" < B88');
  expect(newest).toContain('B88.09 v1 "Other acariasis" < B88.0');
});

test("an older release is a version of its own and leaves HEAD as it is", async () => {
  const head = await conceptsOf(database, "icd10cm");
  const path = program.fixture(ORDER_2025, (text) =>
    text.replace(/Cholera(?=\r?\n)/, "Cholera morbus"),
  );
  await does(
    [path, "--version", "2024", "--older"],
    "icd10cm 2024: imported",
    counts(51, 51, [27, 2, 8]),
  );
  expect(await conceptsOf(database, "icd10cm")).toEqual(head);
  const older = await conceptsOf(database, "icd10cm", "2024");
  expect(older).toHaveLength(51);
  expect(older).toContain('A00 v2 "Cholera morbus"');
  expect((await versionsOf(database, "icd10cm")).slice(-2)).toEqual([
    "2026 r2 released leads",
    "2024 r3 released",
  ]);
  const title = "ICD-10-CM order file of a fiscal year (icd10cm-order-YYYY.txt), version";
  expect(await revisionsOf(database, "icd10cm")).toEqual([
    `1 IMPORTED import ${title} 2025`,
    `2 IMPORTED import ${title} 2026-trial`,
    `3 IMPORTED import ${title} 2024`,
    "4 RESTORED import HEAD as it was before an older release",
  ]);
  const before = await fingerprint(database);
  await does(
    [path, "--version", "2024"],
    "icd10cm 2024: nothing to do, it is here already",
    counts(51, 51, [0, 0, 0]),
  );
  expect(await fingerprint(database)).toEqual(before);
});

test("lines that are skipped because the caller says so are listed, the rest goes in", async () => {
  const path = program.fixture(ORDER_2026, (text) => `${text}${"nonsense\n".repeat(30)}`);
  const listed = Array.from(
    { length: 20 },
    (_, at) => `  line ${at + 33}: this is no line of an ICD-10-CM order file`,
  );
  await does(
    [path, "--version", "2027", "--skip-bad-lines"],
    "icd10cm 2027: the same content as HEAD, under a new label",
    counts(32, 32, [0, 0, 0, 30]),
    ...listed,
    "  and 10 more",
  );
});

test("options that are of no use with a format are wrong usage", async () => {
  const file = program.fixture(ORDER_2026);
  const map = program.fixture("gem-icd10cm-icd9cm/2018_I10gem.txt");
  const wrong = async (...args: string[]) => (await program.run(...args)).stderr;
  expect([
    await wrong(file),
    await wrong(file, "--version", "1", "--strict"),
    await wrong(map, "--older"),
  ]).toEqual([
    "--version is missing; see --help\n",
    "--organization, --crosswalk, --name and --strict are for crosswalks, not for icd10cm-order files; see --help\n",
    "--unreleased and --older are for code systems, not for gem-icd10cm-icd9cm files; see --help\n",
  ]);
  expect((await program.run(file)).code).toBe(2);
});
