import { errorAim, type SummaryLine, tailAim } from "./aims.js";
import { figure, ratio, type Table } from "./table.js";

/** What came of the reads, or of the edits, of a mixed load. Times are in milliseconds. */
export interface Side {
  readonly what: string;
  readonly connections: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly failures: number;
  /** One of the failures. */
  readonly failure: string | null;
}

/** @param about how many connections there were for how long */
export function mixedTable(about: string, sides: readonly Side[]): Table {
  const failure = sides.map((side) => side.failure).find((text) => text !== null);
  return {
    title: "k  reads and edits at once",
    about:
      `${about}: codes looked up, pages and contains, and edits of one row, each connection the next when ` +
      `its last was answered.${failure ? ` One failed with: ${failure}` : ""}`,
    columns: ["", "connections", "per second", "p50 ms", "p99 ms", "p99/p50", "errors"],
    rows: sides.map(({ what, connections, perSecond, p50, p99, failures }) => [
      ...[what, String(connections), figure(perSecond), figure(p50), figure(p99)],
      ...[ratio(p99, p50), String(failures)],
    ]),
  };
}

export function mixedLines(sides: readonly Side[]): SummaryLine[] {
  return sides.map(({ what, perSecond, p50, p99, failures }) => ({
    ...{ workload: `k  reads and edits at once: ${what}`, floor: null, peer: null },
    otherwise: `${figure(perSecond)}/s, p50 ${figure(p50)} ms, p99 ${figure(p99)} ms`,
    aims: [
      { aim: tailAim, value: p99 / p50 },
      { aim: errorAim, value: failures },
    ],
  }));
}
