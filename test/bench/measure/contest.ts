import type { ContentIndex } from "../content/contentIndex.js";
import type { Contestant } from "../contestants/contestant.js";
import type { Generator } from "../load/generator.js";
import type { Slice } from "../load/protocol.js";
import type { ReadWorkload } from "../workloads/workload.js";
import { type ComparedDraws, compareAnswers } from "./compare.js";
import { cpuBetween, type DatabaseMeter } from "./databaseUse.js";
import { cpuSeconds, forgetPeak, peakMemory } from "./processes.js";
import { drawerOf, learnCursors, prepareRequests } from "./questions.js";
import { median, sum } from "./statistics.js";

/** How long and how hard. */
export interface Effort {
  readonly connections: readonly number[];
  /** Seconds of measurement of each contestant, for each workload and number of connections. */
  readonly seconds: number;
  readonly sliceSeconds: number;
  readonly warmupSeconds: number;
  /** Answers that are compared before anything is timed. */
  readonly compared: number;
  /** Different requests; when they are used up they come again from the first. */
  readonly requests: number;
}

/** What one contestant did with one workload. Times are in milliseconds. */
export interface Score {
  readonly workload: string;
  readonly contestant: string;
  readonly connections: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** Processor time of the server for a request, and of PostgreSQL; null where nobody tells. */
  readonly serverCpu: number | null;
  readonly databaseCpu: number | null;
  readonly statements: number | null;
  /** Bytes of an answer. */
  readonly bytes: number;
  /** Largest resident memory of the server, in bytes. */
  readonly peakMemory: number | null;
}

/** Who takes part, and what they are measured with. */
export interface Arena {
  readonly contestants: readonly Contestant[];
  readonly content: ContentIndex;
  readonly generator: Generator;
  readonly meter: DatabaseMeter;
  readonly tell: (line: string) => void;
}

interface Measured extends Slice {
  readonly serverCpu: number | null;
  readonly databaseCpu: number | null;
  readonly statements: number | null;
}

/** So many times as long until all of what comes again has come once. */
const REMEMBERING = 5;

/** Compares the answers, then measures all contestants in turns, many short ones each. */
export async function contest(
  arena: Arena,
  workload: ReadWorkload,
  effort: Effort,
): Promise<Score[]> {
  const { contestants, generator, tell } = arena;
  const compared = await getReady(arena, workload, effort);
  const warmup = effort.warmupSeconds * (workload.comesAgain ? REMEMBERING : 1);
  for (const { name, pid } of contestants) {
    await generator.run(name, effort.connections[0] ?? 1, warmup * 1000);
    forgetPeak(pid);
  }
  const scores: Score[] = [];
  for (const connections of effort.connections) {
    const slices = new Map(contestants.map(({ name }) => [name, [] as Measured[]]));
    const rounds = Math.max(1, Math.round(effort.seconds / effort.sliceSeconds));
    for (let round = 0; round < rounds; round += 1) {
      for (const contestant of rotated(contestants, round)) {
        const slice = await measured(arena, contestant, {
          connections,
          milliseconds: effort.sliceSeconds * 1000,
        });
        slices.get(contestant.name)?.push(slice);
      }
    }
    for (const contestant of contestants) {
      const own = slices.get(contestant.name) ?? [];
      scores.push({ ...scored(contestant, own), workload: workload.name, connections });
    }
    tell(`${workload.name}, ${connections} connections: measured`);
  }
  await generator.forget();
  if (workload.comesAgain) {
    await compareAnswers(contestants, workload, compared);
    tell(`${workload.name}: the answers are still equal`);
  }
  return scores;
}

/** @returns what was asked of everybody to compare the answers */
async function getReady(
  arena: Arena,
  workload: ReadWorkload,
  effort: Effort,
): Promise<ComparedDraws> {
  const { contestants, content, generator, tell } = arena;
  const draw = drawerOf(workload, content);
  const compared = draw(effort.compared);
  const [sample] = compared;
  const peer = contestants.find(({ kind }) => kind === "POSTGRAPHILE");
  if (!sample) throw new Error("Nothing was drawn");
  const digests = peer ? await learnCursors(peer, workload, sample) : new Map<string, unknown>();
  const length = await compareAnswers(contestants, workload, { drawn: compared, digests });
  tell(`${workload.name}: ${compared.length} answers of ${length.toFixed(0)} characters are equal`);
  const prepared = { workload, draw, digests, count: effort.requests };
  await prepareRequests(generator, contestants, prepared);
  return { drawn: compared, digests };
}

/** Everybody begins a round as often as the others. */
function rotated<Item>(items: readonly Item[], by: number): Item[] {
  const at = by % items.length;
  return [...items.slice(at), ...items.slice(0, at)];
}

async function measured(
  { generator, meter }: Arena,
  { name, pid }: Contestant,
  { connections, milliseconds }: { readonly connections: number; readonly milliseconds: number },
): Promise<Measured> {
  const before = await meter.read();
  const cpuBefore = cpuSeconds(pid);
  const slice = await generator.run(name, connections, milliseconds);
  const cpuAfter = cpuSeconds(pid);
  const after = await meter.read();
  return {
    ...slice,
    serverCpu: cpuAfter === null || cpuBefore === null ? null : cpuAfter - cpuBefore,
    databaseCpu: cpuBetween(before, after),
    statements:
      after.statements === null || before.statements === null
        ? null
        : after.statements - before.statements,
  };
}

function scored(
  { name, pid }: Contestant,
  slices: readonly Measured[],
): Omit<Score, "workload" | "connections"> {
  const requests = sum(slices.map((slice) => slice.requests));
  const perRequest = (values: readonly (number | null)[]) => {
    const known = values.filter((value) => value !== null);
    return known.length < values.length ? null : sum(known) / requests;
  };
  const milliseconds = (seconds: number | null) => (seconds === null ? null : seconds * 1000);
  return {
    contestant: name,
    perSecond: median(slices.map((slice) => slice.requests / slice.seconds)),
    p50: median(slices.map(({ p50 }) => p50)),
    p99: median(slices.map(({ p99 }) => p99)),
    serverCpu: milliseconds(perRequest(slices.map(({ serverCpu }) => serverCpu))),
    databaseCpu: milliseconds(perRequest(slices.map(({ databaseCpu }) => databaseCpu))),
    statements: perRequest(slices.map(({ statements }) => statements)),
    bytes: perRequest(slices.map(({ bytes }) => bytes)) ?? 0,
    peakMemory: peakMemory(pid),
  };
}
