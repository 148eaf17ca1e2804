import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { Context } from "../graph/context.js";
import { buildGraph } from "../graph/schema.js";
import type { Config } from "../server/config.js";
import type { Log } from "../server/log.js";
import { type RunningServer, startServer } from "../server/start.js";
import { keptMembersIn } from "../store/collections/keptMembers.js";
import type { Database, Location } from "../store/database.js";
import { jobFeedOver } from "../store/jobs/feed.js";
import { openStore } from "../store/store.js";
import { usualQueries } from "./usualQueries.js";

/** Bytes of members of collections that are read back when the server starts, and the time that it takes for it. */
const READ_BACK = 24 * 1024 * 1024;
const READ_BACK_FOR = 1000;
/** Milliseconds of the processor in which usual queries are asked again before the server is ready. */
const REHEARSED_FOR = 500;

const EXAMPLE = new URL("../../schema/operations/CrosswalksAtAGlance.graphql", import.meta.url);

/** A database that is migrated, and where it is. */
export interface OpenDatabase {
  readonly database: Database;
  readonly location: Location;
}

/** Whatever holds the port: this process, or others that it has started. */
export interface Front {
  readonly url: string;
  /** Begins to answer the graph; says the demo client's token, which there is in the trial only. */
  serve(opened: OpenDatabase): Promise<string | null>;
  /** Lets requests finish and closes the port; the database stays open. */
  stop(): Promise<void>;
}

/** This process as the one that serves. @throws ListenRefused */
export async function openAlone(config: Config, log: Log): Promise<Front> {
  const server = await startServer(config, log);
  return {
    url: server.url,
    serve: ({ database }) => serveGraph(server, database),
    stop: () => server.stop(),
  };
}

/** Serves the whole graph over a database; says the demo client's token. */
export async function serveGraph(
  server: RunningServer,
  database: Database,
): Promise<string | null> {
  const kept = keptMembersIn(database);
  await kept.readBack(READ_BACK, READ_BACK_FOR);
  const store = openStore(database.reads, kept);
  const jobs = jobFeedOver(database);
  const world = { now: () => new Date(), newUuid: () => randomUUID() };
  const { issueDemoToken, rehearse } = await server.serve({
    schema: buildGraph(),
    createContext: (viewer) => new Context({ viewer, store, database, jobs }, world),
    database,
    exampleQuery: readFileSync(EXAMPLE, "utf8"),
  });
  await rehearse(await usualQueries(database.reads), REHEARSED_FOR);
  server.ready();
  return (await issueDemoToken?.()) ?? null;
}
