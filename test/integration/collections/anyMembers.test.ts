import fc from "fast-check";
import { beforeAll, expect, it } from "vitest";
import type { Viewer } from "../../../src/rules/access/viewer.js";
import { expressionOf } from "../../../src/rules/references/expressionOf.js";
import { dataOf, graphOver } from "../../support/graph.js";
import { frozenDeliveries } from "../../support/naiveCollections.js";
import {
  changesBetween,
  contains,
  membersOf,
  type NaiveChange,
  type NaiveMembership,
} from "../../support/naiveMembers.js";
import type { Delivery, NaiveCollection } from "../../support/naiveWorld.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { callerOf } from "../../support/viewers.js";
import { compareContains, compareNamed, compareWindows } from "./bothWays.js";
import { answered, expectedText, textOf } from "./shownMembers.js";
import { CODES, Story, step } from "./story.js";

const { database } = useTestDatabase();
const ask = graphOver(database);
const graphs = { remembering: ask, new: graphOver(database) };
const RUNS = 16;
const TIME_LIMIT = 480_000;
let keeper: Viewer;

beforeAll(async () => {
  keeper = await callerOf(database, { user: "demo", organizations: ["Demo"] });
});

async function compare(
  collection: NaiveCollection,
  version: string,
  deliveries: readonly Delivery[],
): Promise<void> {
  const members = membersOf(deliveries);
  const answer = await answered(ask, keeper, collection, version);
  const told = `${version} of ${collection.url}`;
  expect([told, ...textOf(answer)]).toEqual([told, ...expectedText(members)]);
  const active = (rows: readonly { readonly content: { readonly retired: boolean } }[]) =>
    rows.filter(({ content }) => !content.retired).length;
  expect([answer.activeConcepts, answer.activeMappings]).toEqual([
    active(members.concepts),
    active(members.mappings),
  ]);
}

/** Why concepts are members or not, the references by their expressions. */
async function compareReasons(
  { url }: NaiveCollection,
  deliveries: readonly Delivery[],
): Promise<void> {
  const text = `query ($url: String!, $concepts: [String!]!) { collection(url: $url) { atVersion {
    contains(concepts: $concepts) { concept member because { expression } excludedBy { expression } } } } }`;
  const data = await dataOf(ask(text, { as: keeper, variables: { url, concepts: CODES } }));
  const expressions = ({ because, excludedBy, ...rest }: NaiveMembership) => ({
    ...rest,
    because: because.map((one) => ({ expression: expressionOf(one) })),
    excludedBy: excludedBy.map((one) => ({ expression: expressionOf(one) })),
  });
  expect((data.collection as { atVersion: { contains: unknown } }).atVersion.contains).toEqual(
    contains(deliveries, CODES).map(expressions),
  );
}

/** What is answered by what is remembered and without it. */
async function compareWays(
  collection: NaiveCollection,
  version: string,
  deliveries: readonly Delivery[],
): Promise<void> {
  const reader = { as: keeper, collection, version };
  await compareNamed(graphs, reader, deliveries);
  await compareContains(graphs, reader, deliveries);
  await compareWindows(graphs, reader, deliveries);
}

interface AnsweredChange {
  readonly kind: string;
  readonly concept: { readonly code: string; readonly codeSystem: { readonly url: string } } | null;
  readonly mapping: { readonly url: string } | null;
}

async function compareChanges(
  { url }: NaiveCollection,
  since: string,
  changes: readonly NaiveChange[],
): Promise<void> {
  const text = `query ($url: String!, $since: String!) { collection(url: $url) { atVersion {
    changes(since: $since) { totalCount
      nodes { kind concept { code codeSystem { url } } mapping { url } } } } } }`;
  const data = await dataOf(ask(text, { as: keeper, variables: { url, since } }));
  const { nodes, totalCount } = (
    data.collection as { atVersion: { changes: { nodes: AnsweredChange[]; totalCount: number } } }
  ).atVersion.changes;
  const told = nodes.map(({ kind, concept, mapping }) =>
    concept
      ? `${kind} ${concept.codeSystem.url} ${concept.code}`
      : `${kind} ${mapping?.url.replace(/mappings\/(.*)\/$/, " $1")}`,
  );
  expect(told.toSorted()).toEqual(
    changes.map(({ kind, identity }) => `${kind} ${identity}`).toSorted(),
  );
  expect(totalCount).toBe(changes.length);
}

it(
  "collections hold what a model that copies everything says, now and at every version for ever",
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 12, maxLength: 24 }), async (steps) => {
        const story = await Story.begin(database, ask, keeper);
        for (const one of steps) {
          await story.take(one);
          if (one.does !== "REFER") continue;
          const collection = story.collections[one.collection];
          if (collection) await compare(collection, "HEAD", story.world.deliveries(collection));
        }
        for (const collection of story.collections) {
          const deliveries = story.world.deliveries(collection);
          await compare(collection, "HEAD", deliveries);
          await compareReasons(collection, deliveries);
          await compareWays(collection, "HEAD", deliveries);
          for (const { label } of collection.versions) {
            const frozen = frozenDeliveries(collection, label);
            await compare(collection, label, frozen);
            await compareWays(collection, label, frozen);
            const changes = changesBetween(membersOf(frozen), membersOf(deliveries));
            await compareChanges(collection, label, changes);
          }
        }
      }),
      // A machine that is busy draws fewer; what fails is told, shrunk or not.
      { numRuns: RUNS, interruptAfterTimeLimit: TIME_LIMIT / 2 },
    );
  },
  TIME_LIMIT,
);
