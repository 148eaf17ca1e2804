import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { compileFirst, START_LIMIT, useWorkplace } from "./workplace.js";

const workplace = useWorkplace();
const data = workplace.data("data");
const NOBODY = "00000000-0000-4000-8000-000000000000";
const TABLE =
  "sourceCodeSystem,sourceCode,targetCodeSystem,targetCode,relationship,noMap,attribute:note\r\n" +
  'icd9cm,001.0,icd10cm,A00.0,EQUIVALENT,,"=1+1, as it is"\r\n' +
  "icd9cm,001.9,icd10cm,,,true,\r\n" +
  "ndc,0001,rxnorm,7,,,007\r\n";

beforeAll(() => compileFirst(workplace), START_LIMIT);

async function run(program: string, ...args: readonly string[]) {
  const started = workplace.run(program, args, { env: { DATA_DIR: data } });
  const { code } = await started.ended;
  return { code, stdout: started.stdout, stderr: started.stderr };
}

test("what was imported is exported, to standard output and into a file", async () => {
  const path = join(workplace.root, "in.csv");
  writeFileSync(path, TABLE);
  const imported = await run("cli/import", path, "--crosswalk", "Ours");
  expect(imported.code).toBe(0);
  const identifier = /[-0-9a-f]{36}/.exec(imported.stdout)?.[0] ?? "none";

  const shown = await run("cli/export", identifier);
  expect([shown.code, shown.stdout]).toEqual([0, TABLE]);
  expect(shown.stderr).toMatch(/"Ours", version 1: 3 rows\n {2}left out: name: .*\n$/);

  const out = join(workplace.root, "out.csv");
  const written = await run("cli/export", identifier, "--version", "1", "--output", out);
  expect([written.code, written.stdout, readFileSync(out, "utf8")]).toEqual([0, "", TABLE]);

  const later = await run("cli/export", identifier, "--version", "2", "--output", out);
  expect([later.code, later.stdout, later.stderr]).toEqual([
    ...[1, "", `Refused: There is no crosswalk ${identifier} with a version 2.\n`],
  ]);
  expect(readFileSync(out, "utf8")).toBe(TABLE);
});

test.each([
  [[], "name the crosswalk by its identifier, or the collection by its URL"],
  [["Ours"], "Ours is no identifier of a crosswalk, and no URL of a collection"],
  [[NOBODY, NOBODY], `${NOBODY} is one argument too many`],
  [[NOBODY, "--version", "latest"], "--version latest is no number of a version"],
])("wrong usage is said in one line: %j", async (args, line) => {
  const { code, stdout, stderr } = await run("cli/export", ...args);
  expect([code, stdout, stderr]).toEqual([2, "", `${line}; see --help\n`]);
});
