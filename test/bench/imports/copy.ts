import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { connect, type Location } from "../../../src/store/database.js";

/** The rows of a table as COPY writes them. */
export interface TableRows {
  readonly table: string;
  readonly count: number;
  readonly chunks: readonly Buffer[];
}

/** Reads whole tables into memory. */
export async function readTables(
  location: Location,
  tables: readonly string[],
): Promise<TableRows[]> {
  const read: TableRows[] = [];
  for (const table of tables) {
    // The driver may leave a connection paused after COPY, so each has one of its own.
    const client = connect(location, { max: 1 });
    try {
      const [rows] = await client.unsafe<{ count: number }[]>(
        `select count(*)::int as count from ${table}`,
      );
      const chunks: Buffer[] = [];
      for await (const chunk of await client.unsafe(`copy ${table} to stdout`).readable()) {
        chunks.push(Buffer.from(chunk as Uint8Array));
      }
      read.push({ table, count: rows?.count ?? 0, chunks });
    } finally {
      await client.end({ timeout: 0 });
    }
  }
  return read;
}

/** Makes tables of the same shape with the same indexes, for as long as the work with them takes. */
export async function withCopies<Result>(
  location: Location,
  rows: readonly TableRows[],
  work: (fill: () => Promise<void>) => Promise<Result>,
): Promise<Result> {
  const client = connect(location, { max: 1 });
  try {
    for (const { table } of rows) {
      await client.unsafe(`create table copied_${table} (like ${table} including all)`);
    }
    const result = await work(async () => {
      for (const { table, chunks } of rows) {
        const sink = await client.unsafe(`copy copied_${table} from stdin`).writable();
        await pipeline(Readable.from(chunks), sink);
      }
    });
    for (const { table, count } of rows) {
      const [copied] = await client.unsafe<{ count: number }[]>(
        `select count(*)::int as count from copied_${table}`,
      );
      if (copied?.count !== count) throw new Error(`Not all rows of ${table} were copied`);
      await client.unsafe(`drop table copied_${table}`);
    }
    return result;
  } finally {
    await client.end({ timeout: 5 });
  }
}
