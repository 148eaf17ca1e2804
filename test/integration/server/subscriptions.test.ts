import { connect } from "node:net";
import { beforeAll, describe, expect, it } from "vitest";
import { putMember } from "../../../src/store/access/writes.js";
import { CVX_FILE } from "../../support/jobs.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { until } from "../embedded/sandbox.js";
import { type Operation, overEvents, overSocket, type Told } from "./streams.js";
import { wholeServer } from "./wholeServer.js";

const { database } = useTestDatabase();
const server = wholeServer(database);
let demo: string;
let label = 2000;

beforeAll(async () => {
  await database.write(({ queries }) =>
    putMember(queries, { organization: "CDC-NCIRD", user: "demo", role: "MEMBER" }),
  );
  demo = await server.token();
});

/** An import that waits to be begun; each of another version. */
async function queued(content = CVX_FILE): Promise<string> {
  label += 1;
  const text = `mutation ($input: ImportCodeSystemInput!) {
    importCodeSystem(input: $input) { job { id } userErrors { message } } }`;
  const input = { codeSystem: "cvx", version: String(label), content };
  const { json } = await server.run(text, { token: demo, variables: { input } });
  return json.data.importCodeSystem.job.id;
}

const watching = (id: string, fields = "status progress"): Operation => ({
  query: `subscription ($id: ID!) { job(id: $id) { ${fields} } }`,
  variables: { id },
});

type Ask = (operation: Operation, token?: string) => Told;
const ways: readonly (readonly [string, Ask])[] = [
  ["server-sent events", (operation, token) => overEvents(server.url(), operation, token)],
  [
    "a WebSocket",
    (operation, token) =>
      overSocket(server.url(), operation, token ? { authorization: `Bearer ${token}` } : {}),
  ],
];

describe.each(ways)("over %s", (_, ask) => {
  it("a job is told of until it has ended, and then the stream ends", async () => {
    const id = await queued();
    const told = ask(watching(id, "status progress message"), demo);
    await until("the first is told", () => told.results.length > 0);
    const waiting = { status: "QUEUED", progress: 0, message: null };
    expect(told.results[0]).toEqual({ data: { job: waiting } });
    const runner = await server.runJobs();
    await told.over;
    expect(told.results).toContainEqual({
      data: { job: { status: "RUNNING", progress: 0, message: null } },
    });
    expect(told.results.at(-1)).toEqual({
      data: {
        job: {
          status: "SUCCEEDED",
          progress: 1,
          message: expect.stringContaining(`version ${label}`),
        },
      },
    });
    expect(server.jobs.watches).toBe(0);
    const after = ask(watching(id), demo);
    await after.over;
    expect(after.results).toEqual([{ data: { job: { status: "SUCCEEDED", progress: 1 } } }]);
    await runner.stop(1);
  });

  it("whoever goes away is forgotten", async () => {
    const id = await queued();
    const told = ask(watching(id), demo);
    await until("the first is told", () => told.results.length > 0);
    expect(server.jobs.watches).toBe(1);
    told.leave();
    await until("nobody watches", () => server.jobs.watches === 0);
  });

  it.each<readonly [string, () => Promise<string | undefined>]>([
    ["nobody's caller", async () => undefined],
    ["another caller", () => server.token("other")],
  ])("a job is not told of to %s", async (__, token) => {
    const told = ask(watching(await queued()), await token());
    const failed = await told.over.then(
      () => told.results,
      (error: unknown) => [{ errors: error }],
    );
    expect(failed).toEqual([
      {
        errors: [
          expect.objectContaining({
            message: expect.stringMatching(/^There is no job /),
            extensions: { code: "BAD_USER_INPUT" },
          }),
        ],
      },
    ]);
    expect(server.jobs.watches).toBe(0);
  });

  it("the operator is told of any job", async () => {
    const told = ask(watching(await queued()), await server.token("operator"));
    await until("the first is told", () => told.results.length > 0);
    told.leave();
  });

  it.each([
    ["of what is no operation", "subscription {", "BAD_USER_INPUT"],
    ["of a field that is not there", "subscription { nothing }", "BAD_USER_INPUT"],
    [
      "of too deep a one",
      `{ viewer ${"{ organizations ".repeat(20)} { name } ${"}".repeat(20)} }`,
      "QUERY_TOO_COMPLEX",
    ],
    [
      "of too costly a one",
      "{ codeSystems(first: 1000) { nodes { concepts(first: 1000) { nodes { code } } } } }",
      "QUERY_TOO_COMPLEX",
    ],
  ])("an answer says what is wrong %s", async (__, query, code) => {
    const told = ask({ query }, demo);
    const failed = await told.over.then(
      () => told.results,
      (error: unknown) => [{ errors: error }],
    );
    expect(failed).toEqual([
      { errors: [expect.objectContaining({ extensions: expect.objectContaining({ code }) })] },
    ]);
  });

  it("queries and mutations are answered once", async () => {
    const asked = ask({ query: "{ viewer { client } }" }, demo);
    await asked.over;
    expect(asked.results).toEqual([{ data: { viewer: { client: "demo" } } }]);
    const changed = ask(
      {
        query: `mutation { createOrganization(input: { name: "Demo" }) { userErrors { message } } }`,
      },
      demo,
    );
    await changed.over;
    const message = "There is an organization Demo already.";
    expect(changed.results).toEqual([
      { data: { createOrganization: { userErrors: [{ message }] } } },
    ]);
  });

  it("a wrong token is refused", async () => {
    await expect(ask({ query: "{ viewer { client } }" }, "nonsense").over).rejects.toMatchObject(
      _ === "a WebSocket"
        ? { code: 4401, reason: "The access token is invalid" }
        : { response: expect.objectContaining({ status: 401 }) },
    );
  });
});

describe("server-sent events", () => {
  const events = { accept: "text/event-stream" };

  it("are what EventSource asks for, in the words of the protocol", async () => {
    const query = encodeURIComponent("{ viewer { client } }");
    const answer = await fetch(`${server.url()}/graphql/stream?query=${query}`, {
      headers: events,
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    expect(await answer.text()).toBe(
      'event: next\ndata: {"data":{"viewer":null}}\n\nevent: complete\ndata:\n\n',
    );
  });

  it("are not sent to those who take them among other things, unless they subscribe", async () => {
    const accept = "application/json, text/event-stream";
    const post = (query: string) =>
      fetch(`${server.url()}/graphql`, {
        method: "POST",
        headers: { accept, "content-type": "application/json" },
        body: JSON.stringify({ query }),
      });
    const plain = await post("{ viewer { client } }");
    expect(await plain.json()).toEqual({ data: { viewer: null } });
    const stream = await post('subscription { job(id: "x") { status } }');
    expect(stream.headers.get("content-type")).toContain("text/event-stream");
  });

  it("change nothing by GET", async () => {
    const query = encodeURIComponent(
      'mutation { createOrganization(input: { name: "X" }) { message } }',
    );
    const answer = await fetch(`${server.url()}/graphql?query=${query}`, { headers: events });
    expect(answer.status).toBe(405);
  });

  it("a subscription that is sent without them is told what to do", async () => {
    const { status, json } = await server.run('subscription { job(id: "x") { status } }');
    expect([status, json.errors[0].extensions.code]).toEqual([400, "BAD_USER_INPUT"]);
    expect(json.errors[0].message).toContain("text/event-stream");
  });
});

describe("a WebSocket", () => {
  const hello = (path: string, more: Readonly<Record<string, string>> = {}) => {
    const { port } = new URL(server.url());
    const headers: Record<string, string> = {
      host: `127.0.0.1:${port}`,
      connection: "Upgrade",
      upgrade: "websocket",
      "sec-websocket-version": "13",
      "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
      "sec-websocket-protocol": "graphql-transport-ws",
      ...more,
    };
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
    return new Promise<string>((resolve) => {
      const socket = connect(Number(port), "127.0.0.1");
      socket.once("data", (data) => {
        resolve(data.toString().split("\r\n")[0] ?? "");
        socket.destroy();
      });
      socket.write(`GET ${path} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`);
    });
  };

  it.each([
    ["/graphql", {}, "HTTP/1.1 101 Switching Protocols"],
    ["/graphql/stream", {}, "HTTP/1.1 101 Switching Protocols"],
    ["/elsewhere", {}, "HTTP/1.1 404 Not Found"],
    ["/graphql", { "sec-websocket-protocol": "graphql-ws" }, "HTTP/1.1 400 Bad Request"],
  ])("at %s with %j: %s", async (path, headers, status) => {
    expect(await hello(path, headers)).toBe(status);
  });

  it("leaves clients alone that offer HTTP/2 with every request", async () => {
    const { port } = new URL(server.url());
    const body = JSON.stringify({ query: "{ viewer { client } }" });
    const text = await new Promise<string>((resolve) => {
      const socket = connect(Number(port), "127.0.0.1");
      socket.once("data", (data) => {
        resolve(data.toString());
        socket.destroy();
      });
      socket.write(
        `POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade, HTTP2-Settings\r\n` +
          `Upgrade: h2c\r\nHTTP2-Settings: AAEAAEAA\r\nContent-Type: application/json\r\n` +
          `Content-Length: ${body.length}\r\n\r\n${body}`,
      );
    });
    expect(text).toMatch(/^HTTP\/1.1 200 OK/);
    expect(text).toContain('{"data":{"viewer":null}}');
  });
});

it("stopping ends what is being told", async () => {
  const other = await server.start();
  const id = await queued();
  const events = overEvents(other.url, watching(id), demo);
  const socket = overSocket(other.url, watching(id), { authorization: `Bearer ${demo}` });
  await until("both are told", () => events.results.length > 0 && socket.results.length > 0);
  const startedAt = performance.now();
  await other.stop(60);
  expect(performance.now() - startedAt).toBeLessThan(30_000);
  await events.over;
  await expect(socket.over).rejects.toMatchObject({ code: 1001 });
  await until("nobody watches", () => server.jobs.watches === 0);
});
