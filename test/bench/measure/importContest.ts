import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Bench } from "../bench.js";
import { prepareDatabase } from "../content/load.js";
import { createDatabase, dropDatabase } from "../database/server.js";
import { runCommand } from "../imports/command.js";
import { readTables, withCopies } from "../imports/copy.js";
import { type Release, releasesFor } from "../imports/releases.js";
import { importAim, type SummaryLine } from "../report/aims.js";
import type { Report } from "../report/report.js";
import { figure, ratio, type Table } from "../report/table.js";
import { DatabaseMeter } from "./databaseUse.js";
import { median, sum } from "./statistics.js";

const ROUNDS = { full: 3, quick: 1 } as const;
/** The database in which imports are measured. */
export const DATABASE = "bench_imports";

/** What one way of filling the tables, or of emptying them, took. */
export interface Taken {
  readonly seconds: number;
  readonly logBytes: number;
  /** The most memory that the command had, in MB. */
  readonly peak: number;
}

interface Filled {
  readonly rows: number;
  readonly byCommand: Taken;
  readonly byCopy: Taken;
}

/**
 * Imports releases by the product's command into a new database, and copies the very rows that came
 * of it into tables of the same shape, with the same indexes: in turns, round by round.
 */
export async function measureImports(bench: Bench): Promise<Report> {
  const { options, tell } = bench;
  const folder = mkdtempSync(join(tmpdir(), "termgate-bench-"));
  try {
    const releases = releasesFor(options.scale, folder);
    // Compiles what is not compiled yet; then what starting the command takes is known.
    await runCommand("import", ["--help"], {});
    const start = await timed(bench, () => runCommand("import", ["--help"], {}));
    const rounds = new Map(releases.map(({ name }) => [name, [] as Filled[]]));
    for (let round = 0; round < ROUNDS[options.scale.name]; round += 1) {
      for (const release of releases) {
        await inNewDatabase(bench, async () => {
          rounds.get(release.name)?.push(await importOnce(bench, release));
        });
        tell(`j  ${release.name}: measured`);
      }
    }
    return { tables: [table(start.seconds, [...rounds])], lines: [...rounds].map(lineOf) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the product's commands are told of where they work. */
export function commandEnvironment({ server }: Bench): Readonly<Record<string, string>> {
  const secret = { TOKEN_SECRET: "not-used-by-an-import-but-asked-for" };
  return { ...server.environment(DATABASE), NODE_ENV: "production", ...secret };
}

/** Works with a database that has the product's tables and nothing in them. */
export async function inNewDatabase({ server }: Bench, work: () => Promise<void>): Promise<void> {
  await dropDatabase(server, DATABASE);
  await createDatabase(server, DATABASE);
  await (await prepareDatabase(server.location(DATABASE))).close();
  await work().finally(() => dropDatabase(server, DATABASE));
}

async function importOnce(bench: Bench, { path, given, tables }: Release): Promise<Filled> {
  const location = bench.server.location(DATABASE);
  const byCommand = await timed(bench, () =>
    runCommand("import", [path, ...given], commandEnvironment(bench)),
  );
  const rows = await readTables(location, tables);
  const byCopy = await withCopies(location, rows, (fill) => timed(bench, fill));
  return { rows: sum(rows.map(({ count }) => count)), byCommand, byCopy };
}

/** What some work took; the memory is what it answers, if that is a number. */
export async function timed({ server }: Bench, work: () => Promise<unknown>): Promise<Taken> {
  const meter = await DatabaseMeter.open(server, DATABASE);
  await server.admin`checkpoint`;
  const position = await meter.logPosition();
  const began = performance.now();
  const peak = await work();
  const seconds = (performance.now() - began) / 1000;
  return {
    seconds,
    logBytes: (await meter.logPosition()) - position,
    peak: typeof peak === "number" ? peak : 0,
  };
}

function lineOf([name, filled]: readonly [string, readonly Filled[]]): SummaryLine {
  const middle = (of: (each: Filled) => number) => median(filled.map(of));
  const [rows, seconds] = [middle((each) => each.rows), middle((each) => each.byCommand.seconds)];
  const value = middle(({ byCopy }) => byCopy.seconds) / seconds;
  return {
    ...{ workload: `j  import of ${name}`, floor: null, peer: null },
    otherwise: `${figure(rows / seconds)} rows/s, ${figure(value)}× COPY`,
    aims: [{ aim: importAim, value }],
  };
}

function table(start: number, rounds: readonly (readonly [string, readonly Filled[]])[]): Table {
  return {
    title: "j  imports",
    about:
      "A publisher's file by the product's command, from start to end of its process " +
      `(${figure(start)} s of them for the start alone), against bare COPY of the same rows into ` +
      "the same tables with the same indexes. Medians. Peak is the memory of the command.",
    columns: [
      "import",
      "rows",
      "rows/s",
      "COPY rows/s",
      "/COPY",
      "s",
      "COPY s",
      "log MB",
      "/COPY",
      "peak MB",
    ],
    rows: rounds.map(([name, filled]) => {
      const middle = (of: (each: Filled) => number) => median(filled.map(of));
      const rows = middle((each) => each.rows);
      const seconds = middle(({ byCommand }) => byCommand.seconds);
      const copySeconds = middle(({ byCopy }) => byCopy.seconds);
      const log = middle(({ byCommand }) => byCommand.logBytes);
      const copyLog = middle(({ byCopy }) => byCopy.logBytes);
      return [
        ...[name, rows.toLocaleString("en")],
        ...[figure(rows / seconds), figure(rows / copySeconds), ratio(copySeconds, seconds)],
        ...[figure(seconds), figure(copySeconds), figure(log / 1e6), ratio(log, copyLog)],
        figure(middle(({ byCommand }) => byCommand.peak)),
      ];
    }),
  };
}
