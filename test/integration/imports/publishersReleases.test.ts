import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { zipOf } from "../../support/archives.js";
import { fingerprint } from "../../support/fingerprint.js";
import { fixtureFolder, fixtureMembers, fixtureZip } from "../../support/fixtureArchives.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { conceptsOf } from "./content.js";
import { useImportProgram } from "./program.js";

const testDatabase = useTestDatabase();
const { database } = testDatabase;
const program = useImportProgram(testDatabase);

/** The mappings of a version, or of HEAD, as `A REPLACED-BY B`. */
async function mappingsOf(slug: string, label: string | null = null): Promise<readonly string[]> {
  const rows = await database.reads.execute<{ text: string }>(sql`
    select from_code || ' ' || map_type || ' ' || to_code || ' v' || mapping.version as text
    from code_system join container on container.id = code_system.container_id
    left join version on version.container_id = container.id and version.label = ${label}
    join concept_mapping mapping on mapping.container_id = container.id
      and from_revision <= coalesce(revision, head_revision)
      and to_revision > coalesce(revision, head_revision)
    where slug = ${slug} order by 1`);
  return rows.map(({ text }) => text);
}

/** Runs an import that is refused, and of which nothing stays. */
async function refuses(args: readonly string[], why: RegExp): Promise<void> {
  const before = await fingerprint(database);
  const { code, stdout, stderr } = await program.run(...args);
  expect([code, stdout]).toEqual([1, ""]);
  expect(stderr).toMatch(why);
  expect(await fingerprint(database)).toEqual(before);
}

const RELEASES = [
  ["loinc-csv", "loinc", 6, "1 added, 0 changed, 0 removed"],
  ["rxnorm-rrf", "rxnorm", 8, "6 added, 0 changed, 0 removed"],
  ["ndc-directory", "ndc", 7, null],
  ["snomed-rf2", "snomedusedition", 5, "1 added, 0 changed, 0 removed"],
] as const;

test.each(RELEASES)(
  "%s: a folder, the archive of it, and both again are the same release",
  async (format, slug, concepts, mappings) => {
    const folder = fixtureFolder(format);
    const tried = await program.run(folder, "--version", "1", "--dry-run");
    expect(tried).toMatchObject({ code: 0, stderr: "" });
    expect(await conceptsOf(database, slug)).toEqual([]);
    const first = await program.run(folder, "--version", "1");
    expect(first).toMatchObject({ code: 0, stderr: "" });
    expect(first.stdout).toMatch(new RegExp(`^${slug} 1: imported\n`));
    expect(first.stdout).toContain(`${concepts} concepts, ${concepts} added`);
    if (mappings) expect(first.stdout).toContain(`mappings: ${mappings}`);
    const before = await fingerprint(database);
    const zip = program.file(`${format}.zip`, fixtureZip(format));
    const again = await program.run(zip, "--version", "1");
    expect(again).toMatchObject({ code: 0, stderr: "" });
    expect(again.stdout).toMatch(new RegExp(`^${slug} 1: nothing to do, it is here already\n`));
    expect(again.stdout).toContain("Left aside: readme.txt, a text file");
    expect(await fingerprint(database)).toEqual(before);
  },
);

test.each(RELEASES)("%s: an archive that leads out of itself is refused", async (format) => {
  const members = [...fixtureMembers(format), { name: "../x.csv", content: "x" }];
  const zip = program.file(`${format}-escape.zip`, zipOf(members));
  await refuses([zip, "--version", "2"], /the member "\.\.\/x\.csv" leads out of the archive/);
});

test.each(RELEASES)("%s: an archive that is cut is refused", async (format) => {
  const zip = fixtureZip(format);
  const path = program.file(`${format}-cut.zip`, zip.subarray(0, zip.length - 40));
  await refuses([path, "--version", "2"], /the zip archive is damaged/);
});

test("mappings come and go with the releases that bring them", async () => {
  const change = (from: string, to: string) =>
    zipOf(
      fixtureMembers("loinc-csv").map(({ name, content }) => ({
        name,
        content: String(content).replaceAll(from, to),
      })),
    );
  expect(await mappingsOf("loinc")).toEqual(["99002-8 REPLACED-BY 99001-0 v1"]);
  const other = program.file("other.zip", change('"99002-8","99001-0"', '"99002-8","99003-6"'));
  const second = await program.run(other, "--version", "2");
  expect(second.stdout).toContain("mappings: 1 added, 0 changed, 1 removed");
  expect(second.stdout).toContain("0 added, 0 changed, 0 removed");
  const reworded = change("Say how much instead", "Better said so");
  const third = await program.run(program.file("third.zip", reworded), "--version", "0");
  expect(third).toMatchObject({ code: 1 });
  const older = await program.run(program.file("third.zip", reworded), "--version", "0", "--older");
  expect(older.stdout).toContain("mappings: 1 added, 0 changed, 1 removed");
  expect(await mappingsOf("loinc", "1")).toEqual(["99002-8 REPLACED-BY 99001-0 v1"]);
  expect(await mappingsOf("loinc", "2")).toEqual(["99002-8 REPLACED-BY 99003-6 v1"]);
  expect(await mappingsOf("loinc", "0")).toEqual([expect.stringMatching(/99001-0 v\d$/)]);
  expect(await mappingsOf("loinc")).toEqual(["99002-8 REPLACED-BY 99003-6 v1"]);
});
