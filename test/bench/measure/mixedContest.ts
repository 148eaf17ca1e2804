import { connect } from "../../../src/store/database.js";
import type { Bench } from "../bench.js";
import { type ContentIndex, readContentIndex } from "../content/contentIndex.js";
import type { Contestant } from "../contestants/contestant.js";
import { makeClient, startTermgate, usualVariant } from "../contestants/termgate.js";
import { withCopy } from "../database/server.js";
import { Connection } from "../load/connection.js";
import { Generator } from "../load/generator.js";
import type { Slice } from "../load/protocol.js";
import { bodyText, requestText } from "../load/requests.js";
import { mixedLines, mixedTable, type Side } from "../report/mixed.js";
import { memoryLine } from "../report/reads.js";
import type { Report } from "../report/report.js";
import { contains } from "../workloads/collectionMembers.js";
import { type EditedCrosswalk, editedCrosswalks } from "../workloads/editedCrosswalks.js";
import { EDIT, editFor, versionMade } from "../workloads/edits.js";
import { lookUpCode } from "../workloads/lookUpCode.js";
import { newestPageByCursor, oldPageByCursor } from "../workloads/pagesByCursor.js";
import type { ReadWorkload } from "../workloads/workload.js";
import { forgetPeak, peakMemory } from "./processes.js";
import { drawerOf, prepareRequests } from "./questions.js";
import { quantile } from "./statistics.js";

const CONNECTIONS = 64;
const SECONDS = { full: 120, quick: 6 } as const;
/** Different edits of each crosswalk; they come again with other values. */
const EDITS = 500;

/** So many of each in turn: what a gateway is asked all day. */
const mix: readonly (readonly [ReadWorkload, number])[] = [
  [lookUpCode, 10],
  [newestPageByCursor, 4],
  [oldPageByCursor, 4],
  [contains, 2],
];

/**
 * Reads on most of the connections, edits on the others, each of a crosswalk of its own and one after the
 * other, all at once for a while; on a copy of the content that is thrown away.
 */
export async function measureMixed(bench: Bench): Promise<Report> {
  return await withCopy(bench.server, bench.databases.edited, (copy) => measureOn(bench, copy));
}

async function measureOn({ options, server, tell }: Bench, copy: string): Promise<Report> {
  const { scale, effort } = options;
  const sql = connect(server.location(copy), { max: 1 });
  const client = await makeClient(server, copy);
  const content = await readContentIndex(server.location(copy));
  const edited = await editedCrosswalks(sql, scale, EDITS);
  await sql.end({ timeout: 5 });
  const termgate = await startTermgate(usualVariant, { server, database: copy, client });
  const generator = new Generator();
  try {
    await prepareMix({ generator, termgate, content }, effort.requests);
    await generator.run(termgate.name, effort.connections[0] ?? 1, effort.warmupSeconds * 1000);
    forgetPeak(termgate.pid);
    const readers = CONNECTIONS - edited.length;
    const milliseconds = SECONDS[scale.name] * 1000;
    const end = performance.now() + milliseconds;
    const [reads, ...written] = await Promise.all([
      generator.attempt(termgate.name, readers, milliseconds),
      ...edited.map((crosswalk) => editUntil(end, termgate, crosswalk)),
    ]);
    tell(`k  ${CONNECTIONS} connections for ${milliseconds / 1000} s: measured`);
    const sides = [readSide(reads, readers), writeSide(written, SECONDS[scale.name])];
    const memory = memoryLine("reads and edits at once", [peakMemory(termgate.pid)]);
    const about = `${CONNECTIONS} connections for ${SECONDS[scale.name]} s`;
    return { tables: [mixedTable(about, sides)], lines: [...mixedLines(sides), memory] };
  } finally {
    generator.stop();
    await termgate.stop();
  }
}

interface Mixing {
  readonly generator: Generator;
  readonly termgate: Contestant;
  readonly content: ContentIndex;
}

async function prepareMix({ generator, termgate, content }: Mixing, requests: number) {
  const drawers = mix.map(([workload, count]) => ({
    workload,
    count,
    draw: drawerOf(workload, content),
    digests: new Map(),
  }));
  const target = await termgate.target("");
  const known = { ...termgate, target: async () => target };
  const inTurn = drawers.reduce((sum, { count }) => sum + count, 0);
  for (let made = 0; made < requests; made += inTurn) {
    for (const each of drawers) await prepareRequests(generator, [known], each);
  }
}

interface Written {
  readonly taken: readonly number[];
  readonly failures: readonly string[];
}

/** Edits a crosswalk again and again, each time the version that the last edit made. */
async function editUntil(
  end: number,
  termgate: Contestant,
  { edits, newest }: EditedCrosswalk,
): Promise<Written> {
  const target = await termgate.target(EDIT);
  const [taken, failures]: [number[], string[]] = [[], []];
  let [version, connection] = [newest, new Connection(target.host, target.port)];
  for (let nth = 0; performance.now() < end; nth += 1) {
    const edit = edits.attribute[nth % edits.attribute.length];
    if (!edit) throw new Error("There is nothing to edit");
    const asked = editFor(termgate, { ...edit, version, value: `mixed ${nth}` });
    const request = requestText(target, bodyText(asked.document, asked.variables));
    const sent = performance.now();
    try {
      if (!connection.isOpen) connection = new Connection(target.host, target.port);
      version = versionMade((await connection.send(request)).body.toString("utf8"));
    } catch (error) {
      failures.push(String(error));
    }
    taken.push(performance.now() - sent);
  }
  connection.close();
  return { taken, failures };
}

function readSide(slice: Slice, connections: number): Side {
  const { requests, seconds, p50, p99, failures, failure } = slice;
  const perSecond = requests / seconds;
  return { what: "reads", connections, perSecond, p50, p99, failures, failure };
}

function writeSide(written: readonly Written[], seconds: number): Side {
  const taken = written.flatMap((each) => each.taken);
  const failures = written.flatMap((each) => each.failures);
  return {
    ...{ what: "edits", connections: written.length, perSecond: taken.length / seconds },
    ...{ p50: quantile(taken, 0.5), p99: quantile(taken, 0.99) },
    ...{ failures: failures.length, failure: failures[0] ?? null },
  };
}
