import { type Bench, startContestants, stopAll } from "./bench.js";
import { readContentIndex } from "./content/contentIndex.js";
import { namesOf, openContent } from "./content/store.js";
import { openServer } from "./database/server.js";
import { Generator } from "./load/generator.js";
import { measureCollections } from "./measure/collectionContest.js";
import { contest, type Score } from "./measure/contest.js";
import { measureForms } from "./measure/crosswalkForms.js";
import { DatabaseMeter } from "./measure/databaseUse.js";
import { measureEdits } from "./measure/editContest.js";
import { measureImports } from "./measure/importContest.js";
import { measureMixed } from "./measure/mixedContest.js";
import { measureProcesses } from "./measure/processContest.js";
import { profileReads } from "./measure/profiles.js";
import { measureReferences } from "./measure/referenceContest.js";
import { measureSearches } from "./measure/searchContest.js";
import { measureStarts } from "./measure/startContest.js";
import { type Options, readOptions, usage } from "./options.js";
import { type SummaryLine, summaryTable } from "./report/aims.js";
import { memoryLine, readLine } from "./report/reads.js";
import { PRODUCT, scoreTable } from "./report/scores.js";
import { asMarkdown, asText, type Table } from "./report/table.js";
import type { ReadWorkload } from "./workloads/workload.js";
import { readWorkloads } from "./workloads/workloads.js";

const began = performance.now();

async function main(): Promise<void> {
  const options = understood(process.argv.slice(2));
  if (options.help) return void process.stdout.write(usage);
  const server = await openServer(tell);
  try {
    const { scale, fresh } = options;
    const edits = (isAsked(options, "h") || isAsked(options, "k")) && !options.profile;
    const databases = ownContent(options)
      ? namesOf(scale)
      : await openContent(server, scale, { fresh, edits, tell });
    const bench: Bench = { options, server, databases, tell };
    const reads = readWorkloads.filter(({ letter }) => isAsked(options, letter));
    if (options.profile) {
      for (const table of await profileReads(bench, reads)) show(options, table);
      return;
    }
    const lines = [...(await measureReads(bench, reads))];
    for (const [letter, measure] of otherMeasurements) {
      if (!isAsked(options, letter)) continue;
      const report = await measure(bench);
      for (const table of report.tables) show(options, table);
      lines.push(...report.lines);
    }
    print(options, summaryTable(lines));
  } finally {
    await server.stop();
  }
}

function understood(given: readonly string[]): Options {
  try {
    return readOptions(given);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    process.exit(2);
  }
}

/** What is not a question that is asked over and over. */
const otherMeasurements = [
  ["g", measureSearches],
  ["h", measureEdits],
  ["i", measureReferences],
  ["j", measureImports],
  ["k", measureMixed],
  ["m", measureCollections],
  ["n", measureForms],
  ["p", measureProcesses],
  ["s", measureStarts],
] as const;

async function measureReads(
  bench: Bench,
  workloads: readonly ReadWorkload[],
): Promise<readonly SummaryLine[]> {
  const { options, server, databases, tell } = bench;
  const { effort } = options;
  if (workloads.length === 0) return [];
  const contestants = await startContestants(bench, databases.content);
  const generator = new Generator();
  try {
    const content = await readContentIndex(server.location(databases.content));
    const meter = await DatabaseMeter.open(server, databases.content);
    const arena = { contestants, content, generator, meter, tell };
    const all: Score[] = [];
    for (const workload of workloads) {
      const scores = await contest(arena, workload, effort);
      for (const connections of effort.connections) {
        show(options, scoreTable(workload, connections, scores));
      }
      all.push(...scores);
    }
    const own = all.filter(({ contestant }) => contestant === PRODUCT);
    const memory = memoryLine(
      "reads",
      own.map(({ peakMemory }) => peakMemory),
    );
    return [...workloads.map((workload) => readLine(workload, all)), memory];
  } finally {
    generator.stop();
    await stopAll(contestants);
  }
}

/** Whether all that is asked for makes the content that it needs. */
function ownContent({ only }: Options): boolean {
  return only?.every((letter) => "jmn".includes(letter)) ?? false;
}

function isAsked({ only }: Options, letter: string): boolean {
  return only === null || only.includes(letter);
}

/** With `--markdown` the summary alone is the output, and what stands behind it goes beside. */
function show({ markdown }: Options, table: Table): void {
  (markdown ? process.stderr : process.stdout).write(`${asText(table)}\n`);
}

function print({ markdown }: Options, table: Table): void {
  process.stdout.write(`${markdown ? asMarkdown(table) : asText(table)}\n`);
}

function tell(line: string): void {
  const seconds = ((performance.now() - began) / 1000).toFixed(0).padStart(4);
  process.stderr.write(`${seconds} s  ${line}\n`);
}

await main();
