import type { TableLayout } from "../importers/format.js";
import { fieldNamed, tableFields } from "../importers/tableColumns.js";
import { failed, ok, type Result } from "../kernel/result.js";

/** What the command line says of a table. */
interface Given {
  /** Each `FIELD=HEADER`. */
  readonly column?: readonly string[];
  /** Each `FIELD=TEXT`. */
  readonly value?: readonly string[];
  readonly unquoted: boolean;
}

/** The layout that options describe; null where they say nothing of it. */
export function readLayout({
  column = [],
  value = [],
  unquoted,
}: Given): Result<TableLayout | null, string> {
  if (column.length === 0 && value.length === 0 && !unquoted) return ok(null);
  const columns = new Map<string, string>();
  const values = new Map<string, string>();
  const given = [
    ...column.map((text) => ["--column", text, columns] as const),
    ...value.map((text) => ["--value", text, values] as const),
  ];
  for (const [option, text, into] of given) {
    const sign = text.indexOf("=");
    const field = fieldNamed(text.slice(0, sign).trim());
    if (sign === -1 || field === null) {
      const fields = [...tableFields, "attribute:KEY"].join(", ");
      return failed(`${option} ${text} does not begin with one of ${fields} and =`);
    }
    if (columns.has(field) || values.has(field)) return failed(`${field} is given twice`);
    into.set(field, text.slice(sign + 1).trim());
  }
  return ok({ columns, values, unquoted });
}
