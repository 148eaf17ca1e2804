import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { exportCrosswalk, type WrittenCrosswalk } from "../commands/exports/exportCrosswalk.js";
import type { Config } from "../server/config.js";
import type { Database } from "../store/database.js";
import type { ExportArguments } from "./exportArguments.js";
import { describeLosses } from "./lossReport.js";
import { showProgress } from "./progress.js";
import { writeReport } from "./reportFile.js";
import { withDatabase } from "./withDatabase.js";

const DONE = 0;
const REFUSED = 1;

/** Runs one export; what it says goes to standard error. @returns the exit code */
export async function runExport(given: ExportArguments, config: Config): Promise<number> {
  const complain = (text: string) => process.stderr.write(`${text}\n`);
  const work = async (database: Database) => {
    const table = await exportCrosswalk(database, given);
    if (!table.ok) {
      complain(`Refused: ${table.failure}.`);
      return REFUSED;
    }
    const { name, version, rows, losses } = table.value;
    await written(table.value, given.output);
    complain(`"${name}", version ${version}: ${rows.toLocaleString("en-US")} rows`);
    for (const line of describeLosses(losses)) complain(line);
    const report = {
      identifier: given.identifier,
      name,
      version,
      format: given.format,
      rows,
      losses,
    };
    if (given.report !== null) await writeReport(given.report, report);
    return DONE;
  };
  try {
    // Reading decides nothing about the demo content.
    return await withDatabase(config, complain, work, () => false);
  } catch (error) {
    complain(error instanceof Error ? error.message : String(error));
    return REFUSED;
  }
}

async function written(table: WrittenCrosswalk, output: string | null): Promise<void> {
  const progress = showProgress(`"${table.name}"`, table.rows);
  try {
    const text = Readable.from(texts(table, progress.advance));
    if (output === null) await intoStandardOutput(text);
    else await intoFile(text, output);
  } finally {
    progress.done();
  }
}

async function* texts(
  { pieces }: WrittenCrosswalk,
  advance: (rows: number) => void,
): AsyncGenerator<string> {
  for await (const { text, rows } of pieces) {
    yield text;
    advance(rows);
  }
}

/** Whoever reads may have had enough before the end, as `head` has; that is no failure. */
async function intoStandardOutput(text: Readable): Promise<void> {
  try {
    await pipeline(text, process.stdout, { end: false });
  } catch (error) {
    const gone = error instanceof Error && "code" in error && error.code === "EPIPE";
    if (!gone) throw error;
  }
}

/** The file has its name from the moment it is whole; one that was there before stays until then. */
async function intoFile(text: Readable, path: string): Promise<void> {
  const unfinished = `${path}.${process.pid}.part`;
  try {
    await pipeline(text, createWriteStream(unfinished));
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}
