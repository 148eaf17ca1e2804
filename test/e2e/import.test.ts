import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { formats } from "../../src/importers/formats.js";
import { findRunning } from "../../src/store/embedded/embedded.js";
import { demoOf } from "./demo.js";
import { fixturePath } from "./fixtures.js";
import { startTermgate, type Termgate } from "./termgate.js";
import { compileFirst, START_LIMIT, useWorkplace } from "./workplace.js";

const workplace = useWorkplace();
const data = workplace.data("data");
const ORDER_2025 = fixturePath("icd10cm-order/icd10cm-order-2025.txt");
const ORDER_2026 = fixturePath("icd10cm-order/icd10cm-order-2026.txt");
const TITLES = ["LONG", "SHORT"].map((length) =>
  fixturePath(`icd9cm-dx-titles/CMS32_DESC_${length}_DX.txt`),
);
const GEM = fixturePath("gem-icd10cm-icd9cm/2018_I10gem.txt");

beforeAll(() => compileFirst(workplace), START_LIMIT);

function begin(args: readonly string[], directory = data) {
  return workplace.run("cli/import", args, { env: { DATA_DIR: directory } });
}

async function run(args: readonly string[], directory = data) {
  const program = begin(args, directory);
  const { code } = await program.ended;
  return { code, stdout: program.stdout, stderr: program.stderr };
}

/** An order file that takes a while: every code from A00 on with ten below it, and ten below each. */
function longFile(name: string, headers: number): string {
  const digits = [..."0123456789"];
  const lines: string[] = [];
  const add = (code: string, flag: number) => {
    const number = String((lines.length % 99_999) + 1).padStart(5, "0");
    const title = `Condition ${code}`;
    lines.push(`${number} ${code.padEnd(7)} ${flag} ${title.padEnd(60)} ${title}, in full length`);
  };
  for (let at = 0; at < headers; at += 1) {
    const header = `${String.fromCharCode(65 + Math.floor(at / 100))}${String(at % 100).padStart(2, "0")}`;
    add(header, 0);
    for (const fourth of digits) {
      add(`${header}${fourth}`, 0);
      for (const fifth of digits) add(`${header}${fourth}${fifth}`, 1);
    }
  }
  const path = join(workplace.root, name);
  writeFileSync(path, `${lines.join("\n")}\n`);
  return path;
}

test("--help lists every format", async () => {
  const { code, stdout, stderr } = await run(["--help"]);
  expect([code, stderr]).toEqual([0, ""]);
  const [, listed = ""] = stdout.split("\nFormats:\n");
  expect(
    listed
      .split("\n\n")[0]
      ?.split("\n")
      .map((line) => line.trim().split(/ {2,}/)),
  ).toEqual(formats.map(({ name, title }) => [name, title]));
});

describe.concurrent("wrong usage is said in one line and does nothing", () => {
  const names = formats.map(({ name }) => name).join(", ");
  test.each([
    [[], "name at least one file"],
    [[ORDER_2026], "--version is missing"],
    [[ORDER_2026, "--format", "icd10"], `--format icd10 is none of ${names}`],
    [[ORDER_2026, "--version"], "Option '--version <value>' argument missing"],
    [
      [GEM, "--older"],
      "--unreleased and --older are for code systems, not for gem-icd10cm-icd9cm files",
    ],
  ])("%j", async (args, line) => {
    const nowhere = workplace.data("nowhere");
    const { code, stdout, stderr } = await run(args, nowhere);
    expect([code, stdout, stderr]).toEqual([2, "", `${line}; see --help\n`]);
    expect(await findRunning(nowhere)).toBeNull();
  });

  test("an unknown option", async () => {
    const { code, stderr } = await run([ORDER_2026, "--bogus"], workplace.data("nowhere"));
    expect(code).toBe(2);
    expect(stderr).toMatch(/^Unknown option '--bogus'.*; see --help\n$/);
  });
});

describe("beside a server or without one", () => {
  let server: Termgate;

  test("without one, on data that is not there yet, it goes in and ends the database", async () => {
    const program = workplace.start(
      "npm",
      ["run", "--silent", "import", "--", ORDER_2025, "--version", "2025"],
      { env: { DATA_DIR: data } },
    );
    expect(await program.ended).toEqual({ code: 0, signal: null });
    expect([program.stdout, program.stderr]).toEqual([
      "icd10cm 2025: imported\n" +
        "  51 read, 51 concepts, 51 added, 0 changed, 0 removed, 0 retired, 0 skipped\n",
      [25, 50, 75, 100].map((percent) => `icd10cm-order-2025.txt: ${percent}%\n`).join(""),
    ]);
    await workplace.allGone(data);
  });

  test("a server that comes afterwards loads no demo content", async () => {
    server = await startTermgate(workplace, { data });
    expect(server.program.stderr).toBe("");
    expect(await demoOf(server)).toEqual({
      codeSystems: 16,
      releases: ["icd10cm COMPLETE 2025 true 51 51"],
      crosswalks: [],
    });
  });

  test("the server sees at once what comes in beside it, displays of crosswalks too", async () => {
    const mapped = `mutation {
      createCrosswalk(input: { name: "Ours", mappings: [{
        sourceCodeSystem: "icd10cm", sourceCode: "A000", targetCodeSystem: "icd9cm",
        targets: [{ targetCode: "0010" }, { targetCode: "99999" }]
      }] }) { crosswalk { identifier } skipped { code } userErrors { message } }
    }`;
    expect(await server.ask(mapped)).toMatchObject({
      createCrosswalk: { skipped: [], userErrors: [] },
    });
    const read = `{ crosswalks { nodes { name publishedVersion { mappings { nodes {
      sourceDisplay targets { targetCode targetDisplay }
    } } } } } }`;
    const reading = (display: string | null) => ({
      name: "Ours",
      publishedVersion: {
        mappings: {
          nodes: [
            {
              sourceDisplay: "Cholera due to Vibrio cholerae 01, biovar cholerae",
              targets: [
                { targetCode: "001.0", targetDisplay: display },
                { targetCode: "999.99", targetDisplay: null },
              ],
            },
          ],
        },
      },
    });
    expect(await server.ask(read)).toEqual({ crosswalks: { nodes: [reading(null)] } });

    const titles = await run([...TITLES, "--code-system", "icd9cm", "--version", "32"]);
    expect([titles.code, titles.stdout.split("\n")[0]]).toEqual([0, "icd9cm 32: imported"]);
    expect(await server.ask(read)).toEqual({
      crosswalks: { nodes: [reading("Cholera due to vibrio cholerae")] },
    });

    const gem = await run([GEM, "--organization", "Demo", "--name", "Theirs"]);
    expect(gem.code).toBe(0);
    expect(gem.stdout).toMatch(/^"Theirs" [-0-9a-f]{36}, version 1: imported\n {2}22 read, /);
    expect(await server.ask("{ crosswalks { nodes { name version } } }")).toEqual({
      crosswalks: {
        nodes: [
          { name: "Theirs", version: 1 },
          { name: "Ours", version: 1 },
        ],
      },
    });
    const refused = await run([ORDER_2026, "--code-system", "icd10cm", "--version", "2025"]);
    expect([refused.code, refused.stdout]).toEqual([1, ""]);
  });

  test("an import that is killed beside the server leaves nothing of it", async () => {
    const before = await demoOf(server);
    const killed = begin([longFile("long.txt", 400), "--version", "2026"]);
    await killed.says(/^long\.txt: 50%$/m);
    killed.kill("process", "SIGKILL");
    expect(await killed.ended).toEqual({ code: null, signal: "SIGKILL" });
    expect(killed.stdout).toBe("");
    expect(await demoOf(server)).toEqual(before);
    const next = await run([ORDER_2026, "--version", "2026"]);
    expect([next.code, next.stdout.split("\n")[0]]).toEqual([0, "icd10cm 2026: imported"]);
    await server.stop();
    await workplace.allGone(data);
  });

  test("one that is killed without a server leaves nothing of it either, and no process", async () => {
    const killed = begin([longFile("longer.txt", 400), "--version", "2027"]);
    await killed.says(/^longer\.txt: 50%$/m);
    killed.kill("process", "SIGKILL");
    await killed.ended;
    await workplace.allGone(data);
    const next = await run([ORDER_2026, "--version", "2027"]);
    expect([next.code, next.stdout.split("\n")[0]]).toEqual([
      ...[0, "icd10cm 2027: the same content as HEAD, under a new label"],
    ]);
  });
});
