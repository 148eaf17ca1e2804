import { Writable } from "node:stream";
import { afterAll, beforeAll } from "vitest";
import { type Config, readConfig } from "../../../src/server/config.js";
import { createLog } from "../../../src/server/log.js";
import { type RunningServer, startServer } from "../../../src/server/start.js";
import type { Database } from "../../../src/store/database.js";
import { smallSchema } from "./smallGraph.js";

export const EXAMPLE_QUERY = "{ rows(first: 3) { code display } }";

/** The configuration of a trial on a free port, with some things changed. */
export function configure(environment: Record<string, string> = {}): Config {
  const config = readConfig({ PORT: "0", ...environment });
  if (!config.ok) throw new Error(config.failure.join("\n"));
  return config.value;
}

export interface LogLines {
  readonly log: ReturnType<typeof createLog>;
  /** The lines written since the last call. */
  take(): Record<string, unknown>[];
}

/** A log that is kept. */
export function captureLog(level: Config["logLevel"] = "debug"): LogLines {
  let lines: Record<string, unknown>[] = [];
  const destination = new Writable({
    write: (chunk: Buffer, _, done) => {
      lines.push(JSON.parse(chunk.toString()));
      done();
    },
  });
  return {
    log: createLog(level, destination),
    take: () => {
      const taken = lines;
      lines = [];
      return taken;
    },
  };
}

/** A server over the small graph. */
export async function serveSmallGraph(
  database: Database,
  config: Config,
  log = captureLog().log,
): Promise<RunningServer> {
  const server = await startServer(config, log);
  await server.serve({
    schema: smallSchema(database),
    createContext: (viewer, requestId) => ({ viewer, requestId }),
    database,
    exampleQuery: EXAMPLE_QUERY,
  });
  server.ready();
  return server;
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the server says
  readonly json: any;
}

/** A server for one test file, and how to ask it. */
export function smallServer(database: Database, environment: Record<string, string> = {}) {
  const lines = captureLog();
  let server: RunningServer;
  beforeAll(async () => {
    server = await serveSmallGraph(database, configure(environment), lines.log);
  });
  afterAll(async () => {
    await server.stop(1);
  });
  const ask = (path: string, init: RequestInit = {}) => fetchReply(`${server.url}${path}`, init);
  return {
    lines,
    port: () => server.port,
    url: () => server.url,
    ask,
    /** Sends an operation, with a token where one is given. */
    run: (query: string, { token, variables }: { token?: string; variables?: object } = {}) =>
      ask("/graphql", {
        method: "POST",
        headers: {
          "content-type": "application/json",
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        },
        body: JSON.stringify({ query, variables }),
      }),
    /** Sends a body to `/graphql` as it is. */
    post: (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
      ask("/graphql", {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body,
      }),
    /** A token of one of the trial's clients. */
    token: async (client = "demo", more: Record<string, string> = {}): Promise<string> => {
      const reply = await ask("/oauth/token", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({
          grant_type: "client_credentials",
          client_id: client,
          client_secret: `${client}-secret`,
          ...more,
        }),
      });
      return reply.json.access_token;
    },
  };
}

/** Asks, and reads the answer to its end. */
export async function fetchReply(url: string, init: RequestInit = {}): Promise<Reply> {
  const response = await fetch(url, { redirect: "manual", ...init });
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.includes("json");
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: isJson && text !== "" ? JSON.parse(text) : null,
  };
}
