import type { Score } from "../measure/contest.js";
import type { ReadWorkload } from "../workloads/workload.js";
import { figure, ratio, type Table } from "./table.js";

const FLOOR = "floor";
const PEER = "PostGraphile";
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
  { name, about }: ReadWorkload,
  connections: number,
  scores: readonly Score[],
): Table {
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
      ratio(score.perSecond, floor?.perSecond),
      ratio(score.perSecond, peer?.perSecond),
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
