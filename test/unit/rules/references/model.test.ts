import { describe, expect, it } from "vitest";
import type { ReferenceDefinition } from "../../../../src/rules/references/definition.js";
import { expressionOf } from "../../../../src/rules/references/expressionOf.js";
import { readExpression } from "../../../../src/rules/references/readExpression.js";
import { deliveriesOf, freeze, frozenDeliveries } from "../../../support/naiveCollections.js";
import { changesBetween, contains, membersOf } from "../../../support/naiveMembers.js";
import {
  type Delivery,
  naiveCollection,
  naiveSystem,
  putConcept,
  putMapping,
  releaseSystem,
  removeConcept,
} from "../../../support/naiveWorld.js";

const S = "/orgs/O/sources/S/";
const C = "/orgs/O/collections/C/";
const D = "/orgs/O/collections/D/";

/** `-` before an expression excludes. */
function references(...texts: readonly string[]): readonly ReferenceDefinition[] {
  return texts.map((text) => {
    const read = readExpression(text.replace(/^-/, ""), null);
    if (!read.ok) throw new Error(`${text}: ${read.failure.hint}`);
    return { ...read.value, include: !text.startsWith("-") };
  });
}

function world() {
  const system = naiveSystem(S, "http://s.org");
  const collection = naiveCollection(C, "http://c.org");
  const other = naiveCollection(D);
  putConcept(system, { code: "A", conceptClass: "Drug" });
  putConcept(system, { code: "B", parents: ["A"], names: [{ name: "Ácute fever", locale: "en" }] });
  putConcept(system, { code: "C", parents: ["B"], extras: { route: ["oral", 2] } });
  putMapping(system, { id: "1", fromCode: "A", toCode: "B" });
  putMapping(system, { id: "2", fromCode: "B", toCode: "C", mapType: "NARROWER" });
  const all = { systems: [system], collections: [collection, other] };
  const members = (...texts: readonly string[]) => {
    collection.references = references(...texts);
    return written(deliveriesOf(all, collection));
  };
  return { system, collection, other, all, members };
}

/** `A1 B2 m1`: codes and ids with versions. */
function written(deliveries: readonly Delivery[]): string {
  const { concepts, mappings } = membersOf(deliveries);
  const texts = [
    ...concepts.map(({ content }) => `${content.code}${content.version}`),
    ...mappings.map(({ content }) => `m${content.id}`),
  ];
  return texts.toSorted().join(" ");
}

describe("the model of collections", () => {
  it.each([
    [`${S}concepts/`, "A1 B1 C1"],
    [S, "A1 B1 C1 m1 m2"],
    [`${S}v9/`, ""],
    ["http://s.org", "A1 B1 C1"],
    ["http://t.org", ""],
    [`${S}concepts/?q=fev`, "B1"],
    [`${S}concepts/?q=acute+b`, "B1"],
    [`${S}concepts/?q=-`, ""],
    ["/concepts/?class=Drug", "A1"],
    [`${S}concepts/?concept:is-a=B`, "B1 C1"],
    [`${S}concepts/?descendantsOf=A`, "B1 C1"],
    [`${S}concepts/?code:is-not-a=B`, "A1"],
    [`${S}concepts/?code:generalizes=B`, "A1 B1"],
    [`${S}concepts/?parent:exists=false`, "A1"],
    [`${S}concepts/?extras.route=2,3`, "C1"],
    [`${S}concepts/?extras.route:exists=true`, "C1"],
    [`${S}concepts/?code:regex=[AB]`, "A1 B1"],
    [`${S}concepts/?code:not-in=A,B`, "C1"],
    [`${S}mappings/?mapType=NARROWER`, "m2"],
    [`/mappings/?fromConcept=${S}concepts/A/`, "m1"],
    [`${S}concepts/B/mappings/`, "m2"],
    [`${S}concepts/B/mappings/?includeInverseMappings=true`, "m1 m2"],
    [`${S}concepts/A/?cascade=sourcemappings`, "A1 m1"],
    [`${S}concepts/A/?cascade=sourcetoconcepts`, "A1 B1 m1"],
  ])("%s delivers %j", (expression, members) => {
    expect(world().members(expression)).toBe(members);
  });

  it("keeps out concepts, whatever version of them unless one is named", () => {
    const { system, members } = world();
    expect(members(S, `-${S}concepts/B/`, `-${S}mappings/1/`)).toBe("A1 C1 m2");
    putConcept(system, { code: "B" });
    expect(members(S, `-${S}concepts/B/1/`)).toBe("A1 B2 C1 m1 m2");
    expect(members(`${S}concepts/B/1/`, `${S}concepts/B/`)).toBe("B2");
    expect(members(`${S}concepts/B/1/`, `${S}concepts/B/`, `-${S}concepts/B/2/`)).toBe("B1");
    expect(members(S, `-${S}concepts/A/?cascade=sourcetoconcepts`)).toBe("C1 m2");
  });

  it("reads the newest release, HEAD where it is named or nothing is released", () => {
    const { system, members } = world();
    releaseSystem(system, "v1");
    removeConcept(system, "A");
    putConcept(system, { code: "B" });
    releaseSystem(system, "v2", false);
    expect(members(`${S}concepts/`)).toBe("A1 B1 C1");
    expect(members(`${S}HEAD/concepts/`)).toBe("B2 C1");
    expect(members(`${S}v2/concepts/`)).toBe("B2 C1");
    expect(members(`${S}concepts/B/2/`, `${S}concepts/A/1/`)).toBe("A1 B2");
  });

  it("reads collections within collections, and not for ever", () => {
    const { other, all, members } = world();
    other.references = references(`${S}concepts/A/`, `${S}concepts/B/`, `${S}mappings/1/`);
    expect(members(D)).toBe("A1 B1 m1");
    expect(members(`${D}concepts/B/`)).toBe("B1");
    expect(members(`${S}concepts/?parent:exists=true&valueset=${D}`)).toBe("B1");
    expect(members(`${S}concepts/?valueset=${D}v1/`)).toBe("");
    freeze(all, other, { label: "v1", released: true });
    other.references = references(C, `${S}concepts/C/`);
    expect(members(D)).toBe("A1 B1 m1");
    expect(members(`${D}HEAD/`, `${S}concepts/A/`)).toBe("A1 C1");
  });

  it("leaves a version as it was", () => {
    const { system, collection, all, members } = world();
    members(S);
    freeze(all, collection, { label: "v1", released: false });
    putConcept(system, { code: "A" });
    removeConcept(system, "C");
    putConcept(system, { code: "E" });
    const before = membersOf(frozenDeliveries(collection, "v1"));
    expect(written(frozenDeliveries(collection, "v1"))).toBe("A1 B1 C1 m1 m2");
    expect(changesBetween(before, membersOf(deliveriesOf(all, collection)))).toEqual([
      { kind: "VERSION_CHANGED", identity: `${S} A` },
      { kind: "LOST", identity: `${S} C` },
      { kind: "GAINED", identity: `${S} E` },
    ]);
  });

  it("tells why a concept is a member, and why not", () => {
    const { collection, all, members } = world();
    members(S, `${S}concepts/A/`, `-${S}concepts/A/`);
    const deliveries = deliveriesOf(all, collection);
    const told = contains(deliveries, ["O:S:A", `${S}concepts/B/`, "X"]);
    expect(
      told.map(({ concept, member, because, excludedBy }) => [
        concept,
        member,
        because.map(expressionOf),
        excludedBy.map(expressionOf),
      ]),
    ).toEqual([
      ["O:S:A", false, [S, `${S}concepts/A/`], [`${S}concepts/A/`]],
      [`${S}concepts/B/`, true, [S], []],
      ["X", false, [], []],
    ]);
  });
});
