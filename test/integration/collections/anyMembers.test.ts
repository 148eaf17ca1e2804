import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { beforeAll, expect, it } from "vitest";
import type { Viewer } from "../../../src/rules/access/viewer.js";
import type { ReferenceDefinition } from "../../../src/rules/references/definition.js";
import { expressionOf } from "../../../src/rules/references/expressionOf.js";
import { identityOf } from "../../../src/rules/references/identity.js";
import { dataOf, graphOver } from "../../support/graph.js";
import { frozenDeliveries } from "../../support/naiveCollections.js";
import {
  changesBetween,
  contains,
  membersOf,
  type NaiveChange,
  type NaiveMembership,
} from "../../support/naiveMembers.js";
import type { Delivery, NaiveCollection, NaiveSystem } from "../../support/naiveWorld.js";
import { PairedWorld } from "../../support/pairedWorld.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { callerOf } from "../../support/viewers.js";
import { answered, expectedText, references, textOf } from "./shownMembers.js";

const { database } = useTestDatabase();
const ask = graphOver(database);
const RUNS = 16;
const TIME_LIMIT = 480_000;
const CODES = ["A", "B", "C", "D"];
let keeper: Viewer;

beforeAll(async () => {
  keeper = await callerOf(database, { user: "demo", organizations: ["Demo"] });
});

/** What references may say; `{S}` and `{T}` are code systems, `{C}` and `{D}` collections. */
const TEXTS = [
  "{S}",
  "{T}",
  "{S}/concepts/",
  "{S}/v1/",
  "{S}/v2/concepts/",
  "{S}/HEAD/concepts/",
  "{S}/concepts/A/",
  "{S}/concepts/B/1/",
  "{S}/v1/concepts/C/",
  "{T}/concepts/A/",
  "{T}/concepts/B/2/",
  "{S}/concepts/?class=Drug",
  "{S}/concepts/?descendantsOf=A",
  "{S}/concepts/?code:is-not-a=B&class=Drug",
  "{T}/concepts/?q=b",
  "{T}/concepts/?retired=true",
  "{S}/concepts/A/?cascade=sourcetoconcepts",
  "{S}/concepts/?class=Drug&cascade=sourcemappings",
  "{S}/concepts/B/mappings/?includeInverseMappings=true",
  "{S}/v1/concepts/A/2/",
  "{S}/mappings/",
  "{S}/mappings/?q=m1",
  "{S}/HEAD/mappings/?valueset={D}",
  "{D}/concepts/A/mappings/",
  "{C}/",
  "{C}/v1/",
  "{D}/concepts/",
  "{D}/v1/",
  "{D}/HEAD/concepts/A/",
  "{S}/concepts/?valueset={D}/",
];

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      does: fc.constant("CONCEPT" as const),
      system: fc.nat(1),
      code: fc.constantFrom(...CODES),
      conceptClass: fc.constantFrom("Drug", "Diagnosis"),
      parents: fc.subarray(CODES),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant("RETIRE" as const),
      system: fc.nat(1),
      code: fc.constantFrom(...CODES),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant("MAPPING" as const),
      system: fc.nat(1),
      from: fc.constantFrom(...CODES),
      to: fc.constantFrom(...CODES),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant("RELEASE" as const),
      system: fc.nat(1),
      released: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      does: fc.constant("REFER" as const),
      collection: fc.nat(1),
      include: fc.subarray(TEXTS, { maxLength: 4 }),
      exclude: fc.subarray(TEXTS, { maxLength: 2 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant("VERSION" as const),
      collection: fc.nat(1),
      released: fc.boolean(),
    }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

/** One line of a kind can be in a collection once. */
function distinct(definitions: readonly ReferenceDefinition[]): readonly ReferenceDefinition[] {
  const keys = definitions.map((one) => `${one.include} ${identityOf(one)}`);
  return definitions.filter((_, at) => keys.indexOf(keys[at] ?? "") === at);
}

/** Two code systems and two collections that go through steps, and what was frozen on the way. */
class Story {
  #edits = 0;

  private constructor(
    readonly world: PairedWorld,
    readonly systems: readonly NaiveSystem[],
    readonly collections: readonly NaiveCollection[],
    readonly mark: string,
  ) {}

  static async begin(): Promise<Story> {
    const mark = randomUUID().slice(0, 8);
    const world = new PairedWorld(database, ask, keeper, mark);
    const systems = [await world.system("S", `http://s.org/${mark}`), await world.system("T")];
    const collections = [await world.collection("C"), await world.collection("D")];
    return new Story(world, systems, collections, mark);
  }

  async take(one: Step): Promise<void> {
    const system = "system" in one ? this.systems[one.system] : undefined;
    const collection = "collection" in one ? this.collections[one.collection] : undefined;
    const known = (code: string) => system?.head.concepts.some((concept) => concept.code === code);
    if (system && one.does === "CONCEPT") {
      const { code, conceptClass } = one;
      const parents = one.parents.filter((parent) => parent < code && known(parent));
      this.#edits += 1;
      const extras = { edit: this.#edits };
      await this.world.concept(system, { code, conceptClass, parents, extras });
    } else if (system && one.does === "RETIRE" && known(one.code)) {
      await this.world.retire(system, one.code);
    } else if (system && one.does === "MAPPING" && known(one.from) && known(one.to)) {
      this.#edits += 1;
      const mapType = `M${this.#edits}`;
      await this.world.mapping(system, { id: "", fromCode: one.from, toCode: one.to, mapType });
    } else if (system && one.does === "RELEASE") {
      await this.world.release(system, `v${system.versions.length + 1}`, one.released);
    } else if (collection && one.does === "REFER") {
      await this.world.refer(collection, this.references(one.include, one.exclude));
    } else if (collection && one.does === "VERSION") {
      await this.world.version(collection, `v${collection.versions.length + 1}`, one.released);
    }
  }

  private references(include: readonly string[], exclude: readonly string[]) {
    const texts = [...include, ...exclude.map((text) => `-${text}`)].map((text) =>
      text
        .replaceAll(/\{([ST])\}/g, `/orgs/Demo/sources/$1-${this.mark}`)
        .replaceAll(/\{([CD])\}/g, `/orgs/Demo/collections/$1-${this.mark}`),
    );
    return distinct(references(...texts));
  }
}

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
        const story = await Story.begin();
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
          for (const { label } of collection.versions) {
            const frozen = frozenDeliveries(collection, label);
            await compare(collection, label, frozen);
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
