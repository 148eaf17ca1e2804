import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { createCrosswalk } from "../../../src/commands/crosswalks/createCrosswalk.js";
import { commandsOf } from "../../support/commands.js";
import { fingerprint } from "../../support/fingerprint.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { memberOf } from "../../support/viewers.js";
import { conceptsOf, versionsOf } from "./content.js";
import { useImportProgram } from "./program.js";
import { type Resource, resource } from "./resources.js";

const testDatabase = useTestDatabase();
const { database } = testDatabase;
const program = useImportProgram(testDatabase);
const TEA = "fhir-code-system/CodeSystem-tea-kinds.json";

let made = 0;

/** A name that no other file of these tests has. */
function newName(ending: string): string {
  made += 1;
  return `file-${made}.${ending}`;
}

function file(content: Resource, name = newName("json")): string {
  return program.file(name, JSON.stringify(content));
}

/** Where a code system is, whose it is, and how much of it is here. */
async function registered(slug: string) {
  const [row] = await database.reads.execute(sql`
    select short_code, organization.name as owner, display_name, repository.name, full_name,
      description, canonical_url, default_locale, content, extras
    from code_system join repository using (container_id)
    join organization on organization.id = owner_organization_id where slug = ${slug}`);
  return row;
}

/** Which of the codes a crosswalk does not take as targets. */
async function refusedCodes(targetCodeSystem: string, ...codes: readonly string[]) {
  const context = commandsOf(database, await memberOf(database, "Demo"));
  const targets = codes.map((targetCode) => ({ targetCode }));
  const mapping = { sourceCodeSystem: "ndc", sourceCode: "1", targetCodeSystem, targets };
  const result = await createCrosswalk(context, { name: "n", draft: false, mappings: [mapping] });
  return result.ok ? result.value.invalidCodes : result.failure;
}

async function refuses(args: readonly string[], message: string): Promise<void> {
  const before = await fingerprint(database);
  const stderr = `Refused: ${message}. Nothing was changed.\n`;
  expect(await program.run(...args)).toEqual({ code: 1, stdout: "", stderr });
  expect(await fingerprint(database)).toEqual(before);
}

describe("a CodeSystem of FHIR", () => {
  test("that nobody knows is registered, with its owner, and goes in whole", async () => {
    const run = await program.run(program.fixture(TEA));
    expect(run).toEqual({
      code: 0,
      stdout:
        "tea-kinds 1.2.0: imported\n" +
        "  8 read, 8 concepts, 8 added, 0 changed, 0 removed, 1 retired, 0 skipped\n",
      stderr: "",
    });
    expect(await registered("tea-kinds")).toEqual({
      short_code: "tea-kinds",
      owner: "tea.example.org",
      display_name: "The Tea Society",
      name: "TeaKinds",
      full_name: "Kinds of Tea",
      description: "What is poured, by how the leaves are treated.",
      canonical_url: "http://tea.example.org/CodeSystem/tea-kinds",
      default_locale: "en",
      content: "COMPLETE",
      extras: {
        publisher: "The Tea Society",
        copyright: "Free for all.",
        status: "active",
        experimental: false,
        date: "2025-03-01",
        caseSensitive: true,
        hierarchyMeaning: "is-a",
      },
    });
    expect(await conceptsOf(database, "tea-kinds")).toEqual([
      'black v1 "Black tea" < tea',
      'blend v1 "Blended tea" < black',
      'brick v1 "Brick tea" (retired) < tea',
      'genmaicha v1 "Genmaicha" < blend green',
      'green v1 "Green tea" < tea',
      'gyokuro v1 "gyokuro" < green',
      'matcha v1 "Matcha" < green',
      'tea v1 "Tea"',
    ]);
    expect(await versionsOf(database, "tea-kinds")).toEqual(["1.2.0 r1 released leads"]);
  });

  test("is found again by its URL, and changes nothing when it comes again", async () => {
    const again = await program.run(program.fixture(TEA));
    expect(again.stdout).toMatch(/^tea-kinds 1\.2\.0: nothing to do, it is here already\n/);
    const next = program.fixture(TEA, (text) =>
      text.replace('"1.2.0"', '"1.10.0"').replace('"Matcha"', '"Ground tea"'),
    );
    expect((await program.run(next)).stdout).toMatch(
      /^tea-kinds 1\.10\.0: imported\n {2}8 read, 8 concepts, 0 added, 1 changed, 0 removed/,
    );
    expect(await versionsOf(database, "tea-kinds")).toEqual([
      "1.2.0 r1 released",
      "1.10.0 r2 released leads",
    ]);
    await refuses(
      [program.fixture(TEA, (text) => text.replace('"Matcha"', '"Powder"'))],
      "Version 1.2.0 of tea-kinds is here with other content; choose another label",
    );
  });

  test("goes where --code-system says, and into what the catalog knows by its URL", async () => {
    const ours = await program.run(file(resource("ours")), "--code-system", "our-own");
    expect(ours.stdout).toMatch(/^our-own 1\.0\.0: imported\n/);
    expect(await registered("our-own")).toMatchObject({ short_code: "ours" });
    const known = file(
      resource("x", {
        url: "http://hl7.org/fhir/sid/icd-10-cm",
        concept: [{ code: "A00", concept: [{ code: "A000" }] }],
      }),
    );
    expect((await program.run(known, "--version", "x1")).stdout).toMatch(/^icd10cm x1: imported\n/);
    expect(await conceptsOf(database, "icd10cm")).toEqual([
      'A00 v1 "A00"',
      'A00.0 v1 "A000" < A00',
    ]);
  });

  test("is HL7's, or whose the command says, under a slug of its own", async () => {
    const url = "http://terminology.hl7.org/CodeSystem/Same";
    expect((await program.run(file(resource("Same", { url })))).stdout).toMatch(/^same 1\.0\.0/);
    expect(await registered("same")).toMatchObject({ owner: "HL7", short_code: "Same" });
    const other = file(resource("Same"));
    expect((await program.run(other, "--owner", "Demo")).stdout).toMatch(/^same-demo 1\.0\.0/);
    expect(await registered("same-demo")).toMatchObject({ owner: "Demo", short_code: "Same" });
    await refuses(
      [other, "--owner", "HL7"],
      "http://codes.example.org/Same is here as same-demo, which is Demo's",
    );
    await refuses(
      [file(resource("Same", { url: `${url}/2` }))],
      "HL7 has another code system or collection Same; say by --code-system which one the file " +
        "holds, or by --owner whose it is",
    );
    await refuses(
      [other, "--code-system", "same"],
      `The file is of http://codes.example.org/Same, and same is ${url}`,
    );
    await refuses(
      [file(resource("Owned")), "--owner", "no name"],
      '"no name" can\'t be the name of an organization: letters, digits and -._@ are allowed, 1 to 255 of them',
    );
  });

  test("has the language of its texts, and a label that a URL can hold", async () => {
    const german = file(resource("german", { language: "de", version: "May 2021" }));
    expect((await program.run(german)).stdout).toMatch(/^german May-2021: imported\n/);
    expect(await registered("german")).toMatchObject({ default_locale: "de" });
  });

  test("of which a part is here takes the other codes too", async () => {
    const part = await program.run(file(resource("part", { content: "fragment" })));
    expect(part.stdout).toMatch(/^part 1\.0\.0: imported\n/);
    expect(await registered("part")).toMatchObject({ content: "FRAGMENT" });
    expect(await refusedCodes("part", "other")).toEqual([]);
    await program.run(file(resource("part", { version: "2.0.0", content: "complete" })));
    expect(await registered("part")).toMatchObject({ content: "COMPLETE" });
    expect(await refusedCodes("part", "other")).toEqual(["other"]);
    await refuses(
      [file(resource("part", { version: "3.0.0", content: "example" }))],
      "The file holds a part of the codes only, and part has all of its own",
    );
  });

  test("without content is registered, once", async () => {
    const nothing = file(resource("later", { content: "not-present", concept: undefined }));
    const run = await program.run(nothing);
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(run.stdout).toMatch(/^later 1\.0\.0: registered, without content\n/);
    expect(await registered("later")).toMatchObject({ content: "NOT_PRESENT" });
    expect(await versionsOf(database, "later")).toEqual([]);
    expect((await program.run(nothing)).stdout).toMatch(/^later 1\.0\.0: nothing to do/);
  });

  test("that is only tried out leaves nothing, no code system and no owner", async () => {
    const before = await fingerprint(database);
    const run = await program.run(file(resource("tried")), "--dry-run");
    expect(run.stdout).toMatch(/^tried 1\.0\.0: imported\n.*\n {2}This was a dry run/);
    expect(await fingerprint(database)).toEqual(before);
  });
});

describe("a CodeSystem that is refused", () => {
  const refusedFor = (more: Resource) => file(resource("bad", more), "bad.json");

  test("names no version, no url, no owner", async () => {
    await refuses(
      [refusedFor({ version: undefined })],
      "The file names no version; say by --version what it is",
    );
    await refuses(
      [refusedFor({ url: undefined })],
      "The file names no url; say which code system it holds by --code-system",
    );
    await refuses(
      [refusedFor({ url: "urn:oid:1.2.3" })],
      "The file does not say whose it is; name the owner by --owner",
    );
  });

  test("has a circle in its hierarchy", async () => {
    const below = (code: string, parent: string) => ({
      code,
      property: [{ code: "parent", valueCode: parent }],
    });
    const concept = [below("x", "a"), below("a", "b"), below("b", "c"), below("c", "a")];
    const run = await program.run(refusedFor({ concept }));
    expect(run.stderr).toMatch(
      /^Refused: The hierarchy goes round in a circle: (a is below b is below c is below a|b is below c is below a is below b|c is below a is below b is below c)\. Nothing was changed\.\n$/,
    );
    await refuses(
      [refusedFor({ concept: [below("s", "s")] })],
      "The hierarchy goes round in a circle: s is below s",
    );
  });

  test("names parents or children that it does not hold", async () => {
    const property = [{ code: "parent", valueCode: "none" }];
    const run = await program.run(refusedFor({ concept: [{ code: "a", property }] }));
    expect(run).toEqual({
      code: 1,
      stdout: "",
      stderr:
        "Refused: The file names parents that it does not hold. Nothing was changed.\n" +
        "  line 1: a is below none\n",
    });
    await refuses(
      [refusedFor({ concept: [{ code: "a", property: [{ code: "child", valueCode: "no" }] }] })],
      "The file names concepts below others that it does not hold: no below a",
    );
  });

  test("has concepts that can't be read, each with its path", async () => {
    const concept = [{ code: "a" }, { display: "none" }, { code: "a" }];
    const path = refusedFor({ concept });
    expect((await program.run(path)).stderr).toBe(
      "Refused: The file has lines that can't be read. Nothing was changed.\n" +
        "  line 1: CodeSystem.concept[1]: there is no code\n" +
        "  line 1: CodeSystem.concept[2]: the code a stands at CodeSystem.concept[0] already\n",
    );
    const skipped = await program.run(path, "--skip-bad-lines", "--dry-run");
    expect(skipped.stdout).toMatch(/1 read, 1 concepts, 1 added, .* 2 skipped\n/);
  });

  test("is another resource, or of another format than was said", async () => {
    const path = file({ resourceType: "NamingSystem", id: "v" }, "v.json");
    await refuses(
      [path],
      `${path} is of no known format: it seems to be a FHIR resource in JSON (NamingSystem); --help lists the formats`,
    );
    await refuses(
      [path, "--format", "fhir-code-system"],
      "v.json, resourceType: this is a NamingSystem, not a CodeSystem",
    );
    const good = file(resource("good"), "good.json");
    await refuses(
      [good, "--format", "icd10pcs-order"],
      `${good} is not of format icd10pcs-order: it seems to be fhir-code-system`,
    );
  });
});
