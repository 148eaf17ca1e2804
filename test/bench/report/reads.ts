import type { Score } from "../measure/contest.js";
import type { ReadWorkload } from "../workloads/workload.js";
import { aimsOf, memoryAim, type SummaryLine } from "./aims.js";
import { FLOOR, PEER, PRODUCT } from "./scores.js";
import { figure } from "./table.js";

const MEGABYTE = 1024 * 1024;

function lowest(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.min(...known);
}

/** The line of one workload: its ratios at the number of connections where they are lowest. */
export function readLine(workload: ReadWorkload, scores: readonly Score[]): SummaryLine {
  const own = scores.filter((score) => score.workload === workload.name);
  const against = (name: string) =>
    lowest(
      own
        .filter(({ contestant }) => contestant === PRODUCT)
        .map(({ connections, perSecond }) => {
          const other = own.find(
            (score) => score.contestant === name && score.connections === connections,
          );
          return other ? perSecond / other.perSecond : null;
        }),
    );
  const [floor, peer] = [against(FLOOR), against(PEER)];
  const aims = aimsOf(workload);
  return {
    ...{ workload: workload.name, floor, peer, otherwise: null },
    aims: [
      ...(aims.peer ? [{ aim: aims.peer, value: peer }] : []),
      { aim: aims.floor, value: floor },
    ],
  };
}

/**
 * The most memory that the product's server had under any of some loads.
 * @param loads what they are called
 * @param peaks in bytes
 */
export function memoryLine(loads: string, peaks: readonly (number | null)[]): SummaryLine {
  const known = peaks.filter((peak) => peak !== null);
  const value = known.length === 0 ? null : Math.max(...known) / MEGABYTE;
  return {
    ...{ workload: `most memory of the server: ${loads}`, floor: null, peer: null },
    otherwise: value === null ? null : `${figure(value)} MB`,
    aims: [{ aim: memoryAim, value }],
  };
}
