import "reflect-metadata";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { openInstallation, type ReachedDatabase, reachDatabase } from "./cli/installation.js";
import { Context } from "./graph/context.js";
import { buildGraph } from "./graph/schema.js";
import { type Config, processConfig } from "./server/config.js";
import { createLog } from "./server/log.js";
import { type RunningServer, startServer } from "./server/start.js";
import type { Database } from "./store/database.js";
import { openStore } from "./store/store.js";

const EXAMPLE = new URL("../schema/operations/CrosswalksAtAGlance.graphql", import.meta.url);
const PARENT_CHECK = 500;

async function main(): Promise<void> {
  const config = processConfig();
  if (!config.ok) {
    process.stderr.write(`${config.failure.join("\n")}\n`);
    process.exitCode = 1;
    return;
  }
  try {
    await run(config.value);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}

async function run(config: Config): Promise<void> {
  const stopping = onceTold();
  const reached = await reachDatabase(config, "server", (line) =>
    process.stderr.write(`${line}\n`),
  );
  try {
    const server = await startServer(config, createLog(config.logLevel));
    try {
      const demo = process.argv.includes("--demo") ? "FORCED" : "WANTED";
      const wish = config.databaseUrl !== null && demo !== "FORCED" ? "UNWANTED" : demo;
      const database = await openInstallation(reached.location, config, wish);
      await serve(server, database, reached);
      await Promise.race([stopping, lost(reached)]);
      await server.stop();
      await database.close();
    } finally {
      await server.stop();
    }
  } finally {
    await reached.embedded?.stop();
  }
}

async function serve(server: RunningServer, database: Database, { embedded }: ReachedDatabase) {
  const store = openStore(database.reads);
  const world = { now: () => new Date(), newUuid: () => randomUUID() };
  const { issueDemoToken } = await server.serve({
    schema: buildGraph(),
    createContext: (viewer) => new Context({ viewer, store, database }, world),
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

/** Resolves when the server is told to stop; at a second time it stops at once. */
function onceTold(): Promise<void> {
  return new Promise((resolve) => {
    let told = false;
    const stop = () => {
      if (told) process.exit(1);
      told = true;
      resolve();
    };
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);
    watchParent(stop);
  });
}

// npm does not tell its script when it is killed outright; the server would go on with nobody to stop it.
function watchParent(stop: () => void): void {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) stop();
  }, PARENT_CHECK).unref();
}

async function lost({ embedded }: ReachedDatabase): Promise<never> {
  const tail = await (embedded?.exited ?? new Promise<string>(() => {}));
  throw new Error(`The embedded database stopped:\n${tail}`);
}

await main();
