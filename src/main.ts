import "reflect-metadata";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import type { DemoWish } from "./cli/demo/decideDemo.js";
import { openInstallation, type ReachedDatabase, reachDatabase } from "./cli/installation.js";
import { npmGone } from "./cli/npm.js";
import { jobKinds } from "./commands/jobs/jobKinds.js";
import { Context } from "./graph/context.js";
import { buildGraph } from "./graph/schema.js";
import { type Config, processConfig } from "./server/config.js";
import { startJobRunner } from "./server/jobRunner.js";
import { createLog } from "./server/log.js";
import { type RunningServer, startServer } from "./server/start.js";
import type { Database } from "./store/database.js";
import { jobFeedOver } from "./store/jobs/feed.js";
import { openStore } from "./store/store.js";

const EXAMPLE = new URL("../schema/operations/CrosswalksAtAGlance.graphql", import.meta.url);
const ONE_MOMENT = 1000;
/** Seconds that jobs get to end in when the server stops; what is left then is begun again by another. */
const JOB_PATIENCE = 5;

async function main(): Promise<number> {
  const unknown = process.argv.slice(2).find((argument) => argument !== "--demo");
  if (unknown !== undefined) {
    process.stderr.write(`There is no option ${unknown}; --demo is the only one\n`);
    return 2;
  }
  const config = processConfig();
  if (!config.ok) {
    process.stderr.write(`${config.failure.join("\n")}\n`);
    return 1;
  }
  try {
    await run(config.value);
    return 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
}

async function run(config: Config): Promise<void> {
  const stopping = onceTold(config.underNpm);
  const reached = await reachDatabase(config, "server", (line) =>
    process.stderr.write(`${line}\n`),
  );
  try {
    const log = createLog(config.logLevel);
    const server = await startServer(config, log);
    try {
      const opening = openInstallation(reached.location, config, demoWish(config));
      const database = await Promise.race([opening, stopping]);
      if (!database) return;
      const jobs = await startJobRunner({ database, kinds: jobKinds, log });
      await serve(server, database, reached);
      await Promise.race([stopping, lost(reached)]);
      await Promise.all([server.stop(), jobs.stop(JOB_PATIENCE)]);
      await database.close();
    } finally {
      await server.stop();
    }
  } finally {
    await reached.embedded?.stop();
  }
}

function demoWish({ databaseUrl }: Config): DemoWish {
  if (process.argv.includes("--demo")) return "FORCED";
  return databaseUrl === null ? "WANTED" : "UNWANTED";
}

async function serve(server: RunningServer, database: Database, { embedded }: ReachedDatabase) {
  const store = openStore(database.reads);
  const jobs = jobFeedOver(database);
  const world = { now: () => new Date(), newUuid: () => randomUUID() };
  const { issueDemoToken } = await server.serve({
    schema: buildGraph(),
    createContext: (viewer) => new Context({ viewer, store, database, jobs }, world),
    database,
    exampleQuery: readFileSync(EXAMPLE, "utf8"),
  });
  server.ready();
  const token = await issueDemoToken?.();
  process.stdout.write(greeting(server.url, embedded?.dataDirectory ?? null, token ?? null));
}

function greeting(url: string, data: string | null, token: string | null): string {
  return [
    `Termgate is ready at ${url}`,
    `  GraphQL   ${url}/graphql`,
    `  GraphiQL  ${url}/graphiql`,
    ...(data === null ? [] : [`  Data      ${data}`]),
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
