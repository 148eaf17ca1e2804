import { readFileSync } from "node:fs";
import type { useImportProgram } from "./program.js";

/** What the program does with tables. */
export function tablesOf(program: ReturnType<typeof useImportProgram>) {
  /** Imports a table; answers what was said, the identifier left out. */
  async function put(text: string, ...args: readonly string[]) {
    const path = program.file("table.csv", text);
    const { code, stdout, stderr } = await program.run(path, ...args);
    const identifier = /[-0-9a-f]{36}/.exec(stdout)?.[0] ?? "none";
    return {
      code,
      said: (stdout.replace(identifier, "ID") + stderr).split("\n").slice(0, -1),
      identifier,
    };
  }

  /** The table of a version. */
  async function taken(identifier: string, ...args: readonly string[]): Promise<string> {
    const path = program.file("taken.csv", "");
    const run = await program.runExport(identifier, "--output", path, ...args);
    if (run.code !== 0) throw new Error(run.stderr);
    return readFileSync(path, "utf8");
  }
  return { put, taken };
}
