import { once } from "node:events";
import { finished } from "node:stream/promises";
import type { Transaction } from "./database.js";

const SPECIAL = /[\\\t\n\r]/;
const ESCAPES: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "\t": "\\t",
  "\n": "\\n",
  "\r": "\\r",
};
const CHUNK = 64 * 1024;

/** One row in PostgreSQL's text format; null is the database's null. */
export function copyLine(values: readonly (string | number | boolean | null)[]): string {
  return `${values.map(copyValue).join("\t")}\n`;
}

// Looking first is several times faster than replacing nothing.
function copyValue(value: string | number | boolean | null): string {
  if (value === null) return "\\N";
  if (typeof value !== "string") return String(value);
  if (!SPECIAL.test(value)) return value;
  return value.replaceAll(/[\\\t\n\r]/g, (found) => ESCAPES[found] ?? found);
}

/** An array as PostgreSQL writes it, for a column of a copied row. */
export function arrayLiteral(items: readonly string[]): string {
  return `{${items.map((item) => `"${item.replaceAll(/["\\]/g, "\\$&")}"`).join(",")}}`;
}

/**
 * Copies rows into a table as they come, no faster than the database takes them.
 * @param statement `copy … from stdin`
 * @param lineOf a row as {@link copyLine} writes it
 */
export async function copyRows<Row>(
  transaction: Transaction,
  statement: string,
  rows: AsyncIterable<Row>,
  lineOf: (row: Row) => string,
): Promise<void> {
  const sink = await transaction.copyFrom(statement);
  // The connection may be cut while nobody waits for the sink; it says so at the next chunk, or at the end.
  sink.on("error", () => {});
  try {
    let chunk = "";
    for await (const row of rows) {
      chunk += lineOf(row);
      if (sink.errored) throw sink.errored;
      if (chunk.length < CHUNK) continue;
      if (!sink.write(chunk)) await once(sink, "drain");
      chunk = "";
    }
    sink.end(chunk);
    await finished(sink);
  } catch (error) {
    sink.destroy();
    throw error;
  }
}
