import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { collectionToExport } from "../commands/exports/collectionToExport.js";
import { exportCollection } from "../commands/exports/exportCollection.js";
import { exportCrosswalk } from "../commands/exports/exportCrosswalk.js";
import type { Piece } from "../commands/exports/mapContent.js";
import { failed, ok, type Result } from "../kernel/result.js";
import type { Loss } from "../rules/crosswalks/forms/losses.js";
import type { Config } from "../server/config.js";
import type { Database } from "../store/database.js";
import type { ExportArguments, ExportedCollection, ExportedCrosswalk } from "./exportArguments.js";
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
    const { what } = given;
    const found =
      "collection" in what
        ? await writtenCollection(database, what)
        : await writtenCrosswalk(database, what);
    if (!found.ok) {
      complain(`Refused: ${found.failure}.`);
      return REFUSED;
    }
    const { name, version, rows, losses, unit } = found.value;
    await written(found.value, given.output);
    complain(`"${name}", version ${version}: ${rows.toLocaleString("en-US")} ${unit}`);
    for (const line of describeLosses(losses)) complain(line);
    const report = { ...what, name, version, rows, losses };
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

/** Something written down. */
interface Exported {
  readonly name: string;
  readonly version: string | number;
  readonly rows: number;
  /** What the rows are. */
  readonly unit: string;
  readonly pieces: AsyncIterable<Piece>;
  readonly losses: readonly Loss[];
}

async function writtenCrosswalk(
  database: Database,
  what: ExportedCrosswalk,
): Promise<Result<Exported, string>> {
  const table = await exportCrosswalk(database, what);
  return table.ok ? ok({ ...table.value, unit: "rows" }) : table;
}

async function writtenCollection(
  database: Database,
  { collection: url, version, format }: ExportedCollection,
): Promise<Result<Exported, string>> {
  const found = await collectionToExport(database, { url, version, now: new Date() });
  if (!found.ok) return failed(found.failure);
  const set = await exportCollection(database, { ...found.value, format });
  const label = found.value.of.version?.label ?? "HEAD";
  return set.ok ? ok({ ...set.value, version: label, unit: "concepts" }) : set;
}

async function written(table: Exported, output: string | null): Promise<void> {
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
  { pieces }: Exported,
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
