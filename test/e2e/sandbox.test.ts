import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import {
  buildClientSchema,
  buildSchema,
  type GraphQLSchema,
  getIntrospectionQuery,
  type IntrospectionQuery,
  lexicographicSortSchema,
  printSchema,
} from "graphql";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chromiumHere, useBrowser } from "./browser.js";
import { startTermgate, type Termgate } from "./termgate.js";
import { compileFirst, project, START_LIMIT, useWorkplace } from "./workplace.js";

const workplace = useWorkplace();
const elsewhere = createServer((_, answer) => answer.end("<!doctype html><title>Elsewhere"));
let server: Termgate;
let origin: string;

beforeAll(async () => {
  await compileFirst(workplace);
  server = await startTermgate(workplace, { data: workplace.data("data") });
  await new Promise<void>((resolve) => elsewhere.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`;
}, START_LIMIT);

afterAll(() => elsewhere.close());

const sorted = (schema: GraphQLSchema) => printSchema(lexicographicSortSchema(schema));

describe.runIf(chromiumHere.path)(`a page of another origin${chromiumHere.absent}`, () => {
  const browser = useBrowser();

  /** Asks as a script of the page does: the browser asks first whether it may. */
  async function askFromElsewhere(query: string): Promise<unknown> {
    const page = await browser.newPage();
    await page.goto(origin);
    const request = {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${server.token}` },
      body: JSON.stringify({ query }),
    };
    const url = JSON.stringify(`${server.url}/graphql`);
    return page.evaluate(
      `fetch(${url}, ${JSON.stringify(request)}).then((answer) => answer.json())`,
    );
  }

  test("learns the whole graph, as Apollo Sandbox does", async () => {
    const answer = (await askFromElsewhere(getIntrospectionQuery({ specifiedByUrl: true }))) as {
      data: IntrospectionQuery;
    };
    const written = readFileSync(join(project, "schema", "schema.graphql"), "utf8");
    expect(sorted(buildClientSchema(answer.data))).toBe(sorted(buildSchema(written)));
  });

  test("is answered with rows", async () => {
    const query = '{ concept(codeSystem: "cvx", code: "03") { display } }';
    expect(await askFromElsewhere(query)).toEqual({ data: await server.ask(query) });
  });
});
