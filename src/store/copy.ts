import { once } from "node:events";
import { finished } from "node:stream/promises";
import type { Transaction } from "./database.js";

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

function copyValue(value: string | number | boolean | null): string {
  if (value === null) return "\\N";
  return typeof value === "string"
    ? value.replaceAll(/[\\\t\n\r]/g, (found) => ESCAPES[found] ?? found)
    : String(value);
}

/** An array as PostgreSQL writes it, for a column of a copied row. */
export function arrayLiteral(items: readonly string[]): string {
  return `{${items.map((item) => `"${item.replaceAll(/["\\]/g, "\\$&")}"`).join(",")}}`;
}

/**
 * Copies lines into a table as they come, no faster than the database takes them.
 * @param statement `copy … from stdin`
 */
export async function copyLines(
  transaction: Transaction,
  statement: string,
  lines: AsyncIterable<string>,
): Promise<void> {
  const sink = await transaction.copyFrom(statement);
  try {
    let chunk = "";
    for await (const line of lines) {
      chunk += line;
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
