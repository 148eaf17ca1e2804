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
    await world.mapping(system, {
      id: "2",
      fromCode: "B",
      toCode: "C",
      mapType: "NARROWER",
      toName: "Fièvre légère",
    });
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
    await world.mapping(system, { id: "3", fromCode: "D", toCode: "B", mapType: "BROADER" });
    const mapped = await world.collection("M", "http://m.org");
    await world.refer(
      mapped,
      references(
        "/orgs/Demo/sources/S-r/mappings/1/",
        "/orgs/Demo/sources/S-r/HEAD/mappings/3/",
        "/orgs/Demo/sources/S-r/v2/concepts/A/2/",
      ),
    );
  });

  const S = "/orgs/Demo/sources/S-r/";
  const T = "/orgs/Demo/sources/T-r/";
  const D = "/orgs/Demo/collections/D-r/";
  const M = "/orgs/Demo/collections/M-r/";
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
    [[`${S}v1/concepts/A/1/`, `${S}v1/concepts/B/1/`]],
    [[`${S}v1/concepts/A/2/`, `${S}v2/concepts/B/2/`, `${S}v1/concepts/D/1/`]],
    [[`${S}v2/concepts/A/1/?cascade=sourcetoconcepts`]],
    [[`${S}v1/concepts/A/1/?cascade=sourcetoconcepts`]],
    [[`${S}HEAD/concepts/A/1/`, `-${S}v1/concepts/A/2/`]],
    [[`${S}v1/mappings/1/1/`, `${S}v1/mappings/3/1/`]],
    [[`${S}v2/concepts/A/1/?valueset=${D}`, `${S}v1/concepts/B/1/?valueset=${D}`]],
    [[`${S}mappings/?q=narrow`]],
    [[`${S}mappings/?q=a+b+same`]],
    [[`${S}mappings/?q=legere+fiev`]],
    [[`${S}mappings/?q=iev`]],
    [[`${S}mappings/?q=-`]],
    [[`${S}HEAD/mappings/?q=b`, `-${S}mappings/?q=as`]],
    [[`${S}?q=a`]],
    [["/mappings/?q=broad"]],
    [[`${S}mappings/?valueset=${M}`]],
    [[`${S}HEAD/mappings/?valueset=${M}`]],
    [[`${S}HEAD/mappings/?valueset=${M}&valueset=${D}`]],
    [[`${S}HEAD/mappings/?valueset=${M}&mapType=BROADER`]],
    [[`${S}HEAD/mappings/?valueset=${M}&q=same`]],
    [[`${S}HEAD/?valueset=${M}`]],
    [[`${S}mappings/1/?valueset=${M}`, `${S}mappings/2/?valueset=${M}`]],
    [[`${S}HEAD/concepts/B/mappings/?includeInverseMappings=true&valueset=${M}`]],
    [[`${S}HEAD/mappings/`, `-${S}HEAD/mappings/?valueset=${M}`]],
    [[`${M}mappings/`]],
    [[`${M}mappings/?q=broad`]],
    [[`${M}mappings/?valueset=http://m.org`]],
    [[`${M}mappings/?valueset=${D}`]],
    [[`${M}mappings/1/`, `${M}mappings/3/2/`]],
    [[`${M}mappings/3/1/`, `${M}concepts/A/1/`, `${M}concepts/A/2/`]],
    [[`${M}concepts/A/mappings/`]],
    [[`${M}concepts/B/mappings/?includeInverseMappings=true`]],
    [[`${M}concepts/B/mappings/`]],
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
    const rows = [
      [`${S}v1/concepts/A/1/`, `${S} A.1`],
      [`${S}HEAD/mappings/?valueset=${M}&q=same`, `${S}mappings/1/.1`],
      [`${S}mappings/?q=legere+fiev`, `${S}mappings/2/.1`],
      [`${S}mappings/1/?valueset=${M}`, `${S}mappings/1/.1`],
      [`${M}concepts/A/mappings/`, `${S}mappings/1/.1`],
    ] as const;
    for (const [text, member] of rows) {
      await world.refer(collection, references(text));
      expect(textOf(await answered(ask, keeper, collection, "HEAD"))).toEqual([member]);
    }
  });
});
