import "reflect-metadata";
import cluster from "node:cluster";
import type { DemoWish } from "./cli/demo/decideDemo.js";
import { openInstallation, type ReachedDatabase, reachDatabase } from "./cli/installation.js";
import { npmGone } from "./cli/npm.js";
import { jobKinds } from "./commands/jobs/jobKinds.js";
import { openCrew } from "./main/crew.js";
import { serveInCrew } from "./main/crewMember.js";
import { type Front, openAlone } from "./main/front.js";
import { readStartOptions, type StartOptions } from "./main/startOptions.js";
import { type Config, processConfig } from "./server/config.js";
import { startJobRunner } from "./server/jobRunner.js";
import { createLog } from "./server/log.js";

const ONE_MOMENT = 1000;
/** Seconds that jobs get to end in when the server stops; what is left then is begun again by another. */
const JOB_PATIENCE = 5;

async function main(): Promise<number> {
  const options = readStartOptions(process.argv.slice(2));
  if (!options.ok) {
    process.stderr.write(`${options.failure}\n`);
    return 2;
  }
  const config = processConfig();
  if (!config.ok) {
    process.stderr.write(`${config.failure.join("\n")}\n`);
    return 1;
  }
  try {
    await (cluster.isPrimary ? run(config.value, options.value) : serveInCrew(config.value));
    return 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
}

async function run(config: Config, options: StartOptions): Promise<void> {
  const stopping = onceTold(config.underNpm);
  const reached = await reachDatabase(config, "server", (line) =>
    process.stderr.write(`${line}\n`),
  );
  try {
    const log = createLog(config.logLevel);
    const { processes } = options;
    const front = await (processes > 1 ? openCrew(processes, log) : openAlone(config, log));
    try {
      const wish = demoWish(config, options);
      const opening = openInstallation(reached.location, config, wish);
      const database = await Promise.race([opening, stopping]);
      if (!database) return;
      const jobs = await startJobRunner({ database, kinds: jobKinds, log });
      const token = await front.serve({ database, location: reached.location });
      process.stdout.write(greeting(front, reached, token));
      await Promise.race([stopping, lost(reached)]);
      await Promise.all([front.stop(), jobs.stop(JOB_PATIENCE)]);
      await database.close();
    } finally {
      await front.stop();
    }
  } finally {
    await reached.embedded?.stop();
  }
}

function demoWish({ databaseUrl }: Config, { demo }: StartOptions): DemoWish {
  if (demo) return "FORCED";
  return databaseUrl === null ? "WANTED" : "UNWANTED";
}

function greeting({ url }: Front, { embedded }: ReachedDatabase, token: string | null): string {
  return [
    `Termgate is ready at ${url}`,
    `  GraphQL   ${url}/graphql`,
    `  GraphiQL  ${url}/graphiql`,
    ...(embedded === null ? [] : [`  Data      ${embedded.dataDirectory}`]),
    ...(token === null
      ? []
      : ["", "To try it, send this header; it is the client demo's and holds for an hour:"]),
    ...(token === null ? [] : [`Authorization: Bearer ${token}`]),
    "",
  ].join("\n");
}

/**
 * Resolves when the server is told to stop; told again, it stops at once. Ctrl-C reaches it twice in one
 * moment, from the terminal and from npm.
 */
function onceTold(underNpm: boolean): Promise<void> {
  return new Promise((resolve) => {
    let told: number | null = null;
    const stop = () => {
      if (told !== null && Date.now() - told > ONE_MOMENT) process.exit(1);
      told ??= Date.now();
      resolve();
    };
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);
    if (underNpm) void npmGone().then(resolve);
  });
}

async function lost({ embedded }: ReachedDatabase): Promise<never> {
  const tail = await (embedded?.exited ?? new Promise<string>(() => {}));
  throw new Error(`The embedded database stopped:\n${tail}`);
}

process.exit(await main());
