import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, inject, vi } from "vitest";
import { readExportArguments } from "../../../src/cli/exportArguments.js";
import { readArguments } from "../../../src/cli/importArguments.js";
import { runExport } from "../../../src/cli/runExport.js";
import { runImport } from "../../../src/cli/runImport.js";
import { type Config, readConfig } from "../../../src/server/config.js";
import { type Listening, proxyTo } from "../../e2e/databaseUrl.js";
import { fixturePath } from "../../e2e/fixtures.js";
import type { TestDatabase } from "../../support/testDatabase.js";

/** What a run of the program came to. */
interface Run {
  readonly code: number;
  readonly stdout: string;
  /** Without the lines that tell how far it has come. */
  readonly stderr: string;
}

export interface ImportProgram {
  /** Runs the program in this process, with the arguments of a command line. */
  run(...args: string[]): Promise<Run>;
  /** The same of the program that exports. */
  runExport(...args: string[]): Promise<Run>;
  /** Writes a file for it; answers its path. */
  file(name: string, content: string | Buffer): string;
  /** A copy of a fixture under a name of its own, its text changed or not. */
  fixture(name: string, change?: (text: string) => string): string;
}

/** The programs that import and export, on a database of the tests. Output goes to whoever calls it. */
export function useImportProgram({ location }: TestDatabase): ImportProgram {
  const folder = mkdtempSync(join(tmpdir(), "termgate-import-"));
  let proxy: Listening | null = null;
  beforeAll(async () => {
    const server = inject("server");
    if (typeof server !== "string") proxy = await proxyTo(`${server.host}/.s.PGSQL.${server.port}`);
  });
  afterAll(async () => {
    await proxy?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const databaseUrl = () =>
    typeof location === "string"
      ? location
      : `postgres://${location.user}@127.0.0.1:${proxy?.port}/${location.database}`;
  const file = (name: string, content: string | Buffer) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  return {
    run: (...args) => {
      const given = readArguments(args);
      if (!given.ok || given.value === "help") throw new Error("These arguments start no import");
      const { value } = given;
      return captured((config) => runImport(value, config), databaseUrl());
    },
    runExport: (...args) => {
      const given = readExportArguments(args);
      if (!given.ok || given.value === "help") throw new Error("These arguments start no export");
      const { value } = given;
      return captured((config) => runExport(value, config), databaseUrl());
    },
    file,
    fixture: (name, change) => {
      const path = join(folder, name.replace(/^.*\//, ""));
      if (change)
        return file(name.replace(/^.*\//, ""), change(readFileSync(fixturePath(name), "utf8")));
      copyFileSync(fixturePath(name), path);
      return path;
    },
  };
}

async function captured(
  program: (config: Config) => Promise<number>,
  databaseUrl: string,
): Promise<Run> {
  const config = readConfig({ DATABASE_URL: databaseUrl });
  if (!config.ok) throw new Error(config.failure.join("\n"));
  const said = { stdout: "", stderr: "" };
  const spies = (["stdout", "stderr"] as const).map((stream) =>
    vi.spyOn(process[stream], "write").mockImplementation((text) => {
      said[stream] += String(text);
      return true;
    }),
  );
  try {
    const code = await program(config.value);
    return { code, stdout: said.stdout, stderr: said.stderr.replace(/^.*: \d+%\n/gm, "") };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}
