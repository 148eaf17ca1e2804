import { beforeAll, describe, expect, it } from "vitest";
import type { Viewer } from "../../../src/rules/access/viewer.js";
import type { ReferenceDefinition } from "../../../src/rules/references/definition.js";
import { readExpression } from "../../../src/rules/references/readExpression.js";
import { dataOf, graphOver } from "../../support/graph.js";
import { membersOf } from "../../support/naiveMembers.js";
import type { NaiveCollection } from "../../support/naiveWorld.js";
import { PairedWorld } from "../../support/pairedWorld.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { callerOf } from "../../support/viewers.js";

const { database } = useTestDatabase();
const ask = graphOver(database);
let keeper: Viewer;

beforeAll(async () => {
  keeper = await callerOf(database, { user: "demo", organizations: ["Demo"] });
});

/** `-` before an expression excludes. */
function references(...texts: readonly string[]): readonly ReferenceDefinition[] {
  return texts.map((text) => {
    const read = readExpression(text.replace(/^-/, ""), null);
    if (!read.ok) throw new Error(`${text}: ${read.failure.hint}`);
    return { ...read.value, include: !text.startsWith("-") };
  });
}

interface Shown {
  readonly concepts: { readonly totalCount: number; readonly nodes: readonly unknown[] };
  readonly mappings: { readonly totalCount: number; readonly nodes: readonly unknown[] };
}

/** `A.1`, `m1.1`: codes and ids with versions, as the graph shows them. */
async function shown({ url }: NaiveCollection, version = "HEAD"): Promise<string> {
  const text = `query ($url: String!, $version: String!) { collection(url: $url) {
    atVersion(version: $version) {
      concepts(filter: { includeRetired: true }) { totalCount
        nodes { concept { code version codeSystem { url } } } }
      mappings(filter: { includeRetired: true }) { totalCount nodes { mapping { url version } } } } } }`;
  const data = await dataOf(ask(text, { as: keeper, variables: { url, version } }));
  const { atVersion } = data.collection as { atVersion: Shown };
  const { concepts, mappings } = atVersion;
  expect([concepts.totalCount, mappings.totalCount]).toEqual([
    concepts.nodes.length,
    mappings.nodes.length,
  ]);
  const texts = [
    ...(
      concepts.nodes as {
        concept: { code: string; version: string; codeSystem: { url: string } };
      }[]
    ).map(({ concept }) => `${concept.codeSystem.url} ${concept.code}.${concept.version}`),
    ...(mappings.nodes as { mapping: { url: string; version: string } }[]).map(
      ({ mapping }) => `${mapping.url}.${mapping.version}`,
    ),
  ];
  return texts.toSorted().join("\n");
}

function expected(deliveries: Parameters<typeof membersOf>[0]): string {
  const { concepts, mappings } = membersOf(deliveries);
  const texts = [
    ...concepts.map(({ system, content }) => `${system} ${content.code}.${content.version}`),
    ...mappings.map(({ system, content }) => `${system}mappings/${content.id}/.${content.version}`),
  ];
  return texts.toSorted().join("\n");
}

describe("what references bring in", () => {
  let world: PairedWorld;
  let collection: NaiveCollection;
  let other: NaiveCollection;

  beforeAll(async () => {
    world = new PairedWorld(database, ask, keeper, "r");
    const system = await world.system("S", "http://s.org");
    await world.concept(system, { code: "A", conceptClass: "Drug" });
    await world.concept(system, {
      code: "B",
      parents: ["A"],
      names: [{ name: "Ácute fever", locale: "en" }],
    });
    await world.concept(system, { code: "C", parents: ["B"], extras: { route: ["oral", 2] } });
    await world.mapping(system, { id: "1", fromCode: "A", toCode: "B", mapType: "SAME-AS" });
    await world.mapping(system, { id: "2", fromCode: "B", toCode: "C", mapType: "NARROWER" });
    await world.release(system, "v1");
    await world.concept(system, { code: "A", datatype: "Text" });
    await world.concept(system, { code: "D" });
    await world.release(system, "v2");
    await world.concept(system, { code: "B", conceptClass: "Drug" });
    const second = await world.system("T");
    await world.concept(second, { code: "A" });
    await world.concept(second, { code: "Z", parents: ["A"] });
    collection = await world.collection("C", "http://c.org");
    other = await world.collection("D");
    await world.refer(
      other,
      references("/orgs/Demo/sources/S-r/concepts/B/", "/orgs/Demo/sources/T-r/"),
    );
    await world.version(other, "w1");
  });

  const S = "/orgs/Demo/sources/S-r/";
  const T = "/orgs/Demo/sources/T-r/";
  const D = "/orgs/Demo/collections/D-r/";
  it.each([
    [[`${S}concepts/`]],
    [[S]],
    [[`${S}v1/`]],
    [[`${S}HEAD/concepts/`]],
    [[`${S}v9/`]],
    [["http://s.org"]],
    [["http://s.org|v1"]],
    [["http://t.org"]],
    [[`${S}concepts/A/`, `${S}concepts/B/2/`, `${T}concepts/A/`]],
    [[`${S}v1/concepts/A/`, `${S}HEAD/concepts/B/`, `${S}concepts/none/`]],
    [[`${S}concepts/A/1/`, `${S}concepts/`]],
    [[`${S}concepts/?q=fev`]],
    [[`${S}concepts/?q=acute+b`]],
    [[`${S}concepts/?q=-`]],
    [[`${S}concepts/?class=Drug`, `-${S}concepts/A/`]],
    [["/concepts/?class=Drug"]],
    [[`${S}concepts/?concept:is-a=B`]],
    [[`${S}concepts/?descendantsOf=A`]],
    [[`${S}concepts/?code:is-not-a=B`]],
    [[`${S}concepts/?code:generalizes=B`]],
    [[`${S}concepts/?parent:exists=false`]],
    [[`${S}concepts/?parent=A`]],
    [[`${S}concepts/?extras.route=2,3`]],
    [[`${S}concepts/?extras.route:exists=true`]],
    [[`${S}concepts/?code:regex=[AB]`]],
    [[`${S}concepts/?code:not-in=A,B`]],
    [[`${S}concepts/?locale=en&class=Drug,Diagnosis&class:regex=D.*g`]],
    [[`${S}mappings/`]],
    [[`${S}mappings/?mapType=NARROWER`]],
    [[`/mappings/?fromConcept=${S}concepts/A/`]],
    [[`${S}concepts/B/mappings/`]],
    [[`${S}concepts/B/mappings/?includeInverseMappings=true`]],
    [[`${S}mappings/1/`, `${S}mappings/2/1/`]],
    [[`${S}concepts/A/?cascade=sourcemappings`]],
    [[`${S}concepts/A/?cascade=sourcetoconcepts`]],
    [[`${S}concepts/?class=Drug&cascade=sourcetoconcepts`, `-${S}concepts/B/`]],
    [[D]],
    [[`${D}concepts/`]],
    [[`${D}w1/concepts/`]],
    [[`${D}HEAD/concepts/?class=Drug`]],
    [[`${D}concepts/B/`]],
    [[`${D}w9/`]],
    [[`${S}concepts/?valueset=${D}`]],
    [[`${S}concepts/?valueset=${D}w1/&valueset=http://c.org`]],
    [[S, `-${D}`]],
    [[S, `-${S}concepts/A/1/`, `-${S}concepts/A/2/`]],
    [[`${S}concepts/A/1/`, `${S}concepts/A/2/`, `-${S}concepts/A/2/`]],
  ])("%s", async (texts) => {
    await world.refer(collection, references(...texts));
    expect(await shown(collection)).toBe(expected(world.deliveries(collection)));
  });

  it("is seen by the model to be something", async () => {
    await world.refer(collection, references(S));
    expect((await shown(collection)).split("\n")).toHaveLength(6);
  });
});
