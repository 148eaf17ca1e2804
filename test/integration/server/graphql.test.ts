import { createHash } from "node:crypto";
import { getIntrospectionQuery } from "graphql";
import { expect, test } from "vitest";
import { useTestDatabase } from "../../support/testDatabase.js";
import { smallServer } from "./testServer.js";

const { database } = useTestDatabase();
const server = smallServer(database);

const PRIVATE = /secret|passwd|parameter|no_such_table|select|\.ts|at /;

test("An operation is answered with its data", async () => {
  const reply = await server.run("query ($name: String) { hello(name: $name) }", {
    variables: { name: "Jane" },
  });
  expect(reply.status).toBe(200);
  expect(reply.text).toBe('{"data":{"hello":"Hello Jane"}}\n');
  expect(Object.fromEntries(reply.headers)).toEqual({
    "cache-control": "no-store",
    connection: "keep-alive",
    "content-length": "32",
    "content-type": "application/json; charset=utf-8",
    date: expect.any(String),
    "keep-alive": "timeout=65",
    "x-content-type-options": "nosniff",
    "x-request-id": expect.stringMatching(/^[\da-f]{8}-[\da-f-]{27}$/),
  });
});

test("Resolvers are given the viewer and the request's id", async () => {
  const reply = await server.run("{ requestId viewer { client } }");
  expect(reply.json.data).toEqual({
    requestId: reply.headers.get("x-request-id"),
    viewer: { client: null },
  });
});

test.each([
  ["UNAUTHENTICATED", 401],
  ["FORBIDDEN", 403],
  ["RATE_LIMITED", 429],
  ["BAD_USER_INPUT", 400],
  ["QUERY_TOO_COMPLEX", 400],
  ["AMBIGUOUS", 400],
])("%s is %i without data and 200 with some", async (code, status) => {
  const failure = `failure(code: "${code}")`;
  const error = {
    message: `This is ${code}`,
    locations: [{ line: 1, column: 3 }],
    path: ["failure"],
    extensions: { code, hint: "try again" },
  };
  const alone = await server.run(`{ ${failure} }`);
  expect(alone.status).toBe(status);
  expect(alone.json).toEqual({ errors: [error], data: { failure: null } });
  expect(alone.headers.get("www-authenticate")).toBe(
    status === 401 ? 'Bearer realm="termgate"' : null,
  );
  const beside = await server.run(`{ ${failure} hello }`);
  expect(beside.status).toBe(200);
  expect(beside.json).toEqual({ errors: [error], data: { failure: null, hello: "Hello world" } });
  expect((await server.run(`{ ${failure} nothing }`)).status).toBe(200);
});

const faultyOperations: readonly (readonly [query: string, code: string, message: string])[] = [
  ["{ hello", "BAD_USER_INPUT", "Syntax Error: Expected Name, found <EOF>."],
  [
    "{ helo }",
    "BAD_USER_INPUT",
    'Cannot query field "helo" on type "Query". Did you mean "hello"?',
  ],
  [
    "query ($n: Int!) { rows(first: $n) { code } }",
    "BAD_USER_INPUT",
    'Variable "$n" of required type "Int!" was not provided.',
  ],
  [
    "query A { hello } query B { hello }",
    "BAD_USER_INPUT",
    "Must provide operation name if query contains multiple operations.",
  ],
  [
    "mutation { rename(name: null) }",
    "BAD_USER_INPUT",
    'Expected value of type "String!", found null.',
  ],
  [
    `{ ${"row { ".repeat(15)} code ${"}".repeat(16)}`,
    "QUERY_TOO_COMPLEX",
    "The operation is nested more than 15 fields deep",
  ],
  [
    `{ ${"row { ".repeat(20_000)} code ${"}".repeat(20_001)}`,
    "QUERY_TOO_COMPLEX",
    "The operation is nested too deeply to be read",
  ],
  [
    `{ ${"hello ".repeat(20_001)} }`,
    "QUERY_TOO_COMPLEX",
    "The operation selects more than 20000 fields",
  ],
];

test.each(faultyOperations)("Operation %# is refused with 400", async (query, code, message) => {
  const token = await server.token();
  const reply = await server.run(query, { token });
  expect(reply.status).toBe(400);
  expect(reply.json).toEqual({
    errors: [expect.objectContaining({ message, extensions: { code } })],
  });
});

test("Who has no token is to send data as variables, not in a long operation", async () => {
  const query = `{ hello(name: "${"x".repeat(99_981)}") }`;
  expect((await server.run(query)).status).toBe(200);
  const reply = await server.run(` ${query}`);
  expect(reply.status).toBe(400);
  expect(reply.json).toEqual({
    errors: [
      {
        message:
          "An operation of more than 100000 characters needs an access token; " +
          "send its data as variables",
        extensions: { code: "QUERY_TOO_COMPLEX" },
      },
    ],
  });
  expect((await server.run(` ${query}`, { token: await server.token() })).status).toBe(200);
});

test.each([
  ["{ broken }", "broken"],
  ["{ query }", "query"],
  ["{ even(n: 3) }", "even"],
  ['{ failure(code: "TEAPOT") }', "failure"],
  ['{ storeJson(value: "secret") }', "storeJson"],
])("%s is our own fault: the caller learns an id, the log the rest", async (query, field) => {
  server.lines.take();
  const reply = await server.run(query);
  const requestId = reply.headers.get("x-request-id");
  expect(reply.status).toBe(500);
  expect(reply.json).toEqual({
    errors: [
      {
        message: "Internal server error",
        locations: [{ line: 1, column: 3 }],
        path: [field],
        extensions: { code: "INTERNAL_SERVER_ERROR", requestId },
      },
    ],
    data: { [field]: null },
  });
  expect(reply.text).not.toMatch(PRIVATE);
  const [line] = server.lines.take();
  expect(line).toMatchObject({ level: "error", msg: "unexpected error", requestId, path: [field] });
});

test("The log has the stack and the statement of a failed query, not its parameters", async () => {
  server.lines.take();
  await server.run("{ query }");
  const [line] = server.lines.take();
  expect(line?.error).toMatchObject({
    message: "Failed query",
    statement: "select * from no_such_table where secret = $1",
    cause: { code: "42P01", message: 'relation "no_such_table" does not exist' },
  });
  expect(JSON.stringify(line)).toContain("smallGraph.ts");
  expect(JSON.stringify(line)).not.toContain('parameter"');
});

test("One field's fault leaves the others their data", async () => {
  const reply = await server.run("{ broken hello }");
  expect(reply.status).toBe(200);
  expect(reply.json.data).toEqual({ broken: null, hello: "Hello world" });
});

test.each([
  ["storeText(text: $text)", "a\0b"],
  ["storeJson(value: $text)", '"a\\u0000b"'],
  ["storeJson(value: $text)", '"a\\ud800b"'],
])("%s can't store %j, and says why", async (field, text) => {
  const reply = await server.run(`query ($text: String!) { ${field} }`, { variables: { text } });
  expect(reply.status).toBe(400);
  expect(reply.json.errors).toEqual([
    expect.objectContaining({
      message: "A text contains U+0000 or half of a surrogate pair; such text can't be stored",
      extensions: { code: "BAD_USER_INPUT" },
    }),
  ]);
});

test("Introspection is answered", async () => {
  const reply = await server.run(getIntrospectionQuery({ inputValueDeprecation: true }));
  expect(reply.status).toBe(200);
  expect(reply.json.data.__schema.queryType.name).toBe("Query");
});

test("A query can be sent by its hash once it is known", async () => {
  const query = '{ hello(name: "again") }';
  const sha256Hash = createHash("sha256").update(query).digest("hex");
  const extensions = { persistedQuery: { version: 1, sha256Hash } };
  const unknown = await server.post(JSON.stringify({ extensions }));
  expect(unknown.status).toBe(200);
  expect(unknown.json).toEqual({
    errors: [
      { message: "PersistedQueryNotFound", extensions: { code: "PERSISTED_QUERY_NOT_FOUND" } },
    ],
  });
  expect((await server.post(JSON.stringify({ query, extensions }))).status).toBe(200);
  const known = await server.post(JSON.stringify({ extensions }));
  expect(known.json).toEqual({ data: { hello: "Hello again" } });
  const wrong = await server.post(JSON.stringify({ query: "{ hello }", extensions }));
  expect(wrong.status).toBe(400);
  expect(wrong.json).toEqual({
    errors: [
      { message: "provided sha does not match query", extensions: { code: "BAD_USER_INPUT" } },
    ],
  });
});

test("GET answers queries of callers that can't be a form on another site", async () => {
  const path = `/graphql?query=${encodeURIComponent("{ hello }")}`;
  const asked = await server.ask(path, { headers: { "apollo-require-preflight": "1" } });
  expect(asked.status).toBe(200);
  expect(asked.json).toEqual({ data: { hello: "Hello world" } });
  const named = await server.ask(path, { headers: { "x-apollo-operation-name": "Hello" } });
  expect(named.status).toBe(200);
  const blocked = await server.ask(path);
  expect(blocked.status).toBe(400);
  expect(blocked.json.errors[0]).toMatchObject({
    message: expect.stringContaining("potential Cross-Site Request Forgery"),
    extensions: { code: "BAD_USER_INPUT" },
  });
});

test("GET does not answer mutations", async () => {
  const path = `/graphql?query=${encodeURIComponent('mutation { rename(name: "a") }')}`;
  const reply = await server.ask(path, { headers: { "apollo-require-preflight": "1" } });
  expect(reply.status).toBe(405);
  expect(reply.headers.get("allow")).toBe("POST");
  expect(reply.json.errors).toEqual([
    {
      message: "GET requests only support query operations, not mutation operations",
      extensions: { code: "BAD_USER_INPUT" },
    },
  ]);
});

test("Clients may ask for the media type of GraphQL over HTTP, and for no other", async () => {
  const accept = (type: string) => server.post('{"query":"{ hello }"}', { accept: type });
  const graphql = await accept("application/graphql-response+json");
  expect(graphql.headers.get("content-type")).toBe(
    "application/graphql-response+json; charset=utf-8",
  );
  const other = await accept("text/plain");
  expect(other.status).toBe(406);
  expect(other.json.errors[0].extensions).toEqual({ code: "BAD_USER_INPUT" });
});

test("An operation that may answer too much is refused before it is run", async () => {
  const fields = Array.from({ length: 200 }, (_, at) => `f${at}: code`).join(" ");
  const query = `query ($ids: [Int!]!) { many(ids: $ids) { ${fields} } }`;
  const ask = (count: number) =>
    server.run(query, { variables: { ids: Array.from({ length: count }, (_, at) => at) } });
  const most = await ask(999);
  expect([most.status, most.json.data.many.length]).toEqual([200, 999]);
  const more = await ask(1000);
  expect([more.status, more.json]).toEqual([
    400,
    {
      errors: [
        {
          message:
            "The operation may answer 200001 values; at most 200000 are allowed. Ask for smaller " +
            "pages, or for fewer lists within lists.",
          extensions: { code: "QUERY_TOO_COMPLEX" },
        },
      ],
    },
  ]);
});
