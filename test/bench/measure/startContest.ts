import type { Bench } from "../bench.js";
import { Graph } from "../collections/graph.js";
import { readContentIndex } from "../content/contentIndex.js";
import { makeClient, startTermgate, usualVariant } from "../contestants/termgate.js";
import { type SummaryLine, startAim } from "../report/aims.js";
import type { Report } from "../report/report.js";
import { figure, ratio, type Table } from "../report/table.js";
import { memberPage } from "../workloads/collectionMembers.js";
import { oldPageByCursor } from "../workloads/pagesByCursor.js";
import type { ReadWorkload } from "../workloads/workload.js";
import { type Drawer, drawerOf } from "./questions.js";
import { median } from "./statistics.js";

const ROUNDS = { full: 7, quick: 2 } as const;
const WARMING = { full: 300, quick: 40 } as const;
const WARM = 50;

/** Reads that name the version that they are of. */
const pinned: readonly (readonly [what: string, workload: ReadWorkload])[] = [
  ["page of a crosswalk's mappings", oldPageByCursor],
  ["page of a collection's members", memberPage],
];

interface Started {
  readonly seconds: number;
  readonly first: number;
  readonly warm: number;
}

/** The first read after a start of the server, of each kind after a start of its own, against later ones. */
export async function measureStarts(bench: Bench): Promise<Report> {
  const { options, server, databases, tell } = bench;
  const content = await readContentIndex(server.location(databases.content));
  const rows: (string | null)[][] = [];
  const lines: SummaryLine[] = [];
  for (const [what, workload] of pinned) {
    // Another question comes first in each round.
    const draw = drawerOf(workload, content);
    const rounds: Started[] = [];
    for (let round = 0; round < ROUNDS[options.scale.name]; round += 1) {
      rounds.push(await startOnce(bench, workload, draw));
    }
    const middle = (of: (each: Started) => number) => median(rounds.map(of));
    const [first, warm] = [middle((each) => each.first), middle((each) => each.warm)];
    const start = middle(({ seconds }) => seconds);
    rows.push([what, figure(start), figure(first), figure(warm), ratio(first, warm)]);
    lines.push({
      ...{ workload: `s  first ${what} after a start`, floor: null, peer: null },
      otherwise: `${figure(first)} ms, ${ratio(first, warm)} warm`,
      aims: [{ aim: startAim, value: first / warm }],
    });
    tell(`s  ${what}: measured`);
  }
  return { tables: [table(rows)], lines };
}

async function startOnce(
  { options, server, databases }: Bench,
  workload: ReadWorkload,
  draw: Drawer,
): Promise<Started> {
  const database = databases.content;
  const client = await makeClient(server, database);
  const began = performance.now();
  const termgate = await startTermgate(usualVariant, { server, database, client });
  const seconds = (performance.now() - began) / 1000;
  try {
    const graph = new Graph(termgate);
    const warming = WARMING[options.scale.name];
    const taken: number[] = [];
    for (const { termgate: variables } of draw(1 + warming + WARM)) {
      taken.push((await graph.ask(workload.termgate.document, variables)).taken);
    }
    return { seconds, first: taken[0] ?? Number.NaN, warm: median(taken.slice(-WARM)) };
  } finally {
    await termgate.stop();
  }
}

function table(rows: readonly (readonly (string | null)[])[]): Table {
  return {
    title: "s  after a start",
    about:
      "The first read after the server is ready, a version being named, and the same kind of read, with " +
      "other values, when the server has answered many; one request at a time, milliseconds, medians.",
    columns: ["read", "start s", "first", "warm", "/warm"],
    rows,
  };
}
