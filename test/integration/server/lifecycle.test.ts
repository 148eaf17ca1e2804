import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { GraphQLError, getIntrospectionQuery } from "graphql";
import { expect, test } from "vitest";
import { startServer } from "../../../src/server/start.js";
import { findFact } from "../../../src/store/installation/facts.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { rawRequest } from "./rawRequest.js";
import { smallSchema } from "./smallGraph.js";
import { captureLog, configure, fetchReply, serveSmallGraph } from "./testServer.js";

const { database } = useTestDatabase();
const SECRET = "0123456789abcdef0123456789abcdef";

function operation(query: string, headers: Record<string, string> = {}): RequestInit {
  const body = JSON.stringify({ query });
  return { method: "POST", headers: { "content-type": "application/json", ...headers }, body };
}

test("The port is open before anything is served, and readiness is told", async () => {
  const server = await startServer(configure(), captureLog().log);
  const status = async (path: string) => (await fetchReply(`${server.url}${path}`)).status;
  expect(server.url).toBe(`http://127.0.0.1:${server.port}`);
  expect([await status("/"), await status("/healthz"), await status("/readyz")]).toEqual([
    200, 200, 503,
  ]);
  const early = await fetchReply(`${server.url}/graphql`, operation("{ hello }"));
  expect(early.status).toBe(503);
  expect(early.headers.get("retry-after")).toBe("1");
  expect(early.json).toEqual({
    errors: [
      {
        message: "The server is starting; try again in a moment",
        extensions: { code: "INTERNAL_SERVER_ERROR" },
      },
    ],
  });
  await server.serve({
    schema: smallSchema(database),
    createContext: (viewer, requestId) => ({ viewer, requestId }),
    database,
    exampleQuery: "{ hello }",
  });
  expect((await fetchReply(`${server.url}/graphql`, operation("{ hello }"))).status).toBe(200);
  expect(await status("/readyz")).toBe(503);
  server.ready();
  const ready = await fetchReply(`${server.url}/readyz`);
  expect([ready.status, ready.text]).toEqual([200, '{"status":"ready"}\n']);
  await Promise.all([server.stop(1), server.stop(1)]);
  await server.stop(1);
  await expect(fetch(`${server.url}/healthz`)).rejects.toThrow();
});

test("A port that is taken is said to be", async () => {
  const first = await startServer(configure(), captureLog().log);
  const second = startServer(configure({ PORT: String(first.port) }), captureLog().log);
  await expect(second).rejects.toMatchObject({
    name: "ListenRefused",
    message:
      `Port ${first.port} on 127.0.0.1 is in use; ` +
      "set PORT to another one, or to 0 for any that is free",
  });
  await first.stop(1);
});

test("A host that is not this machine's is said not to be", async () => {
  const config = configure({ HOST: "192.0.2.1", TOKEN_SECRET: SECRET });
  await expect(startServer(config, captureLog().log)).rejects.toMatchObject({
    name: "ListenRefused",
    message: "HOST 192.0.2.1 is not an address of this machine",
  });
});

test("Stopping finishes what is under way and closes what is idle", async () => {
  const server = await serveSmallGraph(database, configure());
  const idle = connect(server.port, "127.0.0.1");
  const idleClosed = new Promise((resolve) => idle.on("close", resolve));
  await fetchReply(`${server.url}/healthz`);
  const slow = fetchReply(`${server.url}/graphql`, operation("{ slow(milliseconds: 2000) }"));
  await sleep(200);
  const startedAt = performance.now();
  const stopped = server.stop(60);
  expect(await Promise.race([idleClosed.then(() => "idle"), slow.then(() => "slow")])).toBe("idle");
  await expect(fetch(`${server.url}/healthz`)).rejects.toThrow();
  const reply = await slow;
  expect(reply.json).toEqual({ data: { slow: "done" } });
  expect(reply.headers.get("connection")).toBe("close");
  await stopped;
  expect(performance.now() - startedAt).toBeLessThan(30_000);
});

test("Stopping cuts off what takes too long", async () => {
  const server = await serveSmallGraph(database, configure());
  const slow = fetchReply(`${server.url}/graphql`, operation("{ slow(milliseconds: 20000) }"));
  const cut = expect(slow).rejects.toThrow();
  await sleep(200);
  const startedAt = performance.now();
  await server.stop(0.3);
  expect(performance.now() - startedAt).toBeLessThan(15_000);
  await cut;
});

test("The trial's tokens outlive a restart", async () => {
  const first = await startServer(configure(), captureLog().log);
  const graph = {
    schema: smallSchema(database),
    createContext: (viewer: unknown, requestId: string) => ({ viewer, requestId }),
    database,
    exampleQuery: "{ hello }",
  };
  const { issueDemoToken } = await first.serve(graph);
  const token = await issueDemoToken?.();
  await first.stop(1);
  const second = await serveSmallGraph(database, configure());
  const authorized = operation("{ viewer { client } }", { authorization: `Bearer ${token}` });
  const reply = await fetchReply(`${second.url}/graphql`, authorized);
  expect(reply.json).toEqual({ data: { viewer: { client: "demo" } } });
  await second.stop(1);
});

test("With a secret there is no trial: no clients, no token in GraphiQL", async () => {
  const trial = await serveSmallGraph(database, configure());
  const configured = await serveSmallGraph(database, configure({ TOKEN_SECRET: SECRET }));
  const ask = (url: string) =>
    fetchReply(`${url}/oauth/token`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: '{"grant_type":"client_credentials","client_id":"demo","client_secret":"demo-secret"}',
    });
  expect((await ask(trial.url)).status).toBe(200);
  expect((await ask(configured.url)).json.error).toBe("invalid_client");
  const settings = async (url: string) => {
    const { text } = await fetchReply(`${url}/graphiql`);
    return JSON.parse(/application\/json">(.*)<\/script>/.exec(text)?.[1] ?? "");
  };
  expect(await settings(trial.url)).toEqual({
    exampleQuery: "{ rows(first: 3) { code display } }",
    token: expect.stringMatching(/^eyJ/),
  });
  expect((await settings(configured.url)).token).toBeNull();

  const key = String(await findFact(database.reads, "trial-signing-key"));
  expect(key).not.toBe(SECRET);
  const { json } = await ask(trial.url);
  const reply = await fetchReply(
    `${configured.url}/graphql`,
    operation("{ hello }", { authorization: `Bearer ${json.access_token}` }),
  );
  expect(reply.status).toBe(401);
  await Promise.all([trial.stop(1), configured.stop(1)]);
});

test("In production the schema is not shown, and other origins are not let in", async () => {
  const config = configure({ TOKEN_SECRET: SECRET, NODE_ENV: "production" });
  const server = await serveSmallGraph(database, config);
  const run = (query: string) => fetchReply(`${server.url}/graphql`, operation(query));
  const introspection = await run(getIntrospectionQuery());
  expect(introspection.status).toBe(400);
  expect(introspection.json.errors[0]).toMatchObject({
    message: "Introspection is not allowed here",
    extensions: { code: "BAD_USER_INPUT" },
  });
  expect((await run("{ helo }")).json.errors[0].message).toBe(
    'Cannot query field "helo" on type "Query".',
  );
  const broken = await run("{ broken }");
  expect(broken.text).not.toMatch(/secret|stack/);
  const foreign = await fetchReply(
    `${server.url}/graphql`,
    operation("{ hello }", { origin: "https://studio.apollographql.com" }),
  );
  expect(foreign.headers.get("access-control-allow-origin")).toBeNull();
  expect(foreign.headers.get("vary")).toBe("Origin");
  await server.stop(1);
});

test("A plugin of the graph can refuse an operation before it is executed", async () => {
  const server = await startServer(configure(), captureLog().log);
  const refuse = async () => {
    throw new GraphQLError("The operation costs 300000, more than 200000", {
      extensions: { code: "QUERY_TOO_COMPLEX", cost: 300_000 },
    });
  };
  await server.serve({
    schema: smallSchema(database),
    createContext: (viewer, requestId) => ({ viewer, requestId }),
    database,
    exampleQuery: "{ hello }",
    plugins: [{ requestDidStart: async () => ({ didResolveOperation: refuse }) }],
  });
  const reply = await fetchReply(`${server.url}/graphql`, operation("{ hello }"));
  expect(reply.status).toBe(400);
  expect(reply.json).toEqual({
    errors: [
      {
        message: "The operation costs 300000, more than 200000",
        extensions: { code: "QUERY_TOO_COMPLEX", cost: 300_000 },
      },
    ],
  });
  await server.stop(1);
});

test("What fails before an operation begins is our own fault too", async () => {
  const lines = captureLog();
  const server = await startServer(configure(), lines.log);
  await server.serve({
    schema: smallSchema(database),
    createContext: () => {
      throw new Error("secret");
    },
    database,
    exampleQuery: "{ hello }",
  });
  lines.take();
  const reply = await fetchReply(`${server.url}/graphql`, operation("{ hello }"));
  const requestId = reply.headers.get("x-request-id");
  expect(reply.status).toBe(500);
  expect(reply.json).toEqual({
    errors: [
      {
        message: "Internal server error",
        extensions: { code: "INTERNAL_SERVER_ERROR", requestId },
      },
    ],
  });
  expect(lines.take()).toEqual([
    expect.objectContaining({ level: "error", requestId }),
    expect.objectContaining({ msg: "request", status: 500, requestId }),
  ]);
  await server.stop(1);
});

test("What is not HTTP is answered and closed", async () => {
  const server = await serveSmallGraph(database, configure());
  expect(await rawRequest(server.port, "what?\r\n\r\n")).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
  await server.stop(1);
});
