import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { createCrosswalk } from "../../../src/commands/crosswalks/createCrosswalk.js";
import { commandsOf } from "../../support/commands.js";
import { fingerprint } from "../../support/fingerprint.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { memberOf } from "../../support/viewers.js";
import { useImportProgram } from "./program.js";

const testDatabase = useTestDatabase();
const { database } = testDatabase;
const program = useImportProgram(testDatabase);
const ORDER = "icd10cm-order/icd10cm-order-2025.txt";
const GEM = "gem-icd10cm-icd9cm/2018_I10gem.txt";
const FLAWED = [
  "--format",
  "icd10cm-order",
  "--code-system",
  "icd10cm",
  "--version",
  "2030",
] as const;

// What is here already: a release, and a crosswalk that maps its codes.
beforeAll(async () => {
  const release = await program.run(program.fixture(ORDER), "--version", "2025");
  expect(release.code).toBe(0);
  const map = await program.run(program.fixture(GEM), "--version", "2018");
  expect(map.code).toBe(0);
});

/** Runs an import that must be refused with these lines, and must change nothing. */
async function refuses(args: readonly string[], ...lines: string[]): Promise<void> {
  const before = await fingerprint(database);
  expect(await program.run(...args)).toEqual({
    code: 1,
    stdout: "",
    stderr: `${lines.join("\n")}\n`,
  });
  expect(await fingerprint(database)).toEqual(before);
}

const refused = (why: string) => `Refused: ${why}. Nothing was changed.`;

describe("what is no such file", () => {
  test("a file that is missing", async () => {
    const path = "/nowhere/icd10cm.txt";
    await refuses([path, "--version", "1"], refused(`${path}: there is no such file`));
  });

  test("a directory", async () => {
    const path = mkdtempSync(join(tmpdir(), "termgate-empty-"));
    await refuses([path, "--version", "1"], refused(`${path}: this is a directory`));
  });

  test("an empty file", async () => {
    const path = program.file("empty.txt", "");
    const what = `${path} is of no known format: it seems to be an empty file; --help lists the formats`;
    await refuses([path, "--version", "1"], refused(what));
    await refuses([path, ...FLAWED], refused("no code was read from empty.txt"));
  });

  test("a file of another format than was said", async () => {
    const path = program.fixture("cvx-xml/cvx.xml");
    await refuses(
      [path, ...FLAWED],
      refused(`${path} is not of format icd10cm-order: it seems to be cvx-xml`),
    );
  });

  test("a file of another code system than was said", async () => {
    const path = program.fixture("cvx-xml/cvx.xml");
    await refuses(
      [path, "--code-system", "icd10cm", "--version", "1"],
      refused("cvx-xml files hold cvx, not icd10cm"),
    );
    const map = program.fixture(GEM);
    await refuses(
      [map, "--code-system", "cvx"],
      refused("gem-icd10cm-icd9cm files map icd10cm to icd9cm, not cvx"),
    );
  });

  test("two files where the format has one", async () => {
    const files = [program.fixture(ORDER), program.fixture("icd10cm-order/icd10cm-order-2026.txt")];
    await refuses(
      [...files, "--version", "2031"],
      refused("icd10cm-order reads one file at a time; 2 were given"),
    );
  });
});

describe("lines that can't be read", () => {
  test("a file that was cut in the middle of a line", async () => {
    const path = program.fixture(ORDER, (text) => text.slice(0, 5000));
    await refuses(
      [path, "--version", "2030"],
      refused("The file has lines that can't be read"),
      "  line 41: the file ends in the middle of line 41",
    );
  });

  test("lines of no shape, codes given twice, codes that belong to none", async () => {
    const path = program.fixture(ORDER, (text) => {
      const lines = text.split("\n");
      lines[6] = `x${lines[6]}`;
      lines.splice(17, 1);
      return [...lines.slice(0, -1), lines[1], ""].join("\n");
    });
    await refuses(
      [path, "--version", "2030"],
      refused("The file has lines that can't be read"),
      "  line 7: this is no line of an ICD-10-CM order file",
      "  line 18: no code that B88.0 belongs to stands above it",
      "  line 51: the code A00.0 stands on line 2 already",
    );
  });

  test("so many that the file is given up", async () => {
    const path = program.fixture(ORDER, (text) => text + "nonsense\n".repeat(30));
    const lines = Array.from({ length: 20 }, (_, at) => at + 52);
    await refuses(
      [path, "--version", "2030"],
      refused("The file has many lines that can't be read; the first 20 are"),
      ...lines.map((line) => `  line ${line}: this is no line of an ICD-10-CM order file`),
    );
  });
});

describe("versions that can't be", () => {
  test("a label that is reserved or malformed", async () => {
    const path = program.fixture(ORDER);
    await refuses(
      [path, "--version", "HEAD"],
      refused(`"HEAD" can't be a version's label: it is reserved`),
    );
    const rule = "letters, digits and -._@ are allowed, 1 to 255 of them";
    await refuses([path, "--version", "a b"], refused(`"a b" can't be a version's label: ${rule}`));
  });

  test("a label that names other content", async () => {
    const path = program.fixture("icd10cm-order/icd10cm-order-2026.txt");
    await refuses(
      [path, "--version", "2025"],
      refused("Version 2025 of icd10cm is here with other content; choose another label"),
    );
  });

  test("a release that is older than the newest", async () => {
    const path = program.fixture("icd10cm-order/icd10cm-order-2026.txt");
    const what =
      "Version 2024 is older than 2025, which icd10cm has; " +
      "--older puts it in as a version and leaves HEAD as it is";
    await refuses([path, "--version", "2024"], refused(what));
    await refuses([path, "--version", "2024", "--unreleased"], refused(what));
  });

  test("a release of a crosswalk that is here otherwise", async () => {
    const path = program.fixture(GEM, (text) => text.replace("0010  00000", "0010  10000"));
    await refuses(
      [path, "--version", "2018"],
      refused('Release 2018 of "GEM ICD-10-CM to ICD-9-CM" is here with other content'),
    );
  });
});

describe("crosswalks that can't be", () => {
  test("of an organization that is none", async () => {
    await refuses(
      [program.fixture(GEM), "--organization", "Nobody"],
      refused("There is no organization Nobody"),
    );
  });

  test("while the newest version is a draft", async () => {
    const context = commandsOf(database, await memberOf(database, "Demo"));
    const made = await createCrosswalk(context, { name: "Drafted", draft: true, mappings: [] });
    expect(made.ok).toBe(true);
    await refuses(
      [program.fixture(GEM), "--name", "Drafted"],
      refused("Version 1 of the crosswalk is a draft; publish or discard it first"),
    );
  });

  test("where two have that name", async () => {
    const context = commandsOf(database, await memberOf(database, "Demo"));
    for (const draft of [false, false]) await createCrosswalk(context, { name: "Twin", draft });
    await refuses(
      [program.fixture(GEM), "--name", "Twin"],
      refused(
        'Demo has 2 crosswalks named "Twin"; give them names of their own, or say which by its identifier',
      ),
    );
  });

  test("of nothing but unknown codes, when they are to be left out", async () => {
    const path = program.fixture(GEM, (text) => text.slice(text.indexOf("A021")));
    await refuses(
      [path, "--name", "Strict", "--strict"],
      refused("Every mapping of the file has a code that is unknown"),
    );
  });
});

test("what was refused decides nothing about the demo content", async () => {
  const facts = await database.reads.execute(sql`select name, value from installation_fact`);
  // Decided by the imports that the tests began with.
  expect([...facts]).toEqual([{ name: "demo-content", value: "NONE" }]);
});
