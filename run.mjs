// Compiles the sources where they have changed since they were last compiled, then runs one of the
// programs: node run.mjs PROGRAM [arguments], PROGRAM being a path below src without its ending.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = fileURLToPath(new URL(".", import.meta.url));
const dist = join(root, "dist");
const STAMP = "compiled-from";

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
  return hash.digest("hex");
}

function compiledFrom() {
  const stamp = join(dist, STAMP);
  return existsSync(stamp) ? readFileSync(stamp, "utf8") : "";
}

// Into a folder of its own, which then takes the place of the old one: two starts at once, or one that
// is broken off, leave nothing half-written behind.
function compile(digest) {
  const fresh = `${dist}-${process.pid}`;
  const tsc = createRequire(import.meta.url).resolve("typescript/lib/tsc.js");
  process.stderr.write("Compiling …\n");
  const run = spawnSync(process.execPath, [tsc, "-p", "tsconfig.build.json", "--outDir", fresh], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (run.status !== 0) {
    rmSync(fresh, { recursive: true, force: true });
    process.exit(run.status ?? 1);
  }
  writeFileSync(join(fresh, STAMP), digest);
  rmSync(dist, { recursive: true, force: true });
  try {
    renameSync(fresh, dist);
  } catch (error) {
    // Another start was faster; what it compiled is as good if it is of the same sources.
    rmSync(fresh, { recursive: true, force: true });
    if (compiledFrom() !== digest) throw error;
  }
}

const digest = digestOfSources();
if (compiledFrom() !== digest) compile(digest);
const program = join(dist, `${process.argv[2]}.js`);
process.argv.splice(1, 2, program);
await import(pathToFileURL(program).href);
