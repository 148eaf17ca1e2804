import { expect, test } from "vitest";
import { useTestDatabase } from "../../support/testDatabase.js";
import { rawRequest } from "./rawRequest.js";
import { smallServer } from "./testServer.js";

const { database } = useTestDatabase();
const server = smallServer(database);

test.each([
  ["PUT", "/graphql", "GET, HEAD, POST, OPTIONS"],
  ["DELETE", "/graphql", "GET, HEAD, POST, OPTIONS"],
  ["GET", "/oauth/token", "POST, OPTIONS"],
  ["POST", "/graphiql", "GET, HEAD, OPTIONS"],
  ["POST", "/readyz", "GET, HEAD, OPTIONS"],
  ["POST", "/", "GET, HEAD, OPTIONS"],
])("%s %s is refused with 405", async (method, path, allow) => {
  const reply = await server.ask(path, { method });
  expect(reply.status).toBe(405);
  expect(reply.headers.get("allow")).toBe(allow);
  expect(reply.json).toEqual({ error: "method_not_allowed", message: `Allowed here: ${allow}` });
});

test.each([
  ["GET", "/nothing"],
  ["DELETE", "/nothing"],
  ["OPTIONS", "/nothing"],
  ["GET", "/graphql/more"],
  ["GET", "/graphiql/../../package.json"],
  ["GET", "/graphiql/%2e%2e/package.json"],
  ["GET", "//graphql"],
])("%s %s is 404", async (method, path) => {
  const answer = await rawRequest(
    server.port(),
    `${method} ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
  );
  expect(answer).toMatch(/^HTTP\/1\.1 404 /);
  expect(answer).toContain('{"error":"not_found","message":"There is nothing here; / says what is');
});

test("HEAD is answered as GET, without the body", async () => {
  for (const path of ["/", "/healthz", "/graphiql/page.css"]) {
    const whole = await server.ask(path);
    const head = await server.ask(path, { method: "HEAD" });
    expect(head.status).toBe(whole.status);
    expect(head.text).toBe("");
    for (const name of ["content-length", "content-type", "etag"]) {
      expect(head.headers.get(name)).toBe(whole.headers.get(name));
    }
  }
});

test("A page of another origin is let in after asking, as Apollo Sandbox does", async () => {
  const asking = {
    origin: "https://studio.apollographql.com",
    "access-control-request-method": "POST",
    "access-control-request-headers": "content-type,authorization",
    "access-control-request-private-network": "true",
  };
  const preflight = await server.ask("/graphql", { method: "OPTIONS", headers: asking });
  expect(preflight.status).toBe(204);
  expect(preflight.headers.get("content-length")).toBeNull();
  expect(preflight.headers.get("access-control-allow-origin")).toBe("*");
  expect(preflight.headers.get("access-control-allow-private-network")).toBe("true");
  const allowed = preflight.headers.get("access-control-allow-headers")?.toLowerCase().split(", ");
  expect(allowed).toEqual(
    expect.arrayContaining([
      "authorization",
      "content-type",
      "apollo-require-preflight",
      "x-apollo-operation-name",
    ]),
  );
  const { origin } = asking;
  for (const reply of [
    await server.post('{"query":"{ hello }"}', { origin }),
    await server.post("{", { origin }),
    await server.post("{}", { origin, authorization: "Bearer x" }),
    await server.ask("/oauth/token", { method: "POST", headers: { origin } }),
  ]) {
    expect(reply.headers.get("access-control-allow-origin")).toBe("*");
  }
  // GraphiQL's page holds a token.
  const page = await server.ask("/graphiql", { headers: { origin } });
  expect(page.headers.get("access-control-allow-origin")).toBeNull();
});

test.each(["abc-123", "7f3c2a.1:2/3+4=", "x".repeat(128)])(
  "The request id %s is kept",
  async (id) => {
    const reply = await server.post('{"query":"{ requestId }"}', { "x-request-id": id });
    expect(reply.headers.get("x-request-id")).toBe(id);
    expect(reply.json).toEqual({ data: { requestId: id } });
  },
);

test.each(["", "a b", "<script>", "x".repeat(129)])("The request id %j is not", async (id) => {
  const reply = await server.post('{"query":"{ requestId }"}', { "x-request-id": id });
  expect(reply.headers.get("x-request-id")).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
});

test("One line is written for a request, without what it says", async () => {
  const token = await server.token();
  server.lines.take();
  await server.ask("/graphql?query=%7Bhidden%7D&token=hidden", {
    method: "POST",
    headers: {
      "content-type": "application/json",
      authorization: `Bearer ${token}`,
      "x-request-id": "one",
    },
    body: '{"query":"query ($v: String) { hello(name: $v) }","variables":{"v":"hidden"}}',
  });
  await server.ask("/healthz");
  const lines = server.lines.take();
  expect(lines).toEqual([
    {
      level: "info",
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      msg: "request",
      requestId: "one",
      method: "POST",
      path: "/graphql",
      status: 200,
      ms: expect.any(Number),
      client: "demo",
    },
    expect.objectContaining({ level: "debug", path: "/healthz", status: 200, client: null }),
  ]);
  expect(JSON.stringify(lines)).not.toMatch(/hidden|eyJ/);
});
