import { describe, expect, it } from "vitest";
import { createCollectionVersion } from "../../../src/commands/collections/createCollectionVersion.js";
import { anonymous } from "../../../src/rules/access/viewer.js";
import { add, makeSystem, sure } from "../references/world.js";
import { S, T, useCascadedWorld } from "./world.js";

const { cascade, refused, fresh, context } = useCascadedWorld();
const Q = `concept: "${S}concepts/Q/"`;
const within = `within: "${S}"`;

describe("a cascade within a code system", () => {
  it("goes along mappings and the hierarchy, nearest first, and ends where it comes back", async () => {
    expect(await cascade(`${Q} ${within}`)).toMatchObject({
      root: "Q",
      concepts: "Q A1 A2 C1 B C2",
      mappings: "S2 S1 S7 S3 S4 S5",
      tree: "Q(2 1 7 A1(3 B.) A2(4 5 Q?) C1(C2.))",
      truncated: false,
    });
  });

  it("reads the version that is named", async () => {
    expect(await cascade(`${Q} within: "${S}HEAD/"`)).toMatchObject({
      concepts: "Q A1 A2 C1 B C2 D",
    });
    expect(await cascade(`${Q} within: "${S}v1/"`)).toMatchObject({ concepts: "Q A1 A2 C1 B C2" });
    expect(await cascade(`concept: "D" within: "http://demo.org/S|HEAD"`)).toMatchObject({
      tree: "D.",
    });
  });

  it("goes as many levels as it is to", async () => {
    expect(await cascade(`${Q} ${within} levels: 0`)).toMatchObject({ tree: "Q?", mappings: "" });
    expect(await cascade(`${Q} ${within} levels: 1`)).toMatchObject({
      concepts: "Q A1 A2 C1",
      mappings: "S2 S1 S7",
      tree: "Q(2 1 7 A1? A2? C1?)",
      truncated: false,
    });
  });

  it("follows the map types that it is to, and answers those and others", async () => {
    const answers = `${Q} ${within} mapTypes: ["Q-AND-A"] cascadeHierarchy: false`;
    expect(await cascade(answers)).toMatchObject({ tree: "Q(2 1 A1. A2(4 Q?))" });
    expect(await cascade(`${answers} returnMapTypes: "*"`)).toMatchObject({
      tree: "Q(2 1 7 A1(3) A2(4 5 Q?))",
    });
    expect(await cascade(`${answers} returnMapTypes: []`)).toMatchObject({
      tree: "Q(A1. A2(Q?))",
      mappings: "",
    });
    expect(
      await cascade(`${Q} ${within} mapTypes: ["\\u0000"] excludeMapTypes: ["\\u0000"]`),
    ).toMatchObject({
      tree: "Q(C1(C2.))",
    });
    const without = `excludeMapTypes: ["Q-AND-A"] mapTypes: ["Q-AND-A", "SAME-AS"]`;
    expect(await cascade(`${Q} ${within} ${without} cascadeHierarchy: false`)).toMatchObject({
      tree: "Q(7)",
    });
  });

  it("goes along mappings alone, or the hierarchy alone", async () => {
    expect(await cascade(`${Q} ${within} method: SOURCE_MAPPINGS`)).toMatchObject({
      tree: "Q(2 1 7)",
      concepts: "Q",
    });
    expect(await cascade(`${Q} ${within} cascadeMappings: false`)).toMatchObject({
      tree: "Q(C1(C2.))",
    });
    const both = "cascadeMappings: false cascadeHierarchy: false";
    expect(await cascade(`${Q} ${within} ${both}`)).toMatchObject({ tree: "Q." });
  });

  it("takes retired mappings and concepts along where they are asked for", async () => {
    expect(await cascade(`${Q} ${within} includeRetired: true levels: 1`)).toMatchObject({
      tree: "Q(6 2 1 7 A2? A1? R? C1?)",
    });
  });

  it("goes the other way", async () => {
    expect(await cascade(`concept: "B" ${within} reverse: true`)).toMatchObject({
      tree: "B(3 A1(2 Q(4 A2(1 Q?))))",
      mappings: "S3 S2 S4 S1",
    });
    expect(await cascade(`concept: "C2" ${within} reverse: true levels: 2`)).toMatchObject({
      tree: "C2(C1(Q?))",
    });
  });

  it("leaves out what is elsewhere, and what is like it", async () => {
    const collection = await fresh();
    const expressions = [`${S}concepts/A1/`, `${S}mappings/4/`, `${T}concepts/X/`];
    await add(context(), collection, { expressions });
    const left = `${Q} ${within} omitIfExistsIn: "${collection}"`;
    expect(await cascade(left)).toMatchObject({ tree: "Q(2 1 7 A2(5 Q?) C1(C2.))" });
    expect(await cascade(`${left} equivalencyMapType: "SAME-AS"`)).toMatchObject({
      tree: "Q(2 1 7 C1(C2.))",
    });
    const head = `concept: "C2" within: "${S}HEAD/"`;
    expect(await cascade(`${head} omitIfExistsIn: "${S}v1/"`)).toMatchObject({ tree: "C2?" });
    expect(
      await cascade(`concept: "D" within: "${S}HEAD/" reverse: true omitIfExistsIn: "${S}v1/"`),
    ).toMatchObject({
      tree: "D.",
    });
  });
});

describe("a cascade within a collection", () => {
  it("stays among its members, whatever they are of", async () => {
    const collection = await fresh();
    const expressions = [
      ...["Q", "A2", "C1"].map((code) => `${S}concepts/${code}/`),
      ...[`${S}mappings/1/`, `${S}mappings/2/`, `${S}mappings/5/`],
      ...[`${T}concepts/X/`, `${T}mappings/1/`],
    ];
    await add(context(), collection, { expressions });
    const inside = `within: "${collection}"`;
    const found = { tree: "Q(2 1 A2(5 X(1)) C1.)", concepts: "Q A2 C1 X" };
    expect(await cascade(`${Q} ${inside}`)).toMatchObject(found);
    expect(await cascade(`concept: "Q" ${inside}`)).toMatchObject(found);
    expect(await cascade(`concept: "Demo:S:Q" ${inside}`)).toMatchObject(found);
    expect(await cascade(`concept: "${collection}concepts/Demo:S:Q/"`)).toMatchObject(found);
    expect(await cascade(`concept: "X" ${inside} reverse: true`)).toMatchObject({
      tree: "X(5 A2(1 Q.))",
    });
  });

  it("reads a version as it was frozen", async () => {
    const collection = await fresh();
    await add(context(), collection, { expressions: [`${S}concepts/C1/`, `${S}concepts/C2/`] });
    sure(await createCollectionVersion(context(), { collection, version: "1" }));
    await add(context(), collection, { expressions: [`${S}concepts/D/`] });
    const from = `concept: "${S}v1/concepts/C1/"`;
    expect(await cascade(`${from} within: "${collection}1/"`)).toMatchObject({ tree: "C1(C2.)" });
    expect(await cascade(`${from} within: "${collection}"`)).toMatchObject({ tree: "C1(C2(D.))" });
  });

  it("asks which where a code is that of several members", async () => {
    const collection = await fresh();
    const other = await makeSystem(context(), "U", ["Q"]);
    const expressions = [`${S}concepts/Q/`, `${other}concepts/Q/`];
    await add(context(), collection, { expressions, mode: "DYNAMIC" });
    const places = ["S", "U"].map((system) => `${collection}concepts/Demo:${system}:Q/`);
    expect(await refused(`concept: "Q" within: "${collection}"`)).toEqual([
      `AMBIGUOUS: "Q" is the id of several members: ${places.join(", ")}.`,
    ]);
    expect(await cascade(`concept: "Demo:U:Q" within: "${collection}"`)).toMatchObject({
      tree: "Q.",
    });
    expect(await refused(`concept: "A1" within: "${collection}"`)).toEqual([
      "BAD_USER_INPUT: concept names A1, which is not there, or not for the caller to see.",
    ]);
  });
});

describe("a cascade anywhere", () => {
  it("goes from code system to code system", async () => {
    expect(await cascade(Q, anonymous)).toMatchObject({
      concepts: "Q A1 A2 C1 B X C2 Y",
      tree: "Q(2 1 7 A1(3 B.) A2(4 5 Q? X(1 Y.)) C1(C2.))",
    });
    expect(await cascade(`concept: "${S}HEAD/concepts/C2/"`)).toMatchObject({ tree: "C2(D.)" });
    expect(await cascade(`concept: "http://demo.org/S|v1/concepts/C2/"`)).toMatchObject({
      tree: "C2.",
    });
  });

  it("goes through what the caller may read, and nothing else tells of the rest", async () => {
    expect(await cascade(`${Q} levels: 1`)).toMatchObject({
      mappings: "S2 S1 S7 P1",
      concepts: "Q A1 A2 Z C1",
    });
    expect(await cascade(`${Q} levels: 1`, anonymous)).toMatchObject({
      mappings: "S2 S1 S7",
      concepts: "Q A1 A2 C1",
    });
    // Three mappings and one child: the mapping that can't be seen takes no room.
    expect(await cascade(`${Q} levels: 1 maxSteps: 4`, anonymous)).toMatchObject({
      truncated: false,
    });
    expect(await cascade(`${Q} levels: 1 maxSteps: 4`)).toMatchObject({ truncated: true });
  });
});

describe("the size of a cascade", () => {
  it("is bounded, nearest first, and says where there is more", async () => {
    expect(await cascade(`${Q} ${within} maxSteps: 2`)).toMatchObject({
      tree: "Q(2 1 A1? A2?)",
      truncated: true,
    });
    expect(await cascade(`${Q} ${within} maxSteps: 5`)).toMatchObject({
      tree: "Q(2 1 7 A1(3 B?) A2? C1?)",
      truncated: true,
    });
    expect(await cascade(`${Q} ${within} maxSteps: 8`)).toMatchObject({ truncated: false });
  });
});

it("answers mappings and concepts of the tree in OCL's words", async () => {
  const { entry } = await cascade(`concept: "A2" ${within} mapTypes: ["SAME-AS"]`);
  expect(entry).toEqual({
    id: "A2",
    type: "Concept",
    url: `${S}concepts/A2/`,
    version_url: `${S}concepts/A2/1/`,
    display_name: "Name of A2",
    retired: false,
    concept_class: "Diagnosis",
    datatype: "N/A",
    terminal: false,
    entries: [
      {
        id: "5",
        type: "Mapping",
        map_type: "SAME-AS",
        url: `${S}mappings/5/`,
        version_url: `${S}mappings/5/1/`,
        retired: false,
        sort_weight: null,
        to_concept_code: "X",
        to_concept_url: `${T}concepts/X/`,
        cascade_target_concept_code: "X",
        cascade_target_concept_url: `${T}concepts/X/`,
        cascade_target_concept_name: "Name of X",
        cascade_target_source_owner: "Demo",
        cascade_target_source_name: "T",
      },
    ],
  });
});

describe("a cascade is refused", () => {
  it.each([
    [`concept: "Q"`, "concept has to be a URL where within is left out."],
    [`concept: " " ${within}`, "concept names no concept: it is empty."],
    [`concept: "${S}"`, "concept names no concept: it does not end with concepts and a code."],
    [
      `concept: "/orgs/Demo/things/S/concepts/Q/"`,
      'concept names no concept: "things" should be sources or collections.',
    ],
    [
      `concept: "${S}concepts/nothing/"`,
      `concept names ${S}concepts/nothing/, which is not there, or not for the caller to see.`,
    ],
    [
      `concept: "/orgs/Demo/sources/P/concepts/Z/"`,
      "concept names /orgs/Demo/sources/P/concepts/Z/, which is not there, or not for the caller to see.",
    ],
    [
      `concept: "Z" within: "/orgs/Demo/sources/P/"`,
      "within names /orgs/Demo/sources/P/, which is not there, or not for the caller to see.",
    ],
    [`${Q} within: "${T}"`, "concept is not of the code system that within names."],
    [
      `${Q} within: "${S}v9/"`,
      `within names ${S}v9/, which is not there, or not for the caller to see.`,
    ],
    [
      `${Q} within: "${S}concepts/Q/"`,
      'within names no code system or collection: "concepts" is too much behind a repository.',
    ],
    [
      `${Q} omitIfExistsIn: "${S}v9/"`,
      `omitIfExistsIn names ${S}v9/, which is not there, or not for the caller to see.`,
    ],
    [
      `${Q} within: "/orgs/Demo/sources/S%00/"`,
      'within names no code system or collection: "/orgs/Demo/sources/S%00/" holds a character that is not text.',
    ],
    [`${Q} within: "${S}\\u0000"`, "within holds a character that is not text."],
    [
      `concept: "Q\\u0000" ${within}`,
      "concept names no concept: it holds a character that is not text.",
    ],
    [
      `${Q} equivalencyMapType: "\\u0000"`,
      "equivalencyMapType holds a character that is not text.",
    ],
    [`${Q} levels: -1`, "levels is -1; 0 to 500 are allowed, and none for all there are."],
    [`${Q} maxSteps: 0`, "maxSteps is 0; 1 to 10000 are allowed."],
  ])("%s", async (given, message) => {
    expect(await refused(given)).toEqual([`BAD_USER_INPUT: ${message}`]);
  });
});
