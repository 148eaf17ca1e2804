import fc from "fast-check";
import { beforeAll, expect, it } from "vitest";
import type { Viewer } from "../../../src/rules/access/viewer.js";
import type { ReferenceDefinition } from "../../../src/rules/references/definition.js";
import { dataOf, graphOver } from "../../support/graph.js";
import { deliveriesOf } from "../../support/naiveCollections.js";
import { conceptHolds, mappingHolds } from "../../support/naiveFilters.js";
import {
  conceptIdentity,
  mappingIdentity,
  membersOf,
  type NaiveMembers,
} from "../../support/naiveMembers.js";
import {
  type NaiveCollection,
  type NaiveSystem,
  type NaiveWorld,
  repositoryNamed,
} from "../../support/naiveWorld.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { callerOf } from "../../support/viewers.js";
import { type AnsweredVersion, expectedText, textOf } from "../collections/shownMembers.js";
import { Story, step } from "../collections/story.js";

const { database } = useTestDatabase();
const ask = graphOver(database);
const RUNS = 10;
let keeper: Viewer;

beforeAll(async () => {
  keeper = await callerOf(database, { user: "demo", organizations: ["Demo"] });
});

const drawn = fc.record({
  activeOnly: fc.boolean(),
  filter: fc.option(fc.constantFrom("a", "B", "c", "m1", "same", "a c", "!"), { freq: 1 }),
  chosen: fc.option(fc.record({ system: fc.nat(1), version: fc.nat(3), forced: fc.boolean() }), {
    freq: 3,
  }),
  excluded: fc.option(
    fc.record({ of: fc.constantFrom("SYSTEM", "VERSION", "COLLECTION"), which: fc.nat(1) }),
    { freq: 1 },
  ),
});
type Drawn = typeof drawn extends fc.Arbitrary<infer Value> ? Value : never;

/** The references as they are with a version of a code system chosen. */
function withVersion(
  reference: ReferenceDefinition,
  world: NaiveWorld,
  chosen: { readonly system: NaiveSystem; readonly version: string; readonly forced: boolean },
): ReferenceDefinition {
  const { system, resourceVersion } = reference;
  if (!system || repositoryNamed(world.systems, system) !== chosen.system) return reference;
  const named = system.version !== null;
  // What is pinned is looked up as it was then, in whatever version.
  const labelled = named && system.version !== "HEAD";
  if (resourceVersion !== null && !labelled) return reference;
  // A version that is not there is not read elsewhere.
  const isThere = chosen.system.versions.some(({ label }) => label === system.version);
  if (labelled && !isThere) return reference;
  return named && !chosen.forced
    ? reference
    : { ...reference, system: { ...system, version: chosen.version } };
}

/** What is left out, by its identity. */
function excludedFrom({ world, systems, collections }: Story, excluded: Drawn["excluded"]) {
  const [system, collection] = [systems[excluded?.which ?? 0], collections[excluded?.which ?? 0]];
  const all = { concepts: new Set<string>(), mappings: new Set<string>(), text: [] as string[] };
  if (!excluded || !system || !collection) return all;
  const add = ({ concepts, mappings }: NaiveMembers) => {
    for (const row of concepts) all.concepts.add(conceptIdentity(row));
    for (const row of mappings) all.mappings.add(mappingIdentity(row));
  };
  const rowsOf = ({ concepts, mappings }: NaiveSystem["head"]): NaiveMembers => ({
    concepts: concepts.map((content) => ({ system: system.url, content })),
    mappings: mappings.map((content) => ({ system: system.url, content })),
  });
  if (excluded.of === "COLLECTION") {
    add(membersOf(world.deliveries(collection)));
    for (const { deliveries } of collection.versions) add(membersOf(deliveries));
    return { ...all, text: [collection.url] };
  }
  const [version] = system.versions;
  if (excluded.of === "VERSION" && version) {
    add(rowsOf(version.content));
    return { ...all, text: [`${system.url}${version.label}/`] };
  }
  add(rowsOf(system.history));
  return { ...all, text: [system.url] };
}

function expanded(story: Story, collection: NaiveCollection, given: Drawn) {
  const { world, systems } = story;
  const system = systems[given.chosen?.system ?? 0];
  const label = system?.versions[given.chosen?.version ?? 0]?.label ?? "HEAD";
  const { forced = false } = given.chosen ?? {};
  const choose = (one: NaiveCollection): NaiveCollection => ({
    ...one,
    references: one.references.map((reference) =>
      given.chosen && system
        ? withVersion(reference, world.model, { system, version: label, forced })
        : reference,
    ),
  });
  const model = { ...world.model, collections: world.model.collections.map(choose) };
  const members = membersOf(deliveriesOf(model, choose(collection)));
  const out = excludedFrom(story, given.excluded);
  const filter = { property: "q", op: "=" as const, value: given.filter ?? "" };
  const expected: NaiveMembers = {
    concepts: members.concepts
      .filter(({ content }) => !given.activeOnly || !content.retired)
      .filter((row) => !out.concepts.has(conceptIdentity(row)))
      .filter(
        ({ content }) =>
          given.filter === null || conceptHolds(content, filter, { concepts: [], mappings: [] }),
      ),
    mappings: members.mappings
      .filter(({ content }) => !given.activeOnly || !content.retired)
      .filter((row) => !out.mappings.has(mappingIdentity(row)))
      .filter(({ content }) => given.filter === null || mappingHolds(content, filter)),
  };
  const name = forced ? "forceSystemVersion" : "systemVersion";
  const parameters = {
    activeOnly: given.activeOnly,
    filter: given.filter,
    excludeSystem: out.text,
    ...(given.chosen && system ? { [name]: `${system.url}${label}/` } : {}),
  };
  return { expected: expectedText(expected), parameters };
}

const TEXT = `query ($url: String!, $parameters: ExpansionParameters) { collectionVersion(url: $url) {
  expansion(parameters: $parameters) {
    concepts(filter: { includeRetired: true }, pageSize: 1000) { totalCount
      nodes { concept { code version codeSystem { url } } } }
    mappings(filter: { includeRetired: true }, pageSize: 1000) { totalCount
      nodes { mapping { url version } } } } } }`;

it("expansions hold what a model that copies everything says", { timeout: 240_000 }, async () => {
  let filled = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 20, maxLength: 30 }),
      fc.array(drawn, { minLength: 12, maxLength: 12 }),
      async (steps, questions) => {
        const story = await Story.begin(database, ask, keeper);
        for (const one of steps) await story.take(one);
        for (const [at, given] of questions.entries()) {
          const collection = story.collections[at % 2];
          if (!collection) throw new Error("There is no collection");
          const { expected, parameters } = expanded(story, collection, given);
          const variables = { url: `${collection.url}HEAD/`, parameters };
          const { collectionVersion: answer } = await dataOf<{
            collectionVersion: { expansion: AnsweredVersion };
          }>(ask(TEXT, { as: keeper, variables }));
          const told = JSON.stringify(variables);
          expect([told, ...textOf(answer.expansion)]).toEqual([told, ...expected]);
          filled += Number(expected.length > 0);
        }
      },
    ),
    { numRuns: RUNS },
  );
  expect(filled).toBeGreaterThan(RUNS);
});
