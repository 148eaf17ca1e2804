import { expect, test } from "vitest";
import type { Viewer } from "../../../src/rules/access/viewer.js";
import { createApollo } from "../../../src/server/apollo.js";
import { knownOperations } from "../../../src/server/knownOperations.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { type SmallContext, smallSchema } from "./smallGraph.js";
import { captureLog, type Reply, smallServer } from "./testServer.js";

const { database } = useTestDatabase();
const server = smallServer(database);
const hello = "query Greet($name: String) { hello(name: $name) }";

/** All of a reply but what no two replies share. */
function comparable({ status, headers, text }: Reply) {
  const { date, "x-request-id": id = "", ...rest } = Object.fromEntries(headers);
  return { status, headers: rest, text: text.replaceAll(id, "ID") };
}

test.each<[what: string, body: object, headers?: Record<string, string>]>([
  ["a query", { query: "{ rows(first: 3) { code row { code } } nothing }" }],
  ["variables", { query: hello, variables: { name: "Jane" } }],
  ["variables that are null", { query: hello, variables: null }],
  ["the operation's own name", { query: hello, operationName: "Greet" }],
  ["a name that it has not", { query: hello, operationName: "Other" }],
  ["variables of a wrong type", { query: hello, variables: { name: 1 } }],
  ["variables that are no object", { query: hello, variables: [1] }],
  ["a missing variable", { query: "query ($n: Int!) { rows(first: $n) { code } }" }],
  ["an error beside data", { query: '{ failure(code: "FORBIDDEN") hello }' }],
  ["an error of ours", { query: "{ broken hello }" }],
  ["two operations", { query: "query A { hello } query B { nothing }", operationName: "B" }],
  ["another media type", { query: hello }, { accept: "application/graphql-response+json" }],
  ["a media type that we lack", { query: hello }, { accept: "text/csv" }],
  ["a mutation", { query: 'mutation { rename(name: "x") }' }],
  ["too much", { query: "query ($n: Int!) { rows(first: $n) { code } }", variables: { n: 1e6 } }],
  ["aliases and fragments", { query: "{ a: row { ...F } } fragment F on Row { c: code }" }],
])("%s: asked again, the answer is to the letter what Apollo's was", async (_, body, headers) => {
  const ask = async () => comparable(await server.post(JSON.stringify(body), headers));
  const first = await ask();
  expect(first.status).not.toBe(500);
  expect([await ask(), await ask()]).toEqual([first, first]);
});

test("a name that the operation has not is the caller's mistake, also of a query that is known", async () => {
  await server.post(JSON.stringify({ query: hello }));
  const reply = await server.post(JSON.stringify({ query: hello, operationName: "Other" }));
  expect(reply.status).toBe(400);
  expect(reply.json.errors[0].message).toBe('Unknown operation named "Other".');
});

test("a query is known once Apollo has run it; mutations, documents of several and faults never are", async () => {
  const schema = smallSchema(database);
  const known = knownOperations<SmallContext>(schema);
  const { log } = captureLog();
  const apollo = createApollo(schema, { production: false, log, plugins: [known.plugin] });
  await apollo.start();
  const contextValue: SmallContext = { viewer: {} as Viewer, requestId: "r" };
  const answerOf = async (query: string, variables = {}) => {
    await apollo.executeOperation({ query, variables }, { contextValue });
    return (await known.answer({ query, variables }, contextValue))?.text ?? null;
  };
  expect(await known.answer({ query: "{ hello }" }, contextValue)).toBeNull();
  expect(await answerOf("{ hello }")).toMatch(/^\{"data":\{"hello":"/);
  expect(await answerOf(hello, { name: "Jane" })).toBe('{"data":{"hello":"Hello Jane"}}\n');
  expect(await answerOf('mutation { rename(name: "x") }')).toBeNull();
  expect(await answerOf("query A { hello } query B { hello }")).toBeNull();
  expect(await answerOf("{ broken }")).toBeNull();
  expect(await answerOf("{ missing }")).toBeNull();
  expect(await answerOf(`{ hello } # ${"x".repeat(60_000)}`)).toBeNull();
  await apollo.stop();
});
