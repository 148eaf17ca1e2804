import { parseArgs } from "node:util";
import { fullScale, quickScale, type Scale } from "./content/scale.js";
import { readVariant, type Variant } from "./contestants/termgate.js";
import type { Effort } from "./measure/contest.js";
import { readWorkloads } from "./workloads/workloads.js";

/** What `npm run bench` was asked to do. */
export interface Options {
  readonly scale: Scale;
  readonly effort: Effort;
  /** Letters of the workloads; null: all. */
  readonly only: readonly string[] | null;
  readonly variants: readonly Variant[];
  readonly fresh: boolean;
  readonly markdown: boolean;
  readonly profile: boolean;
  readonly help: boolean;
}

const usualEffort: Effort = {
  connections: [8, 32],
  seconds: 20,
  sliceSeconds: 1,
  warmupSeconds: 4,
  compared: 200,
  requests: 60_000,
};

const quickEffort: Effort = {
  connections: [8],
  seconds: 1,
  sliceSeconds: 0.5,
  warmupSeconds: 0.5,
  compared: 15,
  requests: 3000,
};

const letters = new Set([
  ...readWorkloads.map(({ letter }) => letter),
  "g",
  "h",
  "i",
  "j",
  "k",
  "m",
  "n",
  "p",
  "s",
]);

export const usage = `Measures Termgate against PostGraphile and against bare SQL, all in one run.

npm run bench -- [options]

  --only LETTERS      only these workloads, separated by commas:
                      a (look up a code), b (1,000 codes), c (pages), d (nested),
                      e (members of a collection), f (contains), r (reads that come again),
                      g (searches), h (edits), i (1,000 references), j (imports),
                      k (reads and edits at once), m (collections by size),
                      p (processes), s (after a start)
  --duration SECONDS  of measurement for each contestant, workload and number of connections
                      (${usualEffort.seconds})
  --connections LIST  of the load generator (${usualEffort.connections.join(",")})
  --quick             little content and short measurements: shows that everything works
  --fresh             loads the content anew
  --variant NAME=ENTRY[,VARIABLE=VALUE…]
                      measures another compiled main program of Termgate too; NODE=22 runs it
                      with the newer Node that PostGraphile has; may be given several times
  --profile           instead of measuring, tells where Termgate's processor time goes
  --markdown          prints the summary alone, as Markdown; the other tables go to stderr
  --help              this page

BENCH_DATABASE_URL names another PostgreSQL than the embedded one.
`;

/** @throws where an argument is not understood */
export function readOptions(given: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...given],
    options: {
      only: { type: "string" },
      duration: { type: "string" },
      connections: { type: "string" },
      quick: { type: "boolean", default: false },
      fresh: { type: "boolean", default: false },
      variant: { type: "string", multiple: true, default: [] },
      profile: { type: "boolean", default: false },
      markdown: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const effort = values.quick ? quickEffort : usualEffort;
  return {
    scale: values.quick ? quickScale : fullScale,
    effort: {
      ...effort,
      seconds: values.duration ? positive(values.duration) : effort.seconds,
      connections: values.connections?.split(",").map(positive) ?? effort.connections,
    },
    only: values.only?.split(",").map(letter) ?? null,
    variants: values.variant.map(readVariant),
    ...{ fresh: values.fresh, markdown: values.markdown },
    ...{ profile: values.profile, help: values.help },
  };
}

function letter(text: string): string {
  if (!letters.has(text)) throw new Error(`There is no workload "${text}": ${[...letters]}`);
  return text;
}

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new Error(`"${text}" is not a number above 0`);
  return value;
}
