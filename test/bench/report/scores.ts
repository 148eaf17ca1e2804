import type { Score } from "../measure/contest.js";
import type { ReadWorkload } from "../workloads/workload.js";
import { type Aim, aimsOf, besideAim } from "./aims.js";
import { figure, ratio, type Table } from "./table.js";

export const PRODUCT = "Termgate";
export const FLOOR = "floor";
export const PEER = "PostGraphile";
const MEGABYTE = 1024 * 1024;

const COLUMNS = [
  "contestant",
  "req/s",
  "/floor",
  "/PostGraphile",
  "p50 ms",
  "p99 ms",
  "server CPU ms",
  "SQL CPU ms",
  "CPU ms",
  "/floor",
  "/PostGraphile",
  "SQL",
  "KB",
  "peak MB",
];

const cpuOf = ({ serverCpu, databaseCpu }: Score) =>
  serverCpu === null || databaseCpu === null ? null : serverCpu + databaseCpu;

/** The scores of one workload at one number of connections. */
export function scoreTable(
  workload: ReadWorkload,
  connections: number,
  scores: readonly Score[],
): Table {
  const { name, about } = workload;
  const aims = aimsOf(workload);
  const own = scores.filter(
    (score) => score.workload === name && score.connections === connections,
  );
  const floor = own.find(({ contestant }) => contestant === FLOOR);
  const peer = own.find(({ contestant }) => contestant === PEER);
  return {
    title: `${name}, ${connections} connections`,
    about,
    columns: COLUMNS,
    rows: own.map((score) => [
      score.contestant,
      figure(score.perSecond),
      beside(score, floor, aims.floor),
      beside(score, peer, aims.peer),
      figure(score.p50),
      figure(score.p99),
      figure(score.serverCpu),
      figure(score.databaseCpu),
      figure(cpuOf(score)),
      ratio(cpuOf(score), floor && cpuOf(floor)),
      ratio(cpuOf(score), peer && cpuOf(peer)),
      figure(score.statements),
      figure(score.bytes / 1024),
      figure(score.peakMemory === null ? null : score.peakMemory / MEGABYTE),
    ]),
  };
}

/** How fast one was against another; of the product with what is aimed at. */
function beside(score: Score, other: Score | undefined, aim: Aim | null): string | null {
  if (score.contestant !== PRODUCT || aim === null) return ratio(score.perSecond, other?.perSecond);
  return besideAim({ aim, value: other ? score.perSecond / other.perSecond : null });
}
