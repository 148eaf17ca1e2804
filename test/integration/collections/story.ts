import { randomUUID } from "node:crypto";
import fc from "fast-check";
import type { Viewer } from "../../../src/rules/access/viewer.js";
import type { ReferenceDefinition } from "../../../src/rules/references/definition.js";
import { identityOf } from "../../../src/rules/references/identity.js";
import type { Database } from "../../../src/store/database.js";
import type { Ask } from "../../support/graph.js";
import type { NaiveCollection, NaiveSystem } from "../../support/naiveWorld.js";
import { PairedWorld } from "../../support/pairedWorld.js";
import { references } from "./shownMembers.js";

/** The codes of concepts in stories. */
export const CODES = ["A", "B", "C", "D"];

/** What code systems are called beside their URLs; null: nothing. */
const NAMES = [null, "old", "new"];

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

/** What may happen to them. */
export const step = fc.oneof(
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
      toName: fc.constantFrom(...NAMES),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant("RENAME" as const),
      system: fc.nat(1),
      name: fc.constantFrom(...NAMES),
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
export type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

/** One line of a kind can be in a collection once. */
function distinct(definitions: readonly ReferenceDefinition[]): readonly ReferenceDefinition[] {
  const keys = definitions.map((one) => `${one.include} ${identityOf(one)}`);
  return definitions.filter((_, at) => keys.indexOf(keys[at] ?? "") === at);
}

function canonicalUrl(mark: string, system: number, name: string | null): string | null {
  return name && `http://${system}.org/${mark}/${name}`;
}

/** Two code systems and two collections that go through steps, and what was frozen on the way. */
export class Story {
  #edits = 0;

  private constructor(
    readonly world: PairedWorld,
    readonly systems: readonly NaiveSystem[],
    readonly collections: readonly NaiveCollection[],
    readonly mark: string,
  ) {}

  static async begin(database: Database, ask: Ask, keeper: Viewer): Promise<Story> {
    const mark = randomUUID().slice(0, 8);
    const world = new PairedWorld(database, ask, keeper, mark);
    const systems = [
      await world.system("S", canonicalUrl(mark, 0, "old")),
      await world.system("T"),
    ];
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
      const toSystem = canonicalUrl(this.mark, one.system, one.toName) ?? system.url;
      const ends = { fromCode: one.from, toCode: one.to, toSystem };
      await this.world.mapping(system, { id: "", ...ends, mapType });
    } else if (system && one.does === "RENAME") {
      await this.world.rename(system, canonicalUrl(this.mark, one.system, one.name));
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
