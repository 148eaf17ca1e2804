// Installs what only the benchmark needs, where that was not done before, then runs it.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const directory = fileURLToPath(new URL(".", import.meta.url));

function run(program, given, shell = false) {
  const { status, error } = spawnSync(program, given, { cwd: directory, stdio: "inherit", shell });
  if (error) process.stderr.write(`${program}: ${error.message}\n`);
  if (status !== 0) process.exit(status ?? 1);
}

// npm writes this file last: what was broken off is installed again.
if (!existsSync(join(directory, "node_modules", ".package-lock.json"))) {
  process.stderr.write("Installing the packages of the benchmark …\n");
  run("npm", ["ci", "--no-audit", "--no-fund"], process.platform === "win32");
}
run(process.execPath, ["--import", "tsx", "main.ts", ...process.argv.slice(2)]);
