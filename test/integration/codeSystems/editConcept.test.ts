import { describe, expect, it } from "vitest";
import { done, fault } from "../../support/authoringGraph.js";
import { importConcepts } from "../../support/content.js";
import { dataOf } from "../../support/graph.js";
import { callerOf } from "../../support/viewers.js";
import { ALL, asRead, whole } from "./wholeConcept.js";
import { named, useAuthor } from "./world.js";

const {
  database,
  ask,
  author,
  mutate,
  carriedOut,
  refused,
  newSystem,
  newConcept,
  concept,
  codeSystem,
} = useAuthor();
const LATER = new Date("2026-02-01T10:00:00.000Z");

describe("an edit", () => {
  it("leaves what is absent, clears what is null, and replaces lists whole", async () => {
    const slug = await newSystem();
    await newConcept(slug, "up");
    await carriedOut("createConcept", { codeSystem: slug, ...whole, parents: ["up"] });
    const edit = async (more: object, now = LATER) => {
      const input = { codeSystem: slug, code: "A15.1", ...more };
      return (await mutate("editConcept", input, { now })).made;
    };
    expect(await edit({ conceptClass: "Finding", updateComment: "why" })).toMatchObject({
      version: "2",
    });
    expect(await concept(slug, "A15.1", ALL)).toMatchObject({
      ...asRead,
      conceptClass: "Finding",
      parents: [{ code: "up" }],
      createdAt: "2026-01-15T12:00:00.000Z",
      updatedAt: "2026-02-01T10:00:00.000Z",
    });
    const cleared = { descriptions: null, parents: null, externalId: "", extras: null };
    expect(await edit({ ...cleared, names: [named("Only")] })).toMatchObject({
      version: "3",
      display: "Only",
    });
    expect(await concept(slug, "A15.1", ALL)).toMatchObject({
      conceptClass: "Finding",
      datatype: "Text",
      names: [{ name: "Only", locale: "en", nameType: null }],
      descriptions: [],
      parents: [],
      externalId: null,
      extras: {},
    });
    expect(await edit({ extras: { z: 1 }, parents: ["up"] })).toMatchObject({ version: "4" });
    expect(await concept(slug, "A15.1", "extras parents { code }")).toEqual({
      extras: { z: 1 },
      parents: [{ code: "up" }],
    });
  });

  it("that changes nothing makes no version and no revision", async () => {
    const slug = await newSystem();
    await carriedOut("createConcept", { codeSystem: slug, ...whole });
    const state = "updatedAt history { totalCount }";
    const before = await codeSystem(slug, state);
    const same = [
      {},
      { ...whole, updateComment: "again" },
      { extras: { a: { b: [1] } }, descriptions: whole.descriptions },
      { externalId: " x ", parents: [], expectedVersion: 1 },
    ];
    for (const more of same) {
      const input = { codeSystem: slug, code: "A15.1", ...more };
      expect(await mutate("editConcept", input, { now: LATER })).toEqual(
        done({ code: "A15.1", version: "1", display: "TB", retired: false }, "Nothing to change."),
      );
    }
    expect(await codeSystem(slug, state)).toEqual(before);
  });

  it.each([
    [{ conceptClass: null, datatype: "" }, ["conceptClass", "datatype"]],
    [{ datatype: null }, ["datatype"]],
  ])("can't take away what every concept has: %j", async (more, fields) => {
    const slug = await newSystem();
    await newConcept(slug, "a");
    const faults = fields.map((field) => fault(field, `${field} is required`));
    await refused("editConcept", { codeSystem: slug, code: "a", ...more }, faults);
  });

  it("of a version that is not the newest is refused before its faults", async () => {
    const slug = await newSystem();
    await newConcept(slug, "a");
    const input = { codeSystem: slug, code: "a", conceptClass: "Other", expectedVersion: 1 };
    expect((await mutate("editConcept", input)).made).toMatchObject({ version: "2" });
    const message = "Version 1 is not the newest; the newest is 2.";
    const stale = { ...fault("expectedVersion", message, "NotLatestVersion"), latestVersion: 2 };
    await refused("editConcept", { ...input, names: [] }, [stale]);
  });

  it("is not seen by readers of the newest released version", async () => {
    const slug = await newSystem();
    await newConcept(slug, "a");
    await carriedOut("createCodeSystemVersion", { codeSystem: slug, version: "1", released: true });
    await carriedOut("editConcept", { codeSystem: slug, code: "a", names: [named("New")] });
    await newConcept(slug, "b");
    const text = `{ codeSystem(slug: "${slug}") { concepts { nodes { code display } }
      atVersion { concepts { nodes { code display } } } } }`;
    expect((await dataOf(ask(text))).codeSystem).toEqual({
      concepts: { nodes: [{ code: "a", display: "Name of a" }] },
      atVersion: {
        concepts: {
          nodes: [
            { code: "a", display: "New" },
            { code: "b", display: "Name of b" },
          ],
        },
      },
    });
  });
});

describe("parents", () => {
  it("can't be the concept itself or below it: the fault names the cycle", async () => {
    const slug = await newSystem();
    await newConcept(slug, "a");
    await newConcept(slug, "b", { parents: ["a"] });
    await newConcept(slug, "c", { parents: ["b"] });
    const edit = { codeSystem: slug, code: "a" };
    await refused("editConcept", { ...edit, parents: ["a", "c"] }, [
      fault("parents.0", "a can't be its own parent"),
      fault("parents.1", "a would be above itself: a > c > b > a"),
    ]);
    const self = { codeSystem: slug, code: "d", conceptClass: "x", names: [named("d")] };
    await refused("createConcept", { ...self, parents: ["d"] }, [
      fault("parents.0", "d can't be its own parent"),
    ]);
    await carriedOut("editConcept", { codeSystem: slug, code: "b", parents: null });
    await carriedOut("editConcept", { ...edit, parents: ["c"] });
    expect(await concept(slug, "a", "parents { code } children { nodes { code } }")).toEqual({
      parents: [{ code: "c" }],
      children: { nodes: [] },
    });
  });
});

describe("retiring", () => {
  it("is a version of its own, and so is coming back", async () => {
    const slug = await newSystem();
    await newConcept(slug, "a");
    const input = { codeSystem: slug, code: "a", updateComment: "gone" };
    const state = (version: string, retired: boolean) =>
      done({ code: "a", version, display: "Name of a", retired });
    await refused("reviveConcept", input, [fault("code", "Concept is already not retired")]);
    expect(await mutate("retireConcept", input)).toEqual(state("2", true));
    await refused("retireConcept", input, [fault("code", "Concept is already retired")]);
    expect(await mutate("reviveConcept", input)).toEqual(state("3", false));
    const history = await codeSystem(slug, "history(first: 2) { nodes { kind message } }");
    expect(history).toEqual({
      history: {
        nodes: [
          { kind: "CONCEPT_REVIVED", message: "gone" },
          { kind: "CONCEPT_RETIRED", message: "gone" },
        ],
      },
    });
  });

  it("lets a concept have no names, which it needs to come back", async () => {
    const slug = await newSystem();
    await newConcept(slug, "a");
    const input = { codeSystem: slug, code: "a" };
    await carriedOut("retireConcept", input);
    await carriedOut("editConcept", { ...input, names: [] });
    expect(await concept(slug, "a", "display displayLocale names { name }")).toEqual({
      display: "a",
      displayLocale: "en",
      names: [],
    });
    const nameless = fault("names", "A concept must have at least one name");
    await refused("reviveConcept", input, [nameless]);
    await refused("retireConcept", { ...input, updateComment: "\u0000" }, [
      fault("code", "Concept is already retired"),
    ]);
  });
});

describe("in a code system of the catalogue", () => {
  it("is for the members of its owner, in the system's own form of codes", async () => {
    await importConcepts(database, { codeSystem: "icd10cm", version: "1" }, ["A00"]);
    const as = await callerOf(database, { user: "demo", organizations: ["Demo", "CDC"] });
    const input = {
      codeSystem: "icd10cm",
      code: "A000",
      conceptClass: "Misc",
      names: [named("x")],
    };
    const made = await mutate("createConcept", { ...input, parents: ["A00"] }, { as });
    expect(made.made).toMatchObject({ code: "A00.0", version: "1" });
    const edit = { codeSystem: "icd10cm", code: "A000", externalId: "x" };
    expect((await mutate("editConcept", edit, { as })).made).toMatchObject({ version: "2" });
    await refused("editConcept", edit, [
      fault("codeSystem", "Only members of organization CDC may change ICD-10-CM.", "NotPermitted"),
    ]);
  });

  it("that is not here takes every code as before: it knows some, and still not all", async () => {
    const as = await callerOf(database, { user: "demo", organizations: ["FDA"] });
    const input = { codeSystem: "ndc", code: "1", conceptClass: "Drug", names: [named("One")] };
    await carriedOut("createConcept", input, { as });
    expect(await codeSystem("ndc", 'content concept(code: "1") { display }')).toEqual({
      content: "NOT_PRESENT",
      concept: { display: "One" },
    });
  });

  it("a code that a release removed comes back as it was known", async () => {
    await importConcepts(database, { codeSystem: "vis", version: "1" }, ["a", "b"]);
    await importConcepts(database, { codeSystem: "vis", version: "2" }, ["b"]);
    const as = await callerOf(database, { user: "demo", organizations: ["CDC-NCIRD"] });
    const input = { codeSystem: "vis", code: "a", conceptClass: "Misc", names: [named("Back")] };
    expect((await mutate("createConcept", input, { as, now: LATER })).made).toMatchObject({
      version: "2",
      display: "Back",
    });
    expect(await concept("vis", "a", "createdAt versions { nodes { version display } }")).toEqual({
      createdAt: "2026-01-15T12:00:00.000Z",
      versions: {
        nodes: [
          { version: "2", display: "Back" },
          { version: "1", display: "Name of a" },
        ],
      },
    });
    expect(author().organizations).toHaveLength(1);
  });
});
