import { readHeaded, strictly } from "../fieldLines.js";
import { FileRefused, type RejectedLine, type SourceFile } from "../format.js";
import { isRightSctid, isSctid } from "./identifiers.js";
import { COLUMNS, type Rf2Table } from "./roles.js";

/** One state of one thing, as a row has it. */
export interface State {
  readonly file: string;
  readonly line: number;
  readonly id: string;
  /** `YYYYMMDD` */
  readonly since: string;
  readonly active: boolean;
  readonly moduleId: string;
  /** The columns behind the module. */
  readonly fields: readonly string[];
}

const COMMON = 4;

/** Tables whose last column has concepts of the core alone, of eighteen digits. */
const CORE: ReadonlySet<Rf2Table> = new Set([
  "CONCEPTS",
  "DESCRIPTIONS",
  "RELATIONSHIPS",
  "LANGUAGES",
]);

/** Whether the last field of a line that nothing ends may be whole. */
function isWhole(table: Rf2Table, last: string): boolean {
  if (table === "SIMPLE_MAP") return last !== "";
  const isCore = !CORE.has(table) || last.length === "900000000000448009".length;
  return isCore && isSctid(last) && isRightSctid(last);
}

/**
 * The states in a table, those left out that began after a day.
 * @param until `YYYYMMDD`; null: all
 */
export async function* readStates(
  file: SourceFile,
  table: Rf2Table,
  until: string | null,
): AsyncGenerator<State | RejectedLine> {
  const names = COLUMNS[table].split(" ");
  const columns = { names, required: names.length };
  const isWholeHere = (last: string) => isWhole(table, last.trim());
  for await (const line of readHeaded(strictly(file), columns, isWholeHere)) {
    if ("rejected" in line) {
      yield line;
      continue;
    }
    const [id = "", since = "", active = "", moduleId = "", ...fields] = line.fields;
    const rejected = faultOf(since, active, id);
    if (rejected !== null) yield { file: file.name, line: line.line, rejected };
    else if (until === null || since <= until) {
      yield {
        file: file.name,
        line: line.line,
        id,
        since,
        active: active === "1",
        moduleId,
        fields,
      };
    }
  }
}

function faultOf(since: string, active: string, id: string): string | null {
  if (id === "") return "there is no id";
  if (!/^\d{8}$/.test(since)) return `effectiveTime is ${JSON.stringify(since)}, no YYYYMMDD`;
  return /^[01]$/.test(active) ? null : `active is ${JSON.stringify(active)}, neither 0 nor 1`;
}

/** How many fields stand before those of {@link State.fields}. */
export function fieldAt(table: Rf2Table, column: string): number {
  const place = COLUMNS[table].split(" ").indexOf(column) - COMMON;
  if (place < 0) throw new FileRefused(`${table} has no column ${column}`);
  return place;
}

/** The newest state of each thing, in the order in which they first came. */
export function newest<Row extends { readonly id: string; readonly since: string }>(
  rows: readonly Row[],
): readonly Row[] {
  const found = new Map<string, Row>();
  for (const row of rows) {
    const known = found.get(row.id);
    if (!known || row.since > known.since) found.set(row.id, row);
  }
  return [...found.values()];
}

/** A state that stands there twice: the second of two rows with one id and one time. */
export function repeated<Row extends { readonly id: string; readonly since: string }>(
  rows: readonly Row[],
): Row | null {
  const seen = new Set<string>();
  for (const row of rows) {
    const key = `${row.id} ${row.since}`;
    if (seen.has(key)) return row;
    seen.add(key);
  }
  return null;
}
