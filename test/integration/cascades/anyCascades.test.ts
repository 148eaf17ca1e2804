import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { beforeAll, expect, it } from "vitest";
import { createConcept } from "../../../src/commands/codeSystems/createConcept.js";
import { editCodeSystem } from "../../../src/commands/codeSystems/editCodeSystem.js";
import { retireConcept } from "../../../src/commands/codeSystems/retireConcept.js";
import { retireConceptMapping } from "../../../src/commands/conceptMappings/editConceptMapping.js";
import { anonymous, type Viewer } from "../../../src/rules/access/viewer.js";
import { readCascade } from "../../../src/rules/cascades/options.js";
import { commandsOf, makeMapping } from "../../support/commands.js";
import { dataOf, graphOver } from "../../support/graph.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { makeOrganization, memberOf } from "../../support/viewers.js";
import { add, makeCollection, makeSystem, sure } from "../references/world.js";
import {
  mappingName,
  type NaiveConcept,
  type NaiveGraph,
  type NaiveMapping,
  naiveCascade,
  nameOf,
} from "./naiveCascade.js";

const { database } = useTestDatabase();
const ask = graphOver(database);
const RUNS = 12;
const CODES = ["A", "B", "C", "D", "E"];
const TYPES = ["CONCEPT-SET", "Q-AND-A", "SAME-AS"];
let author: Viewer;

beforeAll(async () => {
  await makeOrganization(database, "Demo", "demo");
  author = await memberOf(database, "Demo");
});

const name = fc
  .tuple(fc.constantFrom("S", "T"), fc.constantFrom(...CODES))
  .map((one) => one.join(" "));
const seldom = fc.nat(4).map((drawn) => drawn === 0);
const conceptsOf = (system: "S" | "T") =>
  fc
    .tuple(
      ...CODES.map((_, at) =>
        fc.record({ retired: seldom, parents: fc.subarray(CODES.slice(0, at)) }),
      ),
    )
    .map((drawn) =>
      drawn.map((one, at): NaiveConcept => ({ ...one, system, code: CODES[at] ?? "" })),
    );
const mapping = fc.record({
  keptIn: fc.constantFrom("S" as const, "T" as const),
  mapType: fc.constantFrom(...TYPES),
  weight: fc.option(fc.constantFrom(1, 2)),
  retired: seldom,
  from: name,
  to: name,
});
const often = fc.nat(4).map((drawn) => drawn > 0);
const types = fc.option(fc.subarray(TYPES), { freq: 1 });
const question = fc.record({
  root: fc.constantFrom(...CODES).map((code) => `S ${code}`),
  within: fc.constantFrom("S", "COLLECTION", null),
  omits: seldom,
  asked: fc.record({
    method: often.map((on) =>
      on ? ("SOURCE_TO_CONCEPTS" as const) : ("SOURCE_MAPPINGS" as const),
    ),
    mapTypes: types,
    excludeMapTypes: types,
    returnMapTypes: types,
    levels: fc.option(fc.nat(3), { freq: 1 }),
    reverse: fc.boolean(),
    cascadeMappings: often,
    cascadeHierarchy: often,
    includeRetired: fc.boolean(),
    maxSteps: fc.oneof(fc.constant(1000), fc.integer({ min: 1, max: 8 })),
  }),
  asMember: fc.boolean(),
});
const world = fc.record({
  concepts: fc.tuple(conceptsOf("S"), conceptsOf("T")).map((lists) => lists.flat()),
  mappings: fc.uniqueArray(mapping, {
    minLength: 10,
    maxLength: 20,
    selector: ({ keptIn, mapType, from, to }) => `${keptIn} ${mapType} ${from} ${to}`,
  }),
  hidesT: fc.boolean(),
  members: fc.array(fc.nat(30), { minLength: 20, maxLength: 40 }),
  omitted: fc.array(fc.nat(30), { maxLength: 4 }),
  questions: fc.array(question, { minLength: 25, maxLength: 25 }),
});

/** The world in the database: short codes have a mark, and mappings are called as they are there. */
async function build({ concepts, mappings, hidesT }: NaiveGraph & { readonly hidesT: boolean }) {
  const context = commandsOf(database, author);
  const mark = randomUUID().slice(0, 8);
  const urlOf = (system: string) => `/orgs/Demo/sources/${system}-${mark}/`;
  const conceptUrl = (named: string) =>
    named.replace(/^(.) (.*)$/, (_, s: string, code: string) => `${urlOf(s)}concepts/${code}/`);
  for (const system of ["S", "T"]) await makeSystem(context, `${system}-${mark}`, []);
  for (const { system, code, parents, retired } of concepts) {
    const [codeSystem, names] = [urlOf(system), [{ name: code, locale: "en" }]];
    sure(
      await createConcept(context, {
        codeSystem,
        code,
        conceptClass: "Misc",
        names,
        parents: [...parents],
      }),
    );
    if (retired) sure(await retireConcept(context, { codeSystem, code }));
  }
  for (const { keptIn, id, mapType, weight, retired, from, to } of mappings) {
    await makeMapping(context, {
      ...{ codeSystem: urlOf(keptIn), mappingId: id, mapType, sortWeight: weight },
      ...{ fromConcept: conceptUrl(from), toConcept: conceptUrl(to) },
    });
    const conceptMapping = `${urlOf(keptIn)}mappings/${id}/`;
    if (retired) sure(await retireConceptMapping(context, { conceptMapping }));
  }
  if (hidesT) sure(await editCodeSystem(context, { codeSystem: urlOf("T"), publicAccess: "NONE" }));
  const collectionOf = async (shortCode: string, named: readonly string[]) => {
    const collection = await makeCollection(context, `${shortCode}-${mark}`);
    const expressions = named.map((one) =>
      one.replace(/^(.) m?(.*)$/, (all, s: string, id: string) =>
        all.includes(" m") ? `${urlOf(s)}mappings/${id}/` : conceptUrl(all),
      ),
    );
    if (expressions.length > 0) await add(context, collection, { expressions, mode: "DYNAMIC" });
    return collection;
  };
  return { urlOf, conceptUrl, collectionOf };
}

interface Shown {
  readonly concepts: readonly { readonly url: string }[];
  readonly mappings: readonly { readonly url: string }[];
  readonly truncated: boolean;
}

/** `S A` and `T m3`, from URLs. */
const short = ({ url }: { readonly url: string }) =>
  url.replace(
    /^.*sources\/(.)-.*\/(concepts|mappings)\/(.*)\/$/,
    (_, system: string, kind: string, id: string) =>
      `${system} ${kind === "mappings" ? "m" : ""}${id}`,
  );

it("cascades go as a model of them does, whoever asks", { timeout: 240_000 }, async () => {
  let [asked, followed, cut] = [0, 0, 0];
  await fc.assert(
    fc.asyncProperty(world, async ({ mappings: drawn, members, omitted, questions, ...given }) => {
      const mappings = drawn.map((one, at): NaiveMapping => ({ ...one, id: String(at + 1) }));
      const { concepts, hidesT } = given;
      const all = [...concepts.map(nameOf), ...mappings.map(mappingName)];
      const chosen = (places: readonly number[]) =>
        new Set(places.flatMap((place) => all[place % all.length] ?? []));
      const { urlOf, conceptUrl, collectionOf } = await build({ concepts, mappings, hidesT });
      const [inside, left] = [chosen(members), chosen(omitted)];
      const collection = await collectionOf("C", [...inside]);
      const elsewhere = await collectionOf("E", [...left]);
      for (const { root, within, omits, asked: options, asMember } of questions) {
        if (within === "COLLECTION" && !inside.has(root)) continue;
        const read = readCascade(options);
        if (!read.ok) throw new Error(read.failure);
        const holds = (one: string, keptIn: string) =>
          within === "COLLECTION" ? inside.has(one) : within === null || keptIn === within;
        const seen = (system: string) => asMember || !hidesT || system !== "T";
        const graph = {
          concepts: concepts.filter((one) => holds(nameOf(one), one.system) && seen(one.system)),
          mappings: mappings.filter(
            (one) => holds(mappingName(one), one.keptIn) && seen(one.keptIn),
          ),
        };
        const model = naiveCascade(graph, root, {
          ...read.value,
          without: omits ? left : new Set(),
        });
        const where = within === "COLLECTION" ? collection : within && urlOf(within);
        const text = `query ($concept: String!, $within: String, $omit: String, $method: CascadeMethod,
          $mapTypes: [String!], $excludeMapTypes: [String!], $returnMapTypes: [String!], $levels: Int,
          $reverse: Boolean, $cascadeMappings: Boolean, $cascadeHierarchy: Boolean, $includeRetired: Boolean,
          $maxSteps: Int) { cascade(concept: $concept, within: $within, omitIfExistsIn: $omit, method: $method,
          mapTypes: $mapTypes, excludeMapTypes: $excludeMapTypes, returnMapTypes: $returnMapTypes,
          levels: $levels, reverse: $reverse, cascadeMappings: $cascadeMappings,
          cascadeHierarchy: $cascadeHierarchy, includeRetired: $includeRetired, maxSteps: $maxSteps) {
          concepts { url } mappings { url } truncated } }`;
        const omit = omits ? elsewhere : null;
        const variables = { ...options, concept: conceptUrl(root), within: where, omit };
        const as = asMember ? author : anonymous;
        const { cascade } = await dataOf<{ cascade: Shown }>(ask(text, { as, variables }));
        const shown = {
          concepts: cascade.concepts.map(short),
          mappings: cascade.mappings.map(short),
          truncated: cascade.truncated,
        };
        expect(shown, JSON.stringify(variables)).toEqual(model);
        asked += 1;
        followed += Number(model.concepts.length > 2);
        cut += Number(model.truncated);
      }
    }),
    { numRuns: RUNS },
  );
  expect(asked).toBeGreaterThan(RUNS * 12);
  expect(followed).toBeGreaterThan(RUNS);
  expect(cut).toBeGreaterThan(RUNS / 2);
});
