import { beforeAll, describe, expect, it } from "vitest";
import type { Viewer } from "../../../src/rules/access/viewer.js";
import { graphOver } from "../../support/graph.js";
import { membersOf } from "../../support/naiveMembers.js";
import type { NaiveCollection } from "../../support/naiveWorld.js";
import { PairedWorld } from "../../support/pairedWorld.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { callerOf } from "../../support/viewers.js";
import { answered, expectedText, references, textOf } from "./shownMembers.js";

const { database } = useTestDatabase();
const ask = graphOver(database);
let keeper: Viewer;

beforeAll(async () => {
  keeper = await callerOf(database, { user: "demo", organizations: ["Demo"] });
});

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
    [[`${S}concepts/A/1/`, `${S}concepts/`, `-${S}concepts/A/2/`]],
  ])("%s", async (texts) => {
    await world.refer(collection, references(...texts));
    const members = membersOf(world.deliveries(collection));
    const version = await answered(ask, keeper, collection, "HEAD");
    expect(textOf(version)).toEqual(expectedText(members));
    expect([version.concepts.totalCount, version.mappings.totalCount]).toEqual([
      members.concepts.length,
      members.mappings.length,
    ]);
  });

  it("are compared with something", async () => {
    await world.refer(collection, references(S));
    expect(textOf(await answered(ask, keeper, collection, "HEAD"))).toHaveLength(6);
  });
});
