import { beforeAll, describe, expect, it } from "vitest";
import { editConcept } from "../../../src/commands/codeSystems/editConcept.js";
import { K, S, useDocumentedWorld } from "./documentWorld.js";
import { add, remove, standing, sure } from "./world.js";

const { context, fresh, freeze, members } = useDocumentedWorld();
const A = `${S}concepts/A/`;
const PINNED =
  "Added the latest versions of concept to the collection. Future updates will not be added automatically.";

describe("an expression of the document brings in what it says", () => {
  beforeAll(async () => {
    await add(context(), K, { expressions: [`${S}v1/concepts/B/`, `${S}v1/mappings/2/`] });
    await freeze(K, "1.0");
    await add(context(), K, { expressions: [`${S}HEAD/concepts/D/`], mode: "DYNAMIC" });
  });

  it.each([
    ["the latest version of a concept", A, "A.2"],
    ["a version of a concept", `${A}1/`, "A.1"],
    ["the latest version of a mapping", `${S}mappings/1/`, "m1.1"],
    ["a version of a mapping", `${S}mappings/1/1/`, "m1.1"],
    ["a concept of a code system's version", `${S}v1/concepts/A/`, "A.2"],
    ["a mapping of a code system's version", `${S}v1/mappings/1/`, "m1.1"],
    ["all concepts of a code system's version", `${S}v1/concepts/`, "A.2 B.1 C.2"],
    ["all concepts of a collection's version", `${K}1.0/concepts/`, "B.1"],
    ["all mappings of a code system's version", `${S}v1/mappings/`, "m1.1 m2.1 m3.1 m4.2"],
    ["all mappings of a collection's version", `${K}1.0/mappings/`, "m2.1"],
    ["the mappings of a concept", `${A}mappings/`, "m1.1 m3.1 m4.2"],
    [
      "the mappings of a concept, from it and to it",
      `${A}mappings/?includeInverseMappings=true`,
      "m1.1 m2.1 m3.1 m4.2",
    ],
    ["all public concepts that a search finds", "/concepts/?q=malaria", "A.2"],
    ["the concepts of a code system of a class", `${S}concepts/?class=Drug`, "A.2"],
    ["the concepts below a concept", `${S}concepts/?descendantsOf=A`, "B.1"],
    ["all public mappings of a concept", `/mappings/?fromConcept=${A}`, "m1.1 m3.1 m4.2"],
    ["all of a code system", S, "A.2 B.1 C.2 m1.1 m2.1 m3.1 m4.2"],
    ["all of a code system's version", `${S}v1/`, "A.2 B.1 C.2 m1.1 m2.1 m3.1 m4.2"],
    ["all of a collection's version", `${K}1.0/`, "B.1 m2.1"],
    ["all of a collection at HEAD", `${K}HEAD/`, "B.1 D.1 m2.1"],
    ["all concepts of a code system at HEAD", `${S}HEAD/concepts/`, "A.3 B.1 C.2 D.1"],
    ["all concepts of a collection at HEAD", `${K}HEAD/concepts/`, "B.1 D.1"],
    ["all mappings of a code system at HEAD", `${S}HEAD/mappings/`, "m1.1 m2.1 m3.1 m4.2"],
    ["all mappings of a collection at HEAD", `${K}HEAD/mappings/`, "m2.1"],
  ])("%s: %s", async (_, expression, expected) => {
    const collection = await fresh();
    expect(
      await add(context(), collection, { expressions: [expression], mode: "DYNAMIC" }),
    ).toEqual([expect.stringMatching(/^\+ /)]);
    expect(await members(collection)).toBe(expected);
  });
});

describe("a request of the document", () => {
  it("pins a concept to its latest version, and takes it once", async () => {
    const collection = await fresh();
    expect(await add(context(), collection, { expressions: [A] })).toEqual([`+ ${A}3/: ${PINNED}`]);
    expect(await add(context(), collection, { expressions: [A] })).toEqual([
      `- ${A}: Concept or Mapping reference name must be unique in a collection.`,
    ]);
    expect(await members(collection)).toBe("A.3");
  });

  it.each([
    ["NONE", "A.3"],
    ["SOURCE_MAPPINGS", "A.3 m1.1 m3.1"],
    ["SOURCE_TO_CONCEPTS", "A.3 B.1 m1.1 m3.1"],
  ] as const)(
    "cascades %s: only from the concept, to what is in use, within its code system",
    async (cascade, expected) => {
      for (const [mode, at] of [
        ["PIN", expected],
        ["DYNAMIC", expected.replace("A.3", "A.2")],
      ] as const) {
        const collection = await fresh();
        await add(context(), collection, { expressions: [A], cascade, mode });
        expect(await members(collection)).toBe(at);
      }
    },
  );

  it.each([
    [{ concepts: ["*"] }, "A.2 B.1 C.2"],
    [{ mappings: ["*"] }, "m1.1 m2.1 m3.1 m4.2"],
    [{ concepts: ["*"], mappings: ["*"] }, "A.2 B.1 C.2 m1.1 m2.1 m3.1 m4.2"],
    [{ concepts: ["*"], searchTerm: "malaria" }, "A.2"],
    [{ concepts: ["A", "D"], mappings: ["1"] }, "A.3 D.1 m1.1"],
  ])("takes from a code system that uri names: %j", async (asked, expected) => {
    const collection = await fresh();
    const answered = await add(context(), collection, { uri: S, ...asked });
    expect(answered.every((line) => line.startsWith("+ "))).toBe(true);
    expect(await members(collection)).toBe(expected);
  });

  it("takes from a collection that uri names what its newest release holds", async () => {
    const source = await fresh();
    await add(context(), source, { expressions: [A, `${S}mappings/1/`] });
    await freeze(source);
    const collection = await fresh();
    await add(context(), collection, { uri: source, concepts: ["*"], mappings: ["*"] });
    expect(await members(collection)).toBe("A.3 m1.1");
  });

  it("deletes references by their version URLs; what is not there is not found", async () => {
    const collection = await fresh();
    await add(context(), collection, { expressions: [A, `${S}concepts/B/`] });
    expect(await remove(context(), collection, { references: [`${A}3/`] })).toEqual([
      `+ ${A}3/: The reference was deleted.`,
    ]);
    expect(await remove(context(), collection, { references: [`${A}3/`] })).toEqual([
      "ResourceNotFound references: Expression was not found in the collection.",
    ]);
    expect(await members(collection)).toBe("B.1");
  });

  it("deletes all references with *", async () => {
    const collection = await fresh();
    const { expressions: before } = await standing(context());
    await add(context(), collection, { expressions: [A, `${S}mappings/1/`, `${S}v1/`] });
    expect(await remove(context(), collection, { references: ["*"] })).toHaveLength(3);
    expect((await standing(context())).expressions).toEqual(before);
    expect(await members(collection)).toBe("");
  });

  it.each([
    ["NONE", "B.1 m1.1 m3.1"],
    ["SOURCE_MAPPINGS", "B.1"],
    ["SOURCE_TO_CONCEPTS", ""],
  ] as const)("deletes along with a concept what a cascade says: %s", async (cascade, left) => {
    const collection = await fresh();
    await add(context(), collection, { expressions: [A], cascade: "SOURCE_TO_CONCEPTS" });
    await remove(context(), collection, { references: [`${A}3/`], cascade });
    expect(await members(collection)).toBe(left);
  });
});

it("a static reference stays at its version, a dynamic one follows", async () => {
  const pinned = await fresh();
  const following = await fresh();
  const mode = "DYNAMIC";
  await add(context(), pinned, { expressions: [`${S}HEAD/concepts/A/`] });
  await add(context(), following, { expressions: [`${S}HEAD/concepts/A/`], mode });
  const before = [await freeze(pinned), await freeze(following)];
  const edited = { codeSystem: "s", code: "A", externalId: "four" };
  sure(await editConcept(context(), edited));
  expect(await members(pinned)).toBe("A.3");
  expect(await members(following)).toBe("A.4");
  expect([await members(before[0] ?? ""), await members(before[1] ?? "")]).toEqual(["A.3", "A.3"]);
});
