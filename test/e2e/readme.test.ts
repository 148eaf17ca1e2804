import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { formats } from "../../src/importers/formats.js";
import { askGraph, startTermgate, type Termgate } from "./termgate.js";
import { compileFirst, project, START_LIMIT, useWorkplace } from "./workplace.js";

const readme = readFileSync(join(project, "README.md"), "utf8");
const workplace = useWorkplace();
let server: Termgate;
let token: string;

beforeAll(async () => {
  await compileFirst(workplace);
  server = await startTermgate(workplace, { data: workplace.data("data") });
  token = await tokenOf(blocks("A first query", "sh")[0] ?? "");
}, START_LIMIT);

/** The blocks of code of one language below a heading. */
function blocks(heading: string, language: string): string[] {
  const section = readme.split(/^## /m).find((text) => text.startsWith(heading));
  const found = section?.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, "gms")) ?? [];
  return [...found].map(([, text = ""]) => text);
}

/** Sends the body of the README's first call of curl, as it stands there. */
async function tokenOf(script: string): Promise<string> {
  const body = /-d '(.*)'$/m.exec(script)?.[1];
  const answer = await fetch(`${server.url}/oauth/token`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: body ?? null,
  });
  return ((await answer.json()) as { access_token: string }).access_token;
}

const ask = (query = "", variables = {}) => askGraph(server.url, token, { query, variables });

const parsed = (text = "") => JSON.parse(text) as Record<string, unknown>;

/** An identifier is another one each time. */
const unnamed = (value: unknown) =>
  parsed(JSON.stringify(value).replaceAll(/"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"/g, '"…"'));

test("the first query is answered as the README says", async () => {
  const [query] = blocks("A first query", "graphql");
  const [answer] = blocks("A first query", "json");
  expect({ data: await ask(query) }).toEqual(parsed(answer));
});

test("the query of the script is answered with who asks", async () => {
  const [, body] = /-d '(\{"query".*)'$/m.exec(blocks("A first query", "sh")[0] ?? "") ?? [];
  expect(await ask(String(parsed(body).query))).toEqual({
    viewer: {
      client: "demo",
      scopes: ["read", "write", "publish"],
      organizations: [{ name: "Demo" }],
    },
  });
});

test("the first mutation is answered as the README says", async () => {
  const [mutation] = blocks("A first mutation", "graphql");
  const [variables, answer] = blocks("A first mutation", "json");
  expect(unnamed({ data: await ask(mutation, parsed(variables)) })).toEqual(
    unnamed(parsed(answer)),
  );
});

test("every format that there is stands in the table of formats, and no other", () => {
  const [, section = ""] = readme.split("## Importing content\n");
  const rows = section.split("\n## ")[0]?.match(/^\| `.*?\|/gm) ?? [];
  const named = rows.flatMap((row) => [...row.matchAll(/`([^`]+)`/g)].map(([, name]) => name));
  expect(named.toSorted()).toEqual(formats.map(({ name }) => name).toSorted());
});

test("a code system is authored as the README says", async () => {
  const [query] = blocks("Authoring code systems", "graphql");
  const url = "/orgs/Demo/sources/Ward-Codes/";
  expect(await ask(query)).toEqual({
    createCodeSystem: { codeSystem: { slug: "ward-codes", url }, userErrors: [] },
    createConcept: {
      concept: { versionUrl: `${url}concepts/F1/1/`, display: "Fever" },
      userErrors: [],
    },
    createCodeSystemVersion: {
      codeSystemVersion: { url: `${url}2026/`, released: true },
      userErrors: [],
    },
  });
});

test("concepts are collected as the README says, at once and by a job", async () => {
  const [starter, members, later] = blocks("Collecting concepts", "graphql");
  expect(await ask(starter)).toMatchObject({
    included: { results: [{ added: true }, { added: true }], userErrors: [] },
    excluded: { results: [{ added: true }], userErrors: [] },
    createCollectionVersion: { collectionVersion: { activeConcepts: 3 }, userErrors: [] },
  });
  expect(await ask(members)).toMatchObject({
    collectionVersion: {
      concepts: { totalCount: 2 },
      contains: [{ member: false }, { member: true }],
    },
  });
  const { addCollectionReferences } = (await ask(later)) as {
    addCollectionReferences: { job: { id: string } };
  };
  expect(addCollectionReferences).toEqual({
    // The server may have taken it up before it answers.
    job: { id: expect.any(String), status: expect.stringMatching(/^(QUEUED|RUNNING|SUCCEEDED)$/) },
    userErrors: [],
  });
  const { id } = addCollectionReferences.job;
  const text = `query ($id: ID!) { job(id: $id) { status message } }`;
  await expect
    .poll(async () => ((await ask(text, { id })) as { job: unknown }).job, { timeout: 20_000 })
    .toEqual({ status: "SUCCEEDED", message: "Added 3 of 3 references." });
});

test("what is around a concept and in an expansion is read as the README says", async () => {
  const [query] = blocks("Cascades and expansions", "graphql");
  const codes = ["A00", "A00.0", "A00.1", "A00.9"];
  expect(await ask(query)).toMatchObject({
    cascade: { concepts: codes.map((code) => ({ code })), mappings: [], truncated: false },
    collectionVersion: {
      expansion: {
        concepts: { totalCount: 2 },
        resolvedVersions: [{ codeSystemUrl: "/orgs/CDC/sources/ICD-10-CM/", version: "2025-demo" }],
      },
    },
  });
});
