import { randomUUID } from "node:crypto";
import { afterAll, beforeAll } from "vitest";
import { jobKinds } from "../../../src/commands/jobs/jobKinds.js";
import { Context } from "../../../src/graph/context.js";
import { buildGraph } from "../../../src/graph/schema.js";
import { type JobRunner, startJobRunner } from "../../../src/server/jobRunner.js";
import { type RunningServer, startServer } from "../../../src/server/start.js";
import type { Database } from "../../../src/store/database.js";
import { jobFeedOver } from "../../../src/store/jobs/feed.js";
import { openStore } from "../../../src/store/store.js";
import { captureLog, configure, fetchReply } from "./testServer.js";

/** A server over the real graph, and how to ask it. Jobs are begun when the test says so. */
export function wholeServer(database: Database) {
  const lines = captureLog();
  const jobs = jobFeedOver(database);
  let server: RunningServer;
  const start = async () => {
    const store = openStore(database.reads);
    const world = { now: () => new Date(), newUuid: () => randomUUID() };
    const started = await startServer(configure(), lines.log);
    await started.serve({
      schema: buildGraph(),
      createContext: (viewer) => new Context({ viewer, store, database, jobs }, world),
      database,
      exampleQuery: "{ viewer { client } }",
    });
    started.ready();
    return started;
  };
  beforeAll(async () => {
    server = await start();
  });
  afterAll(async () => {
    await server.stop(1);
  });
  const post = (path: string, body: object, token?: string) =>
    fetchReply(`${server.url}${path}`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
    });
  return {
    lines,
    jobs,
    start,
    url: () => server.url,
    run: (query: string, { token, variables }: { token?: string; variables?: object } = {}) =>
      post("/graphql", { query, variables }, token),
    token: async (client = "demo"): Promise<string> => {
      const secret = { client_id: client, client_secret: `${client}-secret` };
      const grant = { grant_type: "client_credentials", ...secret };
      return (await post("/oauth/token", grant)).json.access_token;
    },
    /** Carries jobs out, as this server's process does. */
    runJobs: (
      settings = { atOnce: 2, lease: 10_000, beat: 200, tidying: 3_600_000 },
    ): Promise<JobRunner> =>
      startJobRunner({ database, kinds: jobKinds, log: lines.log, settings }),
  };
}
