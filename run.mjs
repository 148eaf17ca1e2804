// Compiles the sources where they have changed since they were last compiled, then runs one of the
// programs: node run.mjs PROGRAM [arguments], PROGRAM being a path below src without its ending.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = fileURLToPath(new URL(".", import.meta.url));
const DIGITS = 16;
const COMPLETE = /^dist-[0-9a-f]{16}$/;
const UNFINISHED = /^dist-[0-9a-f]{16}-(\d+)$/;
const POLL = 100;
const PATIENCE = 120_000;

function digestOfSources() {
  const hash = createHash("sha256");
  const sources = readdirSync(join(root, "src"), { recursive: true })
    .map((name) => join("src", name))
    .filter((name) => name.endsWith(".ts"))
    .sort();
  for (const name of [...sources, "tsconfig.json", "tsconfig.build.json", "package-lock.json"]) {
    hash
      .update(`${name}\0`)
      .update(readFileSync(join(root, name)))
      .update("\0");
  }
  return hash.digest("hex").slice(0, DIGITS);
}

// Every state of the sources has a folder of its own, which is complete from the moment it has that name:
// two starts at once, or one that is broken off, leave nothing half-written behind.
async function compiled() {
  for (;;) {
    const digest = digestOfSources();
    const folder = join(root, `dist-${digest}`);
    if (existsSync(folder)) return folder;
    await othersCompile(digest);
    if (!existsSync(folder)) compile(folder, digest);
  }
}

/** Waits for another start that compiles the same, to its end, good or bad. */
async function othersCompile(digest) {
  const deadline = Date.now() + PATIENCE;
  const another = ({ name, pid }) => name.startsWith(`dist-${digest}`) && runs(pid);
  while (unfinished().some(another) && Date.now() < deadline) await sleep(POLL);
}

function unfinished() {
  return readdirSync(root).flatMap((name) => {
    const pid = UNFINISHED.exec(name)?.[1];
    return pid === undefined ? [] : [{ name, pid: Number(pid) }];
  });
}

function runs(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === "EPERM";
  }
}

function compile(folder, digest) {
  const fresh = `${folder}-${process.pid}`;
  begin(fresh);
  process.stderr.write("Compiling …\n");
  const tsc = createRequire(import.meta.url).resolve("typescript/lib/tsc.js");
  const run = spawnSync(process.execPath, [tsc, "-p", "tsconfig.build.json", "--outDir", fresh], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (run.status !== 0) {
    rmSync(fresh, { recursive: true, force: true });
    process.stderr.write("The sources do not compile; nothing was started\n");
    process.exit(1);
  }
  // What was saved meanwhile may be in it, or not.
  if (digestOfSources() === digest) claim(fresh, folder);
  rmSync(fresh, { recursive: true, force: true });
  sweep(folder);
}

function claim(fresh, folder) {
  try {
    renameSync(fresh, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  }
}

function begin(fresh) {
  try {
    mkdirSync(fresh, { recursive: true });
  } catch (error) {
    process.stderr.write(
      `The sources are not compiled yet, and this user can't do it: ${error.message}\n` +
        "Start once as the user whom the project's folder belongs to\n",
    );
    process.exit(1);
  }
}

// The newest of the others stays: somebody may be starting from it, and sources are often changed back.
function sweep(folder) {
  const age = (name) => -statSync(join(root, name)).mtimeMs;
  const others = readdirSync(root)
    .filter((name) => COMPLETE.test(name) && !folder.endsWith(name))
    .sort((one, other) => age(one) - age(other));
  const dead = unfinished().filter(({ pid }) => !runs(pid));
  for (const name of [...others.slice(1), ...dead.map(({ name }) => name)]) {
    rmSync(join(root, name), { recursive: true, force: true });
  }
}

const program = join(await compiled(), `${process.argv[2]}.js`);
process.argv.splice(1, 2, program);
await import(pathToFileURL(program).href);
