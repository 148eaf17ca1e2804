import { asc, desc, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { type Key, type Slice, skippedBefore, sliceOf, type Window } from "../kernel/window.js";

/** The total order of a list: the columns that make it, and keys before the first and after the last row. */
export interface Ordering {
  readonly columns: readonly SQLWrapper[];
  readonly direction: "ASC" | "DESC";
  /** Whether all columns but the first ascend, whatever the direction. */
  readonly tiesAscend?: boolean;
  readonly lowest: Key;
  readonly highest: Key;
}

/** Sorts, bytewise, after every text we keep. */
export const HIGHEST_TEXT = "\u{10FFFF}";
export const HIGHEST_INTEGER = 2_147_483_647;

/** What the statement of a windowed list needs beside its own conditions. */
export interface WindowParts {
  /** Keeps the rows between the window's ends. */
  readonly between: SQL;
  readonly order: SQL[];
  readonly take: ReturnType<typeof sql.placeholder>;
  readonly skip: ReturnType<typeof sql.placeholder>;
  /** To tell the two statements of one list apart. */
  readonly suffix: "forward" | "backward";
}

/** A statement that waits for its parameters. */
export interface Prepared<Row> {
  execute(parameters: Record<string, unknown>): Promise<Row[]>;
}

/**
 * A statement for each reading direction. Answers the rows as they come: in reading direction, one more than
 * asked for.
 * @param prepare makes the statement for one direction
 */
export function directed<Row>(
  ordering: Ordering,
  prepare: (parts: WindowParts) => Prepared<Row>,
): (window: Window, parameters: Record<string, unknown>) => Promise<Row[]> {
  const forward = prepare(windowParts(ordering, false));
  const backward = prepare(windowParts(ordering, true));
  return (window, parameters) => {
    const statement = isBackward(window) ? backward : forward;
    return statement.execute({ ...parameters, ...windowParameters(ordering, window) });
  };
}

/** A list that can be read in windows from either end. */
export function windowed<Row>(
  ordering: Ordering,
  prepare: (parts: WindowParts) => Prepared<Row>,
): (window: Window, parameters: Record<string, unknown>) => Promise<Slice<Row>> {
  const read = directed(ordering, prepare);
  return async (window, parameters) => sliceOf(await read(window, parameters), window);
}

function isBackward(window: Window): boolean {
  return window.by === "cursor" && window.backward;
}

function windowParts(ordering: Ordering, backward: boolean): WindowParts {
  const { columns, direction } = ordering;
  const ascending = (at: number) =>
    (direction === "ASC" || (at > 0 && ordering.tiesAscend === true)) !== backward;
  return {
    between: isMixed(ordering) ? betweenMixed(columns) : betweenRows(columns),
    order: columns.map((column, at) => (ascending(at) ? asc(column) : desc(column))),
    take: sql.placeholder("take"),
    skip: sql.placeholder("skip"),
    suffix: backward ? "backward" : "forward",
  };
}

function isMixed({ direction, tiesAscend }: Ordering): boolean {
  return direction === "DESC" && tiesAscend === true;
}

function betweenRows(columns: readonly SQLWrapper[]): SQL {
  const row = list(columns.map((column) => sql`${column}`));
  return sql`${row} > ${bounds("low", columns)} and ${row} < ${bounds("high", columns)}`;
}

/** The first column descends and the others ascend: `low` is the end that is read first. */
function betweenMixed([first, ...ties]: readonly SQLWrapper[]): SQL {
  const rest = list(ties.map((column) => sql`${column}`));
  const [low, high] = [sql.placeholder("low0"), sql.placeholder("high0")];
  return sql`(${first} < ${low} or ${first} = ${low} and ${rest} > ${bounds("low", ties, 1)})
    and (${first} > ${high} or ${first} = ${high} and ${rest} < ${bounds("high", ties, 1)})`;
}

function bounds(side: "low" | "high", columns: readonly SQLWrapper[], from = 0): SQL {
  return list(columns.map((_, at) => sql`${sql.placeholder(`${side}${at + from}`)}`));
}

function list(items: readonly SQL[]): SQL {
  return sql`(${sql.join([...items], sql`, `)})`;
}

/** The values of the placeholders of {@link windowParts}: one row more than asked for tells what follows. */
function windowParameters(ordering: Ordering, window: Window): Record<string, unknown> {
  const [after, before] = window.by === "cursor" ? [window.after, window.before] : [null, null];
  const { lowest, highest } = ordering;
  const mixed = isMixed(ordering);
  const [first, last] = mixed ? mixedEnds(ordering) : [lowest, highest];
  const ascending = ordering.direction === "ASC" || mixed;
  const low = (ascending ? after : before) ?? first;
  const high = (ascending ? before : after) ?? last;
  const parameters: Record<string, unknown> = {
    take: window.size + 1,
    skip: window.by === "page" ? Math.min(skippedBefore(window), HIGHEST_INTEGER) : 0,
  };
  ordering.columns.forEach((_, at) => {
    parameters[`low${at}`] = low[at];
    parameters[`high${at}`] = high[at];
  });
  return parameters;
}

/** Keys before the first and after the last row where the first column descends and the others ascend. */
function mixedEnds({ lowest, highest }: Ordering): readonly [Key, Key] {
  return [
    [...highest.slice(0, 1), ...lowest.slice(1)],
    [...lowest.slice(0, 1), ...highest.slice(1)],
  ];
}

/**
 * The same window of many parents' lists in one statement. `prepare` makes a statement whose rows say, in
 * `at`, to which parent they belong (1 is the first), each parent's rows in reading order.
 */
export function windowedPerParent<Row extends { readonly at: number }>(
  ordering: Ordering,
  prepare: (parts: WindowParts) => Prepared<Row>,
): (
  window: Window,
  parents: number,
  parameters: Record<string, unknown>,
) => Promise<readonly Slice<Row>[]> {
  const read = directed(ordering, prepare);
  return async (window, parents, parameters) => {
    const lists: Row[][] = Array.from({ length: parents }, () => []);
    for (const row of await read(window, parameters)) lists[row.at - 1]?.push(row);
    return lists.map((list) => sliceOf(list, window));
  };
}

/** The counts of many parents' lists, in the parents' order; none was counted where a parent has no row. */
export function countsPerParent(
  parents: number,
  rows: readonly { readonly at: number; readonly count: number }[],
): number[] {
  const counts = Array.from({ length: parents }, () => 0);
  for (const { at, count } of rows) counts[at - 1] = count;
  return counts;
}
