import type { ReadWorkload } from "../workloads/workload.js";
import { ratio, type Table } from "./table.js";

/** What a figure is wanted to be. */
export interface Aim {
  readonly bound: "≥" | "≤" | "<";
  readonly limit: number;
  /** What follows the limit, as in "≥ 2× PostGraphile". */
  readonly of: string;
}

/** A figure held against an aim; null: it is not known. */
export interface Held {
  readonly aim: Aim;
  readonly value: number | null;
}

/** A workload in the summary. Ratios are of speed: more is better. Null: there is none. */
export interface SummaryLine {
  readonly workload: string;
  readonly floor: number | null;
  readonly peer: number | null;
  /** What else there is to say of it. */
  readonly otherwise: string | null;
  readonly aims: readonly Held[];
}

const ofFloor = (limit: number): Aim => ({ bound: "≥", limit, of: "× floor" });
const ofPeer = (limit: number): Aim => ({ bound: "≥", limit, of: "× PostGraphile" });

interface ReadAims {
  readonly floor: Aim;
  readonly peer: Aim | null;
}

const small: ReadAims = { floor: ofFloor(0.6), peer: ofPeer(2) };
const large: ReadAims = { floor: ofFloor(0.4), peer: ofPeer(5) };

/** By letter: what is wanted of requests per second. */
const readAims: ReadonlyMap<string, ReadAims> = new Map([
  ...["a", "c", "f"].map((letter) => [letter, small] as const),
  ...["b", "d", "e"].map((letter) => [letter, large] as const),
  ["r", { floor: ofFloor(0.9), peer: null }],
]);

export function aimsOf({ letter }: Pick<ReadWorkload, "letter">): ReadAims {
  const aims = readAims.get(letter);
  if (!aims) throw new Error(`Nothing is aimed at with ${letter}`);
  return aims;
}

export const editAim: Aim = { bound: "≤", limit: 1.3, of: "× the edit of the small crosswalk" };
export const importAim: Aim = { bound: "≥", limit: 0.5, of: "× COPY" };
export const tailAim: Aim = { bound: "<", limit: 10, of: "× p50 at p99" };
export const errorAim: Aim = { bound: "≤", limit: 0, of: " errors" };
export const memoryAim: Aim = { bound: "<", limit: 350, of: " MB" };
export const startAim: Aim = { bound: "≤", limit: 2, of: "× warm" };

/** Whether a figure is what it is wanted to be; null where it is not known. */
export function isMet({ aim: { bound, limit }, value }: Held): boolean | null {
  if (value === null || !Number.isFinite(value)) return null;
  if (bound === "≥") return value >= limit;
  return bound === "≤" ? value <= limit : value < limit;
}

const answer = (met: boolean | null) => (met === null ? null : met ? "yes" : "no");

/** A ratio with the aim beside it and whether it was reached: `0.51× (≥ 0.6: no)`. */
export function besideAim(held: Held): string | null {
  const { aim, value } = held;
  const shown = ratio(value, 1);
  return shown && `${shown} (${aim.bound} ${aim.limit}: ${answer(isMet(held))})`;
}

/** One table of all that was measured, for the README. */
export function summaryTable(lines: readonly SummaryLine[]): Table {
  return {
    title: "Summary",
    about:
      "How fast Termgate is against the floor, bare SQL behind a bare HTTP server, and against PostGraphile: " +
      "more is better. Of several numbers of connections, the lowest ratio.",
    columns: ["workload", "× floor", "× PostGraphile", "otherwise", "aim", "met"],
    rows: lines.map(({ workload, floor, peer, otherwise, aims }) => {
      const met = aims.map(isMet);
      const all = met.includes(false) ? false : met.includes(null) ? null : true;
      return [
        ...[workload, ratio(floor, 1), ratio(peer, 1), otherwise],
        aims.map(({ aim }) => `${aim.bound} ${aim.limit}${aim.of}`).join(", ") || null,
        aims.length === 0 ? null : answer(all),
      ];
    }),
  };
}
