import { type EditKind, editKinds } from "../workloads/editedCrosswalks.js";
import { editAim, type SummaryLine } from "./aims.js";
import { FLOOR, PEER, PRODUCT } from "./scores.js";
import { figure, ratio, type Table } from "./table.js";

/** What one contestant took for edits of one kind, of one crosswalk. Times are in milliseconds. */
export interface EditScore {
  readonly crosswalk: string;
  readonly kind: EditKind;
  readonly contestant: string;
  readonly milliseconds: number;
  readonly slowest: number;
  readonly logBytes: number;
}

const COLUMNS = [
  ...["crosswalk", "contestant", "ms", "/floor", "/PostGraphile", "/first crosswalk"],
  ...["90 % below ms", "log bytes", "/floor", "/PostGraphile"],
];

/** A table for each kind of edit. All ratios are of what it took: less is better. */
export function editTables(scores: readonly EditScore[]): Table[] {
  return editKinds.map((kind) => {
    const own = scores.filter((score) => score.kind === kind);
    return {
      title: `h  edit of one row: ${kind === "attribute" ? "an attribute changes" : `a ${kind} is added`}`,
      about: "One at a time. The log is what PostgreSQL writes ahead; medians.",
      columns: COLUMNS,
      rows: own.map((score) => row(score, own)),
    };
  });
}

function row(score: EditScore, scores: readonly EditScore[]): (string | null)[] {
  const { crosswalk, contestant, milliseconds, slowest, logBytes } = score;
  const beside = (name: string) =>
    scores.find((other) => other.contestant === name && other.crosswalk === crosswalk);
  const first = scores.find((other) => other.contestant === contestant);
  const [floor, peer] = [beside(FLOOR), beside(PEER)];
  return [
    ...[crosswalk, contestant, figure(milliseconds)],
    ratio(milliseconds, floor?.milliseconds),
    ratio(milliseconds, peer?.milliseconds),
    ratio(milliseconds, first?.milliseconds),
    ...[figure(slowest), figure(logBytes)],
    ratio(logBytes, floor?.logBytes),
    ratio(logBytes, peer?.logBytes),
  ];
}

/** A line for each kind of edit: of the largest crosswalk, held against the first, which is small. */
export function editLines(scores: readonly EditScore[]): SummaryLine[] {
  return editKinds.flatMap((kind) => {
    const own = scores.filter((score) => score.kind === kind);
    const last = own.findLast(({ contestant }) => contestant === PRODUCT);
    const first = own.find(({ contestant }) => contestant === PRODUCT);
    if (!last || !first) return [];
    const speed = (name: string) => {
      const other = own.findLast(({ contestant }) => contestant === name);
      return other ? other.milliseconds / last.milliseconds : null;
    };
    const value = last.milliseconds / first.milliseconds;
    const took = `${figure(last.milliseconds)} ms, ${figure(value)}× that of ${first.crosswalk}`;
    return [
      {
        workload: `h  edit of one row (${kind}) of ${last.crosswalk}`,
        ...{ floor: speed(FLOOR), peer: speed(PEER), otherwise: took },
        aims: [{ aim: editAim, value }],
      },
    ];
  });
}
