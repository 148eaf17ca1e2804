import {
  chmodSync,
  chownSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { serviceAccount } from "../../src/store/embedded/accounts.js";
import { isRoot } from "../integration/embedded/sandbox.js";
import { project, useWorkplace } from "./workplace.js";

const workplace = useWorkplace();
const COMPILING = "Compiling …\n";
const LIMIT = 120_000;
let folder = "";
let count = 0;

/** A project like this one, but with sources that compile in a moment. */
beforeEach(() => {
  count += 1;
  folder = join(workplace.root, `project${count}`);
  mkdirSync(join(folder, "src", "deeper"), { recursive: true });
  for (const name of ["run.mjs", "tsconfig.json", "tsconfig.build.json", "package-lock.json"]) {
    copyFileSync(join(project, name), join(folder, name));
  }
  symlinkSync(join(project, "node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  write(
    "main.ts",
    'import { word } from "./deeper/word.js";\nconsole.log(word, process.argv[2]);\n',
  );
  write("deeper/word.ts", 'export const word: string = "first";\n');
});

function write(name: string, text: string): void {
  writeFileSync(join(folder, "src", name), text);
}

function begin(account: { readonly uid?: number; readonly gid?: number } = {}) {
  return workplace.start(process.execPath, ["run.mjs", "main", "given"], {
    cwd: folder,
    ...account,
  });
}

async function run(account: { readonly uid?: number; readonly gid?: number } = {}) {
  const program = begin(account);
  const { code } = await program.ended;
  return { code, stdout: program.stdout, stderr: program.stderr };
}

const ran = (word: string, stderr = "") => ({ code: 0, stdout: `${word} given\n`, stderr });
const compiled = () => readdirSync(folder).filter((name) => name.startsWith("dist"));

test("compiles once, and again when the content of a source has changed", {
  timeout: LIMIT,
}, async () => {
  expect(await run()).toEqual(ran("first", COMPILING));
  expect(await run()).toEqual(ran("first"));

  const source = join(folder, "src", "deeper", "word.ts");
  utimesSync(source, new Date(), new Date(Date.now() + 60_000));
  expect(await run()).toEqual(ran("first"));

  write("deeper/word.ts", 'export const word: string = "second";\n');
  // Older than what was compiled, as after going back to an earlier commit.
  utimesSync(source, new Date(0), new Date(0));
  expect(await run()).toEqual(ran("second", COMPILING));
  expect(await run()).toEqual(ran("second"));
});

test("runs nothing while the sources are wrong, and the right ones afterwards", {
  timeout: LIMIT,
}, async () => {
  expect(await run()).toEqual(ran("first", COMPILING));
  write("deeper/word.ts", "export const word: string = 7;\n");
  const { code, stdout, stderr } = await run();
  expect(code).toBe(1);
  expect(stdout).toBe(
    "src/deeper/word.ts(1,14): error TS2322: Type 'number' is not assignable to type 'string'.\n",
  );
  expect(stderr).toBe(`${COMPILING}The sources do not compile; nothing was started\n`);
  expect(compiled()).toHaveLength(1);

  write("deeper/word.ts", 'export const word: string = "mended";\n');
  expect(await run()).toEqual(ran("mended", COMPILING));
});

test("two starts at once on a fresh tree compile once and both run", {
  timeout: LIMIT,
}, async () => {
  const first = begin();
  await first.says(/Compiling/);
  const second = begin();
  await Promise.all([first.ended, second.ended]);
  expect([first.stdout, second.stdout]).toEqual(["first given\n", "first given\n"]);
  expect([first.stderr, second.stderr]).toEqual([COMPILING, ""]);
  expect(compiled()).toHaveLength(1);
});

test("three starts in the same moment all run", { timeout: LIMIT }, async () => {
  const results = await Promise.all([run(), run(), run()]);
  for (const { code, stdout } of results) {
    expect([code, stdout]).toEqual([0, "first given\n"]);
  }
  expect(compiled()).toHaveLength(1);
});

test("a start that was killed while it compiled leaves nothing that hinders", {
  timeout: LIMIT,
}, async () => {
  const killed = begin();
  await killed.says(/Compiling/);
  killed.kill("process", "SIGKILL");
  await killed.ended;
  expect(await run()).toEqual(ran("first", COMPILING));
  expect(compiled()).toHaveLength(1);
});

test.runIf(isRoot)("who may not compile is told what to do", { timeout: LIMIT }, async () => {
  const { uid, gid } = serviceAccount(["nobody"]);
  chmodSync(folder, 0o755);
  const { code, stderr } = await run({ uid, gid });
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^The sources are not compiled yet, and this user can't do it: EACCES.*\nStart once as the user whom the project's folder belongs to\n$/,
  );
  chownSync(folder, uid, gid);
  expect(await run({ uid, gid })).toEqual(ran("first", COMPILING));
});
