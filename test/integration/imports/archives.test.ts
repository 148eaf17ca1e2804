import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { tarballOf, zipOf } from "../../support/archives.js";
import { fingerprint } from "../../support/fingerprint.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { conceptsOf } from "./content.js";
import { useImportProgram } from "./program.js";
import { type Resource, resource } from "./resources.js";

const testDatabase = useTestDatabase();
const { database } = testDatabase;
const program = useImportProgram(testDatabase);

let made = 0;

/** A name that no other file of these tests has. */
function newName(ending: string): string {
  made += 1;
  return `file-${made}.${ending}`;
}

function file(content: Resource, name = newName("json")): string {
  return program.file(name, JSON.stringify(content));
}

async function refuses(args: readonly string[], message: string): Promise<void> {
  const before = await fingerprint(database);
  const stderr = `Refused: ${message}. Nothing was changed.\n`;
  expect(await program.run(...args)).toEqual({ code: 1, stdout: "", stderr });
  expect(await fingerprint(database)).toEqual(before);
}

describe("several of them", () => {
  test("go in each for itself, in a line each", async () => {
    const paths = [
      file(resource("one"), "one.json"),
      file(resource("two", { content: "supplement", supplements: "http://x" }), "two.json"),
      file(resource("three"), "three.json"),
    ];
    expect(await program.run(...paths)).toEqual({
      code: 1,
      stdout:
        "one 1.0.0: imported, 3 concepts, 3 added\n" +
        "three 1.0.0: imported, 3 concepts, 3 added\n2 of 3 files went in\n",
      stderr:
        "two.json: Refused: two.json, CodeSystem.content: it is a supplement to http://x, no code " +
        "system. Nothing was changed.\n",
    });
    const several = await program.run(...paths, "--version", "9");
    expect(several).toMatchObject({ code: 2, stdout: "" });
    expect(several.stderr).toMatch(/^--version and --code-system are for one code system/);
  });

  test("are found in a folder, beside what is none", async () => {
    const folder = mkdtempSync(join(tmpdir(), "termgate-fhir-"));
    const write = (name: string, content: Resource) =>
      writeFileSync(join(folder, name), JSON.stringify(content));
    write("a.json", resource("in-folder"));
    write("b.json", { resourceType: "NamingSystem", id: "v" });
    writeFileSync(join(folder, "c.txt"), "text");
    const run = await program.run(folder);
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(run.stdout).toMatch(/^in-folder 1\.0\.0: imported\n/);
    expect(run.stdout).toMatch(
      /\nLeft aside: b\.json, a FHIR resource in JSON \(NamingSystem\)\nLeft aside: c\.txt, a text file\n$/,
    );
  });
});

describe("a package", () => {
  const member = (name: string, content: Resource) => ({
    name: `package/${name}`,
    content: JSON.stringify(content),
  });

  async function packed(fhirVersion: string, ...resources: readonly Resource[]): Promise<string> {
    const manifest = { name: "made.up", version: "7.1.0", fhirVersions: [fhirVersion] };
    const members = resources.map((one) =>
      member(`${String(one.resourceType)}-${one.id}.json`, one),
    );
    const others = [
      member("package.json", manifest),
      member(".index.json", {}),
      member("example/CodeSystem-no.json", resource("no")),
    ];
    return program.file(newName("tgz"), await tarballOf([...others, ...members]));
  }

  test("gives all its code systems, each whole or not at all, and counts the rest", async () => {
    const path = await packed(
      "4.0.1",
      resource("p-one", { version: undefined }),
      resource("p-two", { copyrightLabel: "R5" }),
      resource("p-three"),
      { resourceType: "NamingSystem", id: "v" },
    );
    const run = await program.run(path);
    expect(run.code).toBe(1);
    expect(run.stdout).toBe(
      "p-one 7.1.0: imported, 3 concepts, 3 added\n" +
        "p-three 1.0.0: imported, 3 concepts, 3 added\n2 of 3 files went in\n" +
        "Left aside: package/package.json, a JSON file\n" +
        "Left aside: package/.index.json, a JSON file\n" +
        "Left aside: package/example/CodeSystem-no.json, fhir-code-system\n" +
        "Left aside: package/NamingSystem-v.json, a FHIR resource in JSON (NamingSystem)\n",
    );
    expect(run.stderr).toBe(
      "package/CodeSystem-p-two.json: Refused: package/CodeSystem-p-two.json, " +
        "CodeSystem.copyrightLabel: R4 does not have it; the file is of R5. Nothing was changed.\n",
    );
  });

  test("gives those that are named by URL or id", async () => {
    const path = await packed("5.0.0", resource("n-one"), resource("n-two"), resource("n-three"));
    const wanted = ["--only", "n-one", "--only", "http://codes.example.org/n-three"];
    const run = await program.run(path, ...wanted);
    expect(run.stdout).toMatch(/^n-one 1\.0\.0: imported.*\nn-three 1\.0\.0: imported.*\n2 of 2/);
    expect(await conceptsOf(database, "n-two")).toEqual([]);
    await refuses([path, "--only", "n-four"], "no file holds n-four");
  });

  test("of another release of FHIR is refused", async () => {
    const path = await packed("3.0.2", resource("old"));
    await refuses([path], `${path}: the package is of FHIR 3.0.2; R4 and R5 are read`);
  });

  test("that leads out of itself is refused before anything goes in", async () => {
    const members = [
      member("CodeSystem-x.json", resource("x-one")),
      { name: "../x", content: "x" },
    ];
    const path = program.file("escape.tgz", await tarballOf(members));
    await refuses([path], 'escape.tgz: the member "../x" leads out of the archive');
  });
});

describe("a publisher's zip archive", () => {
  const order = (name: string) => ({ name, content: orderText });
  const orderText = `00001 001     0 ${"Bypass".padEnd(60)} Bypass of the Nervous System\n`;

  test("gives the member that is recognised, and names the others", async () => {
    const path = program.file(
      "icd10pcs.zip",
      zipOf([order("Code Descriptions/order.txt"), { name: "readme.txt", content: "Hello\n" }]),
    );
    const run = await program.run(path, "--version", "2025");
    expect(run).toEqual({
      code: 0,
      stdout:
        "icd10pcs 2025: imported\n" +
        "  1 read, 1 concepts, 1 added, 0 changed, 0 removed, 0 retired, 0 skipped\n" +
        "Left aside: readme.txt, a text file\n",
      stderr: "",
    });
  });

  test("is refused where nothing or too much is recognised", async () => {
    const none = program.file("none.zip", zipOf([{ name: "readme.txt", content: "Hello\n" }]));
    await refuses(
      [none, "--version", "1"],
      `${none} holds no file of a known format: it has readme.txt (a text file)`,
    );
    const mvx = { name: "mvx.txt", content: "OK|Name||Active|2020/01/02\n" };
    const two = program.file("two.zip", zipOf([order("order.txt"), mvx]));
    await refuses(
      [two, "--version", "1"],
      "order.txt (icd10pcs-order) and mvx.txt (mvx-flat) are of several formats; say which by --format",
    );
    const chosen = await program.run(two, "--version", "1", "--format", "mvx-flat");
    expect(chosen.stdout).toMatch(/^mvx 1: imported\n/);
    const meant = await program.run(two, "--version", "1", "--code-system", "mvx");
    expect(meant.stdout).toMatch(/^mvx 1: nothing to do/);
  });

  test("is refused where it is damaged", async () => {
    const whole = zipOf([order("order.txt")]);
    const path = program.file("cut.zip", whole.subarray(0, 60));
    const run = await program.run(path, "--version", "1");
    expect(run).toMatchObject({ code: 1, stdout: "" });
    expect(run.stderr).toMatch(/^Refused: cut\.zip: the zip archive is damaged: /);
  });
});
