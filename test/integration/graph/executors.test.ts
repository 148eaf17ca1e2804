import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { type FormattedExecutionResult, graphql, parse } from "graphql";
import { beforeAll, expect, test } from "vitest";
import { Context } from "../../../src/graph/context.js";
import { assembleGraph, buildGraph } from "../../../src/graph/schema.js";
import { anonymous, type Viewer } from "../../../src/rules/access/viewer.js";
import { createApollo } from "../../../src/server/apollo.js";
import { knownOperations } from "../../../src/server/knownOperations.js";
import { jobFeedOver } from "../../../src/store/jobs/feed.js";
import { openStore } from "../../../src/store/store.js";
import { FIXED_NOW } from "../../support/clock.js";
import { commandsOf, makeCollection } from "../../support/commands.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { memberOf } from "../../support/viewers.js";
import { captureLog } from "../server/testServer.js";
import { drawQuery } from "./generatedQueries.js";
import { makeCpt, makeHeart, makeIcd10cm } from "./world.js";

const { database } = useTestDatabase();
const store = openStore(database.reads);
const jobs = jobFeedOver(database);
const OPERATIONS = new URL("../../../schema/operations/", import.meta.url);
const FEW = 120;

let member: Viewer;
/** Values of variables and arguments, by their names. */
let values: Readonly<Record<string, readonly unknown[]>>;

beforeAll(async () => {
  member = await memberOf(database, "Demo");
  await makeIcd10cm(database);
  await makeCpt(database);
  const heart = await makeHeart(database);
  await makeCollection(commandsOf(database, member), "Executed");
  values = {
    identifier: [heart, "82238ebe-8136-4292-8245-c3790eadbdc2"],
    version: [1, 2, 3, 99],
    since: [1, 3],
    at: ["2026-01-17T12:00:00.000Z"],
    codeSystem: ["icd10cm", "cpt2025", "nothing"],
    slug: ["icd10cm", "cpt2025"],
    code: ["A00.0", "A000", "93303", "X"],
    url: ["/orgs/Demo/collections/Executed/", "/orgs/Demo/collections/Executed/1/"],
    collection: ["/orgs/Demo/collections/Executed/"],
    shortCode: ["Executed"],
    name: ["CDC", "Demo", "nobody"],
    locale: ["en", "fr"],
    q: ["icd"],
    codings: [[{ system: "icd10cm", code: "A000" }]],
    targetCodeSystem: ["ndc", "icd10cm"],
    sourceCodeSystem: ["icd10cm", "ndc"],
    sourceCode: ["A00.0", "1"],
    first: [1, 3],
    mappings: [2],
    format: ["CSV", "FHIR_R4", "FHIR_R5", "SSSOM"],
    form: ["FHIR_R4", "FHIR_R5", "OCL", "OCL_JSON"],
  };
});

function contextOf(viewer: Viewer): Context {
  const world = { now: () => FIXED_NOW, newUuid: () => "" };
  return new Context({ viewer, store, database, jobs }, world);
}

const assembled = assembleGraph();

/** graphql-js over type-graphql's own resolvers, which load one thing after the other. */
async function reference(source: string, variableValues: Record<string, unknown>, viewer: Viewer) {
  const contextValue = contextOf(viewer);
  Object.assign(contextValue.load.crosswalks, { ahead: { load: async () => null } });
  const result = await graphql({ schema: assembled, source, contextValue, variableValues });
  return comparable(result as FormattedExecutionResult);
}

const schema = buildGraph();
const known = knownOperations<Context>(schema);
const apollo = createApollo(schema, {
  production: false,
  log: captureLog().log,
  plugins: [known.plugin],
});

/** What Apollo answers, and what is answered without it from then on. */
async function answers(query: string, variables: Record<string, unknown>, viewer: Viewer) {
  const { body } = await apollo.executeOperation(
    { query, variables },
    { contextValue: contextOf(viewer) },
  );
  if (body.kind !== "single") throw new Error("Incremental delivery is not supported");
  const [error] = body.singleResult.errors ?? [];
  // A drawn query may be too deep or ask for too much; that it is refused is tested elsewhere.
  if (error?.extensions?.code === "QUERY_TOO_COMPLEX") return null;
  const asked = comparable(body.singleResult);
  const again = await known.answer({ query, variables }, contextOf(viewer));
  return { asked, again: again === null ? null : (JSON.parse(again.text) as unknown) };
}

/** Of several errors below one place, which are told is a matter of time: it counts that there are any. */
function comparable({ data, errors }: FormattedExecutionResult) {
  const plain = { data, failed: (errors ?? []).length > 0 };
  return JSON.parse(JSON.stringify(plain)) as { data: unknown; failed: boolean };
}

async function expectTheSame(
  query: string,
  variables: Record<string, unknown>,
  viewer: Viewer,
): Promise<boolean> {
  const told = await reference(query, variables, viewer);
  const answered = await answers(query, variables, viewer);
  if (!answered) return false;
  const { asked, again } = answered;
  expect(asked, query).toEqual(told);
  expect(again, query).toEqual(told.failed ? null : { data: told.data });
  return !told.failed;
}

function documents(): readonly [name: string, text: string][] {
  const names = readdirSync(OPERATIONS).filter((name) => name.endsWith(".graphql"));
  return names
    .map((name): [string, string] => [name, readFileSync(new URL(name, OPERATIONS), "utf8")])
    .filter(([, text]) => /^query /m.test(text));
}

/** Of variables whose name means something else in other documents. */
const ownVariables: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "CascadeConcept.graphql": { concept: "/orgs/CDC/sources/ICD-10-CM/concepts/A00/" },
  "CodeSystemChanges.graphql": { version: "2026", since: "2025" },
  "CollectionChanges.graphql": { version: "HEAD", since: "1" },
  "SearchConcepts.graphql": { filter: { q: "cholera" } },
  "JobResult.graphql": { id: "nothing" },
  "PreviewReferences.graphql": {
    input: {
      collection: "/orgs/Demo/collections/Executed/",
      expressions: ["/orgs/CDC/sources/ICD-10-CM/concepts/A00.0/", "nothing"],
    },
  },
  "ResolveReference.graphql": {
    expressions: ["/orgs/CDC/sources/ICD-10-CM/", "/orgs/Demo/collections/Executed/"],
  },
};

function variablesOf(text: string): Record<string, unknown> {
  const [operation] = parse(text).definitions;
  if (operation?.kind !== "OperationDefinition") throw new Error("The document has no operation");
  const required = (operation.variableDefinitions ?? []).filter(
    ({ type, defaultValue }) => type.kind === "NonNullType" && !defaultValue,
  );
  const names = required.map(({ variable }) => variable.name.value);
  return Object.fromEntries(names.map((name) => [name, values[name]?.[0]]));
}

test.each(documents())("%s is answered alike by every way of executing it", async (name, text) => {
  const variables = { ...variablesOf(text), ...ownVariables[name] };
  expect(await expectTheSame(text, variables, member)).toBe(true);
});

test("whatever is asked is answered alike by every way of executing it", async () => {
  let answered = 0;
  const texts = Object.fromEntries(
    Object.entries(values).map(([name, each]) => [name, each.map((value) => literal(name, value))]),
  );
  const draws = fc.infiniteStream(fc.nat());
  await fc.assert(
    fc.asyncProperty(draws, fc.boolean(), async (stream, signedIn) => {
      const draw = (bound: number) => Number(stream.next().value) % bound;
      const query = drawQuery(schema, texts, draw);
      if (await expectTheSame(query, {}, signedIn ? member : anonymous)) answered += 1;
    }),
    { numRuns: FEW },
  );
  expect(answered).toBeGreaterThan(FEW / 3);
}, 120_000);

function literal(name: string, value: unknown): string {
  if (name !== "codings") return JSON.stringify(value);
  return '[{ system: "icd10cm", code: "A000" }]';
}
