import { spawn } from "node:child_process";
import {
  closeSync,
  createReadStream,
  createWriteStream,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { connect } from "../../../src/store/database.js";
import type { Bench } from "../bench.js";
import { ORGANIZATION, prepareDatabase } from "../content/load.js";
import { gemToIcd9cm, hasRealFiles, icd10cm2026, type RealFile } from "../content/realContent.js";
import { createDatabase, dropDatabase } from "../database/server.js";
import { figure, ratio, type Table } from "../report/table.js";
import { DatabaseMeter } from "./databaseUse.js";
import { median } from "./statistics.js";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const ROUNDS = { full: 3, quick: 1 } as const;

/** An import, the tables that it fills, and what it is called in the report. */
interface Import {
  readonly name: string;
  readonly file: RealFile;
  readonly given: readonly string[];
  readonly tables: readonly string[];
}

const imports: readonly Import[] = [
  {
    name: "ICD-10-CM FY2026",
    file: icd10cm2026,
    given: ["--code-system", "icd10cm"],
    tables: ["concept", "concept_parent"],
  },
  {
    name: "GEM from ICD-10-CM to ICD-9-CM",
    file: gemToIcd9cm,
    given: ["--organization", ORGANIZATION],
    tables: ["crosswalk_pair", "crosswalk_group", "crosswalk_bucket"],
  },
];

/** What one way of filling the tables took. */
interface Taken {
  readonly seconds: number;
  readonly logBytes: number;
}

interface Filled {
  readonly rows: number;
  readonly byCommand: Taken;
  readonly byCopy: Taken;
}

/**
 * Imports real releases by the product's command into a new database, and beside it copies the very
 * rows that came of it into tables of the same shape, with the same indexes.
 */
export async function measureImports(bench: Bench): Promise<Table[]> {
  const { tell, options } = bench;
  if (!hasRealFiles()) {
    tell("j  the publishers' files are not on this machine: not measured");
    return [];
  }
  const rounds = new Map(imports.map(({ name }) => [name, [] as Filled[]]));
  for (let round = 0; round < ROUNDS[options.scale.name]; round += 1) {
    await inNewDatabase(bench, async (database) => {
      for (const each of imports) {
        rounds.get(each.name)?.push(await importOnce(bench, database, each));
        tell(`j  ${each.name}: measured`);
      }
    });
  }
  return [table([...rounds])];
}

async function inNewDatabase({ server }: Bench, work: (name: string) => Promise<void>) {
  const name = "bench_imports";
  await dropDatabase(server, name);
  await createDatabase(server, name);
  await (await prepareDatabase(server.location(name))).close();
  await work(name).finally(() => dropDatabase(server, name));
}

async function importOnce(bench: Bench, database: string, each: Import): Promise<Filled> {
  const { server } = bench;
  const { file, given, tables } = each;
  const byCommand = await timed(bench, database, () =>
    runImport([file.path, ...given, "--version", file.release], {
      ...server.environment(database),
      NODE_ENV: "production",
      TOKEN_SECRET: "not-used-by-an-import-but-asked-for",
    }),
  );
  const client = connect(server.location(database), { max: 1 });
  const folder = mkdtempSync(join(tmpdir(), "termgate-bench-copy-"));
  try {
    for (const name of tables) {
      await client.unsafe(`create table copied_${name} (like ${name} including all)`);
      const rows = await client.unsafe(`copy ${name} to stdout`).readable();
      await pipeline(rows, createWriteStream(join(folder, name)));
    }
    const byCopy = await timed(bench, database, async () => {
      for (const name of tables) {
        const sink = await client.unsafe(`copy copied_${name} from stdin`).writable();
        await pipeline(createReadStream(join(folder, name)), sink);
        await client.unsafe(`vacuum (analyze) copied_${name}`);
      }
    });
    let rows = 0;
    for (const name of tables) {
      const [count] = await client.unsafe<{ rows: number }[]>(
        `select count(*)::int as rows from copied_${name}`,
      );
      rows += count?.rows ?? 0;
      await client.unsafe(`drop table copied_${name}`);
    }
    return { rows, byCommand, byCopy };
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await client.end({ timeout: 5 });
  }
}

async function timed(
  { server }: Bench,
  database: string,
  work: () => Promise<void>,
): Promise<Taken> {
  const meter = await DatabaseMeter.open(server, database);
  await server.admin`checkpoint`;
  const position = await meter.logPosition();
  const began = performance.now();
  await work();
  const seconds = (performance.now() - began) / 1000;
  return { seconds, logBytes: (await meter.logPosition()) - position };
}

async function runImport(
  given: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "termgate-bench-import-"));
  const file = join(folder, "log");
  const log = openSync(file, "w");
  const { PATH = "", HOME = "" } = process.env;
  const child = spawn(
    process.execPath,
    ["--enable-source-maps", "run.mjs", "cli/import", ...given],
    { cwd: ROOT, env: { PATH, HOME, ...environment }, stdio: ["ignore", log, log] },
  );
  closeSync(log);
  const code = await new Promise((resolve) => child.once("exit", resolve));
  const said = readFileSync(file, "utf8");
  rmSync(folder, { recursive: true, force: true });
  if (code !== 0) throw new Error(`The import failed: ${said}`);
}

function table(rounds: readonly (readonly [string, readonly Filled[]])[]): Table {
  return {
    title: "j  imports",
    about:
      "A publisher's file by the product's command, from start to end of its process, against COPY " +
      "of the same rows into the same tables with the same indexes. Medians.",
    columns: ["import", "rows", "s", "COPY s", "/COPY", "log MB", "COPY log MB", "/COPY"],
    rows: rounds.map(([name, filled]) => {
      const middle = (of: (each: Filled) => number) => median(filled.map(of));
      const seconds = middle(({ byCommand }) => byCommand.seconds);
      const copySeconds = middle(({ byCopy }) => byCopy.seconds);
      const log = middle(({ byCommand }) => byCommand.logBytes);
      const copyLog = middle(({ byCopy }) => byCopy.logBytes);
      return [
        ...[name, middle(({ rows }) => rows).toLocaleString("en")],
        ...[figure(seconds), figure(copySeconds), ratio(seconds, copySeconds)],
        ...[figure(log / 1e6), figure(copyLog / 1e6), ratio(log, copyLog)],
      ];
    }),
  };
}
