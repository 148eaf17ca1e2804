import type { Bench } from "../bench.js";
import { readContentIndex } from "../content/contentIndex.js";
import type { Contestant } from "../contestants/contestant.js";
import { makeClient, startTermgate, usualVariant } from "../contestants/termgate.js";
import { Generator } from "../load/generator.js";
import type { SummaryLine } from "../report/aims.js";
import type { Report } from "../report/report.js";
import { figure, ratio, type Table } from "../report/table.js";
import { lookUpCode } from "../workloads/lookUpCode.js";
import { newestPageByCursor, oldPageByCursor } from "../workloads/pagesByCursor.js";
import { contest, type Score } from "./contest.js";
import { DatabaseMeter } from "./databaseUse.js";

const COUNTS = [1, 2] as const;
const workloads = [lookUpCode, newestPageByCursor, oldPageByCursor];
const MEGABYTE = 1024 * 1024;

/** The same load on one process and on two that serve one port, in turns. */
export async function measureProcesses(bench: Bench): Promise<Report> {
  const { options, server, databases, tell } = bench;
  const database = databases.content;
  const client = await makeClient(server, database);
  const contestants: Contestant[] = [];
  const generator = new Generator();
  try {
    for (const count of COUNTS) {
      const [entry, ...given] = usualVariant.program;
      const program = [entry, ...given, "--processes", String(count)] as const;
      const variant = { ...usualVariant, name: nameOf(count), program };
      contestants.push(await startTermgate(variant, { server, database, client }));
    }
    const content = await readContentIndex(server.location(database));
    const meter = await DatabaseMeter.open(server, database);
    const scores: Score[] = [];
    for (const workload of workloads) {
      const arena = { contestants, content, generator, meter, tell };
      scores.push(...(await contest(arena, workload, options.effort)));
    }
    return { tables: [processTable(scores)], lines: processLines(scores) };
  } finally {
    generator.stop();
    await Promise.all(contestants.map((contestant) => contestant.stop()));
  }
}

const nameOf = (count: number) => (count === 1 ? "1 process" : `${count} processes`);
const [ONE, TWO] = COUNTS.map(nameOf);

interface Pair {
  readonly one: Score;
  readonly two: Score;
}

function pairsOf(scores: readonly Score[]): Pair[] {
  return scores
    .filter(({ contestant }) => contestant === ONE)
    .flatMap((one) => {
      const two = scores.find(
        ({ contestant, workload, connections }) =>
          contestant === TWO && workload === one.workload && connections === one.connections,
      );
      return two ? [{ one, two }] : [];
    });
}

function processTable(scores: readonly Score[]): Table {
  return {
    title: "p  processes",
    about:
      "Two processes on one port against one, in turns. The load generator and PostgreSQL share the machine " +
      "with them. Memory is of all processes together.",
    columns: [
      ...["workload", "connections", "1: req/s", "2: req/s", "2/1", "1: p99 ms", "2: p99 ms"],
      ...["1: CPU ms", "2: CPU ms", "1: peak MB", "2: peak MB"],
    ],
    rows: pairsOf(scores).map(({ one, two }) => [
      ...[one.workload, String(one.connections), figure(one.perSecond), figure(two.perSecond)],
      ...[ratio(two.perSecond, one.perSecond), figure(one.p99), figure(two.p99)],
      ...[figure(one.serverCpu), figure(two.serverCpu), megabytes(one), megabytes(two)],
    ]),
  };
}

function megabytes({ peakMemory }: Score): string | null {
  return figure(peakMemory === null ? null : peakMemory / MEGABYTE);
}

function processLines(scores: readonly Score[]): SummaryLine[] {
  return pairsOf(scores).map(({ one, two }) => ({
    workload: `p  two processes, ${one.workload.slice(0, 2).trim()}, ${one.connections} connections`,
    ...{ floor: null, peer: null, aims: [] },
    otherwise: `${ratio(two.perSecond, one.perSecond)} one process; ${megabytes(two)} MB together`,
  }));
}
