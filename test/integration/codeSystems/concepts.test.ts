import { describe, expect, it } from "vitest";
import { done, fault } from "../../support/authoringGraph.js";
import { importConcepts } from "../../support/content.js";
import { dataOf } from "../../support/graph.js";
import { callerOf } from "../../support/viewers.js";
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
const ALL = `code version display displayLocale conceptClass datatype retired externalId extras url
  versionUrl names { name locale localePreferred nameType externalId }
  descriptions { description locale localePreferred descriptionType externalId }
  parents { code } createdAt createdBy updatedAt updatedBy`;

const whole = {
  code: "A15.1",
  conceptClass: "Diagnosis",
  datatype: "Text",
  names: [
    named("Tuberculosis", { nameType: "Fully Specified", externalId: "n1" }),
    named(" TB ", { localePreferred: true, nameType: "None" }),
    named("Tuberculose", { locale: "FR", localePreferred: true, nameType: "index term" }),
  ],
  descriptions: [{ description: "Of the lung", descriptionType: "Definition", externalId: "d1" }],
  externalId: "x",
  extras: { a: { b: [1] } },
};
const asRead = {
  ...whole,
  names: [
    {
      name: "Tuberculosis",
      locale: "en",
      localePreferred: false,
      nameType: "FULLY_SPECIFIED",
      externalId: "n1",
    },
    { name: "TB", locale: "en", localePreferred: true, nameType: null, externalId: null },
    {
      name: "Tuberculose",
      locale: "fr",
      localePreferred: true,
      nameType: "INDEX_TERM",
      externalId: null,
    },
  ],
  descriptions: [
    {
      description: "Of the lung",
      locale: "en",
      localePreferred: false,
      descriptionType: "Definition",
      externalId: "d1",
    },
  ],
};

describe("a new concept", () => {
  it("is what its author says, at HEAD, with one revision", async () => {
    const slug = await newSystem({ shortCode: "Whole" });
    await newConcept(slug, "A15");
    const input = { codeSystem: slug, ...whole, parents: ["A15"], updateComment: "first" };
    expect(await mutate("createConcept", input, { now: LATER })).toEqual(
      done({ code: "A15.1", version: "1", display: "TB", retired: false }),
    );
    expect(await concept(slug, "A15.1", ALL)).toEqual({
      ...asRead,
      version: "1",
      display: "TB",
      displayLocale: "en",
      retired: false,
      url: "/orgs/Demo/sources/Whole/concepts/A15.1/",
      versionUrl: "/orgs/Demo/sources/Whole/concepts/A15.1/1/",
      parents: [{ code: "A15" }],
      createdAt: "2026-02-01T10:00:00.000Z",
      createdBy: "demo",
      updatedAt: "2026-02-01T10:00:00.000Z",
      updatedBy: "demo",
    });
    expect(
      await codeSystem(
        slug,
        "updatedAt history(first: 1) { totalCount nodes { number at by kind message } }",
      ),
    ).toEqual({
      updatedAt: "2026-02-01T10:00:00.000Z",
      history: {
        totalCount: 3,
        nodes: [
          {
            number: 3,
            at: "2026-02-01T10:00:00.000Z",
            by: "demo",
            kind: "CONCEPT_CREATED",
            message: "first",
          },
        ],
      },
    });
  });

  it.each([
    ["Food/Papaya", "Food%2FPapaya"],
    ["Food%2FPapaya", "Food%2FPapaya"],
    ["a b+c@d_e-f.g%", "a b+c@d_e-f.g%"],
    ["é:(x)!", "%C3%A9%3A%28x%29%21"],
    [" trimmed ", "trimmed"],
  ])("of code %j is kept as %j, and found by both", async (code, kept) => {
    const slug = await newSystem();
    const input = { codeSystem: slug, code, conceptClass: "Misc", names: [named("x")] };
    expect((await mutate("createConcept", input)).made).toMatchObject({ code: kept });
    expect(await concept(slug, code, "code")).toEqual({ code: kept });
    expect(await concept(slug, kept, "code")).toEqual({ code: kept });
    const again = { codeSystem: slug, code, externalId: "found" };
    expect((await mutate("editConcept", again)).made).toMatchObject({ code: kept, version: "2" });
    const taken = fault("code", "Concept ID must be unique within a source.", "AlreadyExists");
    await refused("createConcept", { ...input, code: kept }, [taken]);
  });

  it("may be put in by the system's URL, with its parents by theirs", async () => {
    await newSystem({ shortCode: "ByUrl", slug: "by-url" });
    const url = "/orgs/Demo/sources/ByUrl/";
    await newConcept(url, "A/B");
    await newConcept(url, "C", { parents: [`${url}concepts/A%2FB/`, "A/B", "A%2FB"] });
    expect(await concept("by-url", "C", "parents { code url }")).toEqual({
      parents: [{ code: "A%2FB", url: `${url}concepts/A%252FB/` }],
    });
  });

  it("has the usual datatype where none is given", async () => {
    const slug = await newSystem();
    await newConcept(slug, "a");
    await newConcept(slug, "b", { datatype: null });
    expect(await concept(slug, "a", "datatype")).toEqual({ datatype: "N/A" });
    expect(await concept(slug, "b", "datatype")).toEqual({ datatype: "N/A" });
  });

  it("takes five hundred names and as many descriptions, no more", async () => {
    const slug = await newSystem();
    const many = (count: number) => Array.from({ length: count }, (_, at) => `${at}`);
    const of = (count: number) => ({
      names: many(count).map((name) => ({ name })),
      descriptions: many(count).map((description) => ({ description })),
    });
    await newConcept(slug, "most", of(500));
    const input = { codeSystem: slug, code: "more", conceptClass: "Misc", ...of(501) };
    await refused("createConcept", input, [
      fault("names", "A concept has 501 names; at most 500 are allowed"),
      fault("descriptions", "A concept has 501 descriptions; at most 500 are allowed"),
    ]);
  });
});

describe("a concept is refused", () => {
  it("for all faults of its fields at once", async () => {
    const slug = await newSystem();
    await newConcept(slug, "there");
    const other = await newSystem({ shortCode: "Elsewhere" });
    await newConcept(other, "far");
    const input = {
      codeSystem: slug,
      code: " ",
      conceptClass: " ",
      datatype: "x".repeat(256),
      names: [
        { name: " " },
        { name: "a", locale: "e n", localePreferred: true },
        { name: "b", localePreferred: true, nameType: "x".repeat(256) },
        { name: "\u0000", localePreferred: true },
      ],
      descriptions: [{ description: "" }, { description: "d", locale: "", externalId: "\ud800" }],
      parents: ["there", "gone", "/orgs/Demo/sources/Elsewhere/concepts/far/", "\u0000"],
      externalId: "x".repeat(256),
      extras: { a: "\u0000" },
      updateComment: "x".repeat(5001),
    };
    const long = (path: string, name: string, length: number, limit: number) =>
      fault(path, `${name} is ${length} characters long; at most ${limit} are allowed`);
    await refused("createConcept", input, [
      fault("code", "A code is required"),
      fault("conceptClass", "conceptClass is required"),
      long("datatype", "datatype", 256, 255),
      fault("names.0.name", "A name can't be blank"),
      fault("names.1.locale", '"e n" is no language tag of BCP 47, such as en or en-GB'),
      long("names.2.nameType", "nameType", 256, 255),
      fault("names.3.name", "A name holds a character that is not text"),
      fault("descriptions.0.description", "A description can't be blank"),
      fault("descriptions.1.externalId", "externalId holds a character that is not text"),
      long("externalId", "externalId", 256, 255),
      fault("extras", "extras holds a character that is not text"),
      long("updateComment", "updateComment", 5001, 5000),
      fault("parents.1", "There is no concept gone in the code system"),
      fault(
        "parents.2",
        "/orgs/Demo/sources/Elsewhere/concepts/far/ is no concept of the same code system",
      ),
      fault("parents.3", "\u0000 is no concept of the same code system"),
      fault(
        "names.2.localePreferred",
        "A concept may not have more than one preferred name (per locale)",
      ),
      fault(
        "names.3.localePreferred",
        "A concept may not have more than one preferred name (per locale)",
      ),
    ]);
  });

  it.each([
    [[], "names"],
    [null, "names"],
  ])("without a name: %j", async (names, path) => {
    const slug = await newSystem();
    await newConcept(slug, "a");
    const message = "A concept must have at least one name";
    if (names) {
      const input = { codeSystem: slug, code: "b", conceptClass: "Misc", names };
      await refused("createConcept", input, [fault(path, message)]);
    }
    await refused("editConcept", { codeSystem: slug, code: "a", names }, [fault(path, message)]);
  });

  it.each([
    ["x".repeat(256), "code is 256 characters long; at most 255 are allowed"],
    [".", '"." can\'t be a code: it is reserved'],
    ["\u0000", "code holds a character that is not text"],
    ["\ud800", "code holds a character that is not text"],
  ])("for the code %j", async (code, message) => {
    const slug = await newSystem();
    const input = { codeSystem: slug, code, conceptClass: "Misc", names: [named("x")] };
    await refused("createConcept", input, [fault("code", message)]);
  });

  it("where there is no such code system or concept", async () => {
    const slug = await newSystem();
    const nowhere = (text: string) =>
      fault("codeSystem", `There is no code system ${text}.`, "ResourceNotFound");
    for (const text of ["nowhere", "/orgs/Demo/sources/Gone/", "/orgs/Demo/", "/", "\u0000", ""]) {
      const input = { codeSystem: text, code: "a" };
      await refused("retireConcept", input, [nowhere(text)]);
    }
    for (const code of ["gone", "\u0000", ""]) {
      const message = `There is no concept ${code} in ${slug}.`;
      for (const name of ["editConcept", "retireConcept", "reviveConcept"] as const) {
        const input = { codeSystem: slug, code };
        await refused(name, input, [fault("code", message, "ResourceNotFound")]);
      }
    }
  });
});

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
