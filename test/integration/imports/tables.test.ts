import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { commandsOf, makeCrosswalk, mapped } from "../../support/commands.js";
import { fingerprint } from "../../support/fingerprint.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { grantLicence, memberOf } from "../../support/viewers.js";
import { useImportProgram } from "./program.js";
import { tablesOf } from "./tables.js";

const testDatabase = useTestDatabase();
const { database } = testDatabase;
const program = useImportProgram(testDatabase);
const { put, taken } = tablesOf(program);
const HEADER = "sourceCodeSystem,sourceCode,targetCodeSystem,targetCode,relationship,noMap";
const lines = (...all: readonly string[]) => `${all.join("\r\n")}\r\n`;

describe("a table", () => {
  const table = lines(
    `${HEADER},attribute:note,attribute:by,remark`,
    'icd9cm,0010,icd10cm,A000,equivalent,,"one, ""two""\r\nthree",me,x',
    'icd9cm,001.1,icd10cm,A00.1,,,"",,y',
    "icd9cm,0019,icd10cm,,,true,,,",
  );
  const same = lines(
    `${HEADER},attribute:note,attribute:by`,
    'icd9cm,001.0,icd10cm,A00.0,EQUIVALENT,,"one, ""two""\r\nthree",me',
    'icd9cm,001.1,icd10cm,A00.1,,,"",',
    "icd9cm,001.9,icd10cm,,,true,,",
  );
  let identifier = "";

  test("is tried out first, which changes nothing", async () => {
    const before = await fingerprint(database);
    const { code, said } = await put(
      table,
      "--crosswalk",
      "Mine",
      "--organization",
      "Demo",
      "--dry-run",
    );
    expect([code, said]).toEqual([
      0,
      [
        '"Mine" ID, version 1: imported',
        "  3 read, 2 pairs, 1 no-maps, 0 repeats, 3 added, 0 changed, 0 removed, 0 skipped",
        "  columns not read: remark",
        "  This was a dry run: nothing was changed.",
      ],
    ]);
    expect(await fingerprint(database)).toEqual(before);
  });

  test("becomes a version, its codes in their systems' own forms, and comes out as it went in", async () => {
    const done = await put(table, "--crosswalk", "Mine", "--organization", "Demo");
    expect(done.code).toBe(0);
    identifier = done.identifier;
    expect(await taken(identifier)).toBe(same);
  });

  test("changes nothing when it comes again, as it was or as it came out", async () => {
    const before = await fingerprint(database);
    for (const [text, which] of [
      [table, "Mine"],
      [same, identifier],
      [`\ufeff${same.replaceAll("\r\n", "\n").replace('two""\n', 'two""\r\n')}`, identifier],
    ] as const) {
      const { code, said } = await put(text, "--crosswalk", which, "--organization", "Demo");
      expect([code, said[0]]).toEqual([
        0,
        '"Mine" ID, version 1: nothing to do, it is here already',
      ]);
    }
    expect(await fingerprint(database)).toEqual(before);
  });

  test("with its columns in another order leaves attributes in the order of their first mention", async () => {
    const other = lines(
      "attribute:new,attribute:by,attribute:note,targetCode,targetCodeSystem,sourceCode,sourceCodeSystem",
      '1,me,"one, ""two""\r\nthree",A00.0,icd10cm,001.0,icd9cm',
    );
    await put(other, "--crosswalk", identifier, "--organization", "Demo");
    expect((await taken(identifier)).split("\r\n")[0]).toBe(
      `${HEADER},attribute:note,attribute:by,attribute:new`,
    );
    expect(await taken(identifier, "--version", "1")).toBe(same);
  });

  test("merges pairs that it gives twice", async () => {
    const { identifier: merged, said } = await put(
      lines(
        `${HEADER},attribute:a,attribute:b`,
        "ndc,1,rxnorm,2,EQUIVALENT,,x,",
        "icd9cm,0010,ndc,3,,,,",
        "ndc,1,rxnorm,2,RELATED_TO,,,y",
        "icd9cm,001.0,ndc,3,,,1,",
        "ndc,1,rxnorm,2,,,z,",
      ),
      ...["--crosswalk", "Merged", "--organization", "Demo"],
    );
    expect(said[1]).toBe(
      "  5 read, 2 pairs, 0 no-maps, 3 repeats, 2 added, 0 changed, 0 removed, 0 skipped",
    );
    expect(await taken(merged)).toBe(
      lines(
        `${HEADER},attribute:a,attribute:b`,
        "icd9cm,001.0,ndc,3,,,1,",
        "ndc,1,rxnorm,2,RELATED_TO,,z,y",
      ),
    );
  });

  test("of somebody's own columns says where it has what", async () => {
    const path = program.file("own.tsv", 'Old\tNew\tWhy\n0010\tA000\t5" long\n0011\tA001\t\n');
    const { code, stdout } = await program.run(
      ...[path, "--format", "crosswalk-tsv", "--crosswalk", "Own", "--unquoted"],
      ...["--organization", "Demo", "--column", "sourceCode=Old", "--column", "targetCode=New"],
      ...["--column", "attribute:why=Why", "--value", "sourceCodeSystem=icd9cm"],
      ...["--value", "targetCodeSystem=icd10cm", "--value", "relationship=EQUIVALENT"],
    );
    expect(code).toBe(0);
    expect(await taken(/[-0-9a-f]{36}/.exec(stdout)?.[0] ?? "")).toBe(
      lines(
        `${HEADER},attribute:why`,
        'icd9cm,001.0,icd10cm,A00.0,EQUIVALENT,,"5"" long"',
        "icd9cm,001.1,icd10cm,A00.1,EQUIVALENT,,",
      ),
    );
  });
});

describe("lines that can't be read", () => {
  const flawed = lines(
    `${HEADER},attribute:a`,
    "ndc,1,rxnorm,2,,,",
    ",,a b,2,,,",
    "ndc,1,rxnorm",
    "ndc,1,rxnorm,3,same,maybe,",
    `ndc,${"9".repeat(256)},rxnorm,3,,,${"x".repeat(5001)}`,
    "ndc,5,rxnorm,,,,",
    "ndc,6,rxnorm,7,,true,",
    'ndc,7,rxnorm,,EQUIVALENT,true,""',
    "ndc,1,rxnorm,,,true,",
  );
  const reasons = [
    '  line 3: sourceCodeSystem is missing; sourceCode is missing; targetCodeSystem "a b" is no slug',
    "  line 4: there are 3 fields under 7 headers",
    '  line 5: noMap "maybe" is neither true nor false; relationship "same" is none of RELATED_TO, ' +
      "EQUIVALENT, SOURCE_IS_NARROWER_THAN_TARGET, SOURCE_IS_BROADER_THAN_TARGET, NOT_RELATED_TO",
    "  line 6: sourceCode is 256 characters long; at most 255 are allowed; " +
      "Custom attribute value is 5001 characters long; at most 5000 are allowed",
    "  line 7: targetCode is missing",
    "  line 8: noMap is true, and yet there is a targetCode",
    "  line 9: a row whose noMap is true can have no relationship",
  ];
  const to = ["--crosswalk", "Flawed", "--organization", "Demo"];

  test("are all listed with their reasons, and nothing goes in", async () => {
    const before = await fingerprint(database);
    for (const args of [to, [...to, "--dry-run"]]) {
      expect(await put(flawed, ...args)).toMatchObject({
        code: 1,
        said: ["Refused: The file has lines that can't be read. Nothing was changed.", ...reasons],
      });
    }
    expect(await fingerprint(database)).toEqual(before);
  });

  test("are left out where that is said, a no-map with targets too", async () => {
    const { code, said, identifier } = await put(flawed, ...to, "--skip-bad-lines");
    expect([code, said.slice(1)]).toEqual([
      0,
      [
        "  1 read, 1 pairs, 0 no-maps, 0 repeats, 1 added, 0 changed, 0 removed, 8 skipped",
        ...reasons,
        "  line 10: nothing is to correspond to 1, which has targets too",
      ],
    ]);
    expect(await taken(identifier)).toBe(lines(HEADER, "ndc,1,rxnorm,2,,"));
  });

  test("are all listed by a dry run, however many there are", async () => {
    const many = lines(HEADER, ...Array.from({ length: 150 }, () => "ndc,1,rxnorm,,,"));
    expect((await put(many, ...to)).said).toHaveLength(21);
    expect((await put(many, ...to, "--dry-run")).said).toHaveLength(151);
  });

  test.each([
    [
      "a column that is missing",
      "sourceCode,targetCode\n1,2\n",
      "table.csv: no column holds sourceCodeSystem; the columns are sourceCode, targetCode",
    ],
    [
      "a column that is there twice",
      `${HEADER},noMap\n`,
      "table.csv: two columns are called noMap",
    ],
    ["no rows", `${HEADER}\n`, "The file holds no mappings"],
    [
      "a quotation mark that is not closed",
      `${HEADER}\nndc,"1,rxnorm,2,,\n`,
      "table.csv, line 2: a quotation mark opens a field and nothing closes it",
    ],
    [
      "a code system's name in place of its slug",
      `${HEADER}\nndc,1,ICD-10-CM,2,,\n`,
      "There is no code system ICD-10-CM; is icd10cm meant?",
    ],
    [
      "codes of a code system without its licence",
      `${HEADER}\nndc,1,cpt2025,2,,\n`,
      "cpt2025 needs the CPT licence of the American Medical Association, which Demo does not hold",
    ],
    [
      "codes of a new year of it",
      `${HEADER}\ncpt2031,1,ndc,2,,\n`,
      "cpt2031 needs the CPT licence of the American Medical Association, which Demo does not hold",
    ],
  ])("refuse the file: %s", async (_, text, why) => {
    const before = await fingerprint(database);
    const { code, said } = await put(text, ...to);
    expect([code, said]).toEqual([1, [`Refused: ${why}. Nothing was changed.`]]);
    expect(await fingerprint(database)).toEqual(before);
  });
});

describe("code systems that nobody knows", () => {
  test("are registered for the organization and take every code", async () => {
    const text = lines(HEADER, "ourlab,x-1,loinc,1234-5,,", "ourlab,x-2,cpt2031,7,,");
    await grantLicence(database, { to: "Demo", licensor: "AMA" });
    const { said, identifier } = await put(text, "--crosswalk", "Lab", "--organization", "Demo");
    expect(said[2]).toBe("  new code systems, which take every code: cpt2031, ourlab");
    expect(await taken(identifier)).toBe(
      lines(HEADER, "ourlab,x-1,loinc,1234-5,,", "ourlab,x-2,cpt2031,7,,"),
    );
    const rows = await database.reads.execute(sql`
      select slug, content, licensor, organization.name as owner from code_system
      join repository using (container_id) join organization on organization.id = owner_organization_id
      where slug in ('ourlab', 'cpt2031') order by slug`);
    expect([...rows]).toEqual([
      { slug: "cpt2031", content: "NOT_PRESENT", licensor: "AMA", owner: "Demo" },
      { slug: "ourlab", content: "NOT_PRESENT", licensor: null, owner: "Demo" },
    ]);
    const again = await put(text, "--crosswalk", "Lab", "--organization", "Demo");
    expect(again.said).toHaveLength(2);
  });
});

describe("which crosswalk it is", () => {
  const text = lines(HEADER, "ndc,1,rxnorm,2,,");

  test("one of another organization is none", async () => {
    const theirs = commandsOf(database, await memberOf(database, "Other"));
    const identifier = await makeCrosswalk(theirs, { mappings: [mapped("1", "3")] });
    for (const which of [identifier, "00000000-0000-4000-8000-000000000000"]) {
      expect((await put(text, "--crosswalk", which, "--organization", "Demo")).said).toEqual([
        `Refused: The organization has no crosswalk ${which}. Nothing was changed.`,
      ]);
    }
  });

  test("it must be said, for a table has no name of its own", async () => {
    expect(await put(text, "--organization", "Demo")).toMatchObject({
      code: 2,
      said: ["--crosswalk is missing; see --help"],
    });
  });
});
