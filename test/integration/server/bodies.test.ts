import { expect, test } from "vitest";
import { useTestDatabase } from "../../support/testDatabase.js";
import { rawRequest } from "./rawRequest.js";
import { smallServer } from "./testServer.js";

const { database } = useTestDatabase();
const server = smallServer(database);

const MEGABYTE = 1024 * 1024;

/** A body of so many bytes that is a good operation. */
function bodyOf(bytes: number): string {
  const frame = JSON.stringify({ query: "{ hello }", padding: "" });
  return JSON.stringify({ query: "{ hello }", padding: "x".repeat(bytes - frame.length) });
}

function refusal(message: string) {
  return { errors: [{ message, extensions: { code: "BAD_USER_INPUT" } }] };
}

test.each([
  ["", 400, "The body is empty; it must be a JSON object"],
  ["{", 400, /^The body is not valid JSON: /],
  ["query { hello }", 400, /^The body is not valid JSON: /],
  ["7", 400, "The body must be a JSON object"],
  ["null", 400, "The body must be a JSON object"],
  [
    '[{"query":"{ hello }"}]',
    400,
    "The body is a JSON array; operations can't be sent in batches, send one JSON object",
  ],
  ["{}", 400, "The body has no operation; give its text as query"],
  ['{"variables":{}}', 400, "The body has no operation; give its text as query"],
  ['{"query":7}', 400, "GraphQL queries must be strings."],
  ['{"query":"{ hello }","variables":[]}', 400, /^`variables` in a POST body must be an object/],
  ['{"query":"{ hello }","operationName":7}', 400, /^`operationName` in a POST body must be/],
])("The body %j is refused", async (body, status, message) => {
  const reply = await server.post(body);
  expect(reply.status).toBe(status);
  expect(reply.json).toEqual({
    errors: [
      {
        message: typeof message === "string" ? message : expect.stringMatching(message),
        extensions: { code: "BAD_USER_INPUT" },
      },
    ],
  });
  expect(reply.headers.get("content-type")).toBe("application/json; charset=utf-8");
  expect(reply.headers.get("cache-control")).toBe("no-store");
});

test("A body that is not UTF-8 is refused, a byte order mark is not", async () => {
  const broken = await server.post(Uint8Array.from([0x7b, 0xff, 0x7d]));
  expect(broken.status).toBe(400);
  expect(broken.json).toEqual(refusal("The body is not valid UTF-8"));
  const marked = await server.post('\uFEFF{"query":"{ hello }"}');
  expect(marked.json).toEqual({ data: { hello: "Hello world" } });
});

test.each([
  [{ "content-type": "text/plain" }, "The Content-Type is not usable; send application/json"],
  [
    { "content-type": "application/x-www-form-urlencoded" },
    "The Content-Type is not usable; send application/json",
  ],
  [{ "content-type": "application/json; charset=latin1" }, "The body must be encoded in UTF-8"],
  [{ "content-encoding": "gzip" }, "A body with Content-Encoding can't be read; send it as it is"],
])("Headers %j are refused with 415", async (headers, message) => {
  const reply = await server.post('{"query":"{ hello }"}', headers as Record<string, string>);
  expect(reply.status).toBe(415);
  expect(reply.json).toEqual(refusal(message));
});

test("A body without Content-Type is refused with 415", async () => {
  const answer = await rawRequest(
    server.port(),
    "POST /graphql HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}",
  );
  expect(answer).toMatch(/^HTTP\/1\.1 415 /);
  expect(answer).toContain("The Content-Type is missing; send application/json");
});

test.each(["application/json;charset=utf-8", 'Application/JSON; charset="UTF-8"'])(
  "The Content-Type %s is as good",
  async (type) => {
    const reply = await server.post('{"query":"{ hello }"}', { "content-type": type });
    expect(reply.status).toBe(200);
  },
);

test("A caller without token may send 1 MB, one with a token 20 MB", async () => {
  const authorization = `Bearer ${await server.token()}`;
  expect((await server.post(bodyOf(MEGABYTE))).status).toBe(200);
  const anonymous = await server.post(bodyOf(MEGABYTE + 1));
  expect(anonymous.status).toBe(413);
  expect(anonymous.json).toEqual(
    refusal("The body is larger than 1 MB; callers with an access token may send more"),
  );
  expect((await server.post(bodyOf(20 * MEGABYTE), { authorization })).status).toBe(200);
  const known = await server.post(bodyOf(20 * MEGABYTE + 1), { authorization });
  expect(known.status).toBe(413);
  expect(known.json).toEqual(refusal("The body is larger than 20 MB"));
});

test("A body that grows over the limit without saying so is refused as well", async () => {
  const chunk = `${MEGABYTE.toString(16)}\r\n${"x".repeat(MEGABYTE)}\r\n`;
  const answer = await rawRequest(
    server.port(),
    "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n" +
      `Transfer-Encoding: chunked\r\n\r\n${chunk}${chunk}0\r\n\r\n` +
      "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
  );
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  expect(answer).toContain("The body is larger than 1 MB");
  // The rest of the body was taken in, so the connection is good for the next request.
  expect(answer).toMatch(/HTTP\/1\.1 200 OK[\s\S]*\{"status":"up"\}\n$/);
});

test("A caller that asks before it sends is refused before it sends", async () => {
  const head = (length: number) =>
    `POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nConnection: close\r\n` +
    `Content-Length: ${length}\r\nExpect: 100-continue\r\n\r\n`;
  const refused = await rawRequest(server.port(), head(2 * MEGABYTE));
  expect(refused).toMatch(/^HTTP\/1\.1 413 [\s\S]*connection: close/i);
  const body = '{"query":"{ hello }"}';
  const welcome = await rawRequest(server.port(), head(body.length) + body);
  expect(welcome).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK/);
});

test("A caller that leaves in the middle of its body is written down", async () => {
  server.lines.take();
  await rawRequest(
    server.port(),
    "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n" +
      "Content-Length: 99\r\n\r\n{",
    { leaveAfter: 50 },
  );
  await expect
    .poll(() => server.lines.take(), { interval: 20 })
    .toEqual([
      expect.objectContaining({ msg: "request", path: "/graphql", status: null, aborted: true }),
    ]);
});
