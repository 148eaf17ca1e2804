import { describe, expect, it } from "vitest";
import { done, fault } from "../../support/authoringGraph.js";
import { commandsOf, makeMapping } from "../../support/commands.js";
import { ALL, asRead, whole } from "./wholeConcept.js";
import { named, useAuthor } from "./world.js";

const { database, author, mutate, refused, newSystem, newConcept, concept, codeSystem } =
  useAuthor();
const LATER = new Date("2026-02-01T10:00:00.000Z");

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

  it("is found by the URL that it shows, and by the one with its code as it is kept", async () => {
    const slug = await newSystem({ shortCode: "Urls" });
    await newConcept(slug, "Food/Papaya");
    await newConcept(slug, "Food");
    const { url } = (await concept(slug, "Food/Papaya", "url")) as { url: string };
    expect(url).toBe("/orgs/Demo/sources/Urls/concepts/Food%252FPapaya/");
    for (const [nth, form] of [url, url.replace("%25", "%")].entries()) {
      await newConcept(slug, `below-${nth}`, { parents: [form] });
      expect(await concept(slug, `below-${nth}`, "parents { url }")).toEqual({
        parents: [{ url }],
      });
      const ends = { codeSystem: slug, mapType: `T${nth}` };
      for (const [fromConcept, toConcept] of [
        [form, "Food"],
        ["Food", form],
      ] as const) {
        await makeMapping(commandsOf(database, author()), { ...ends, fromConcept, toConcept });
      }
    }
    const mappings = await codeSystem(
      slug,
      'atVersion(version: "HEAD") { mappings { nodes { fromCode toCode } } }',
    );
    expect(mappings).toEqual({
      atVersion: {
        mappings: {
          nodes: [0, 1, 2, 3].map((nth) =>
            nth >= 2
              ? { fromCode: "Food%2FPapaya", toCode: "Food" }
              : { fromCode: "Food", toCode: "Food%2FPapaya" },
          ),
        },
      },
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
