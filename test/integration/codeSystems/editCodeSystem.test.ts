import { describe, expect, it } from "vitest";
import { done, fault } from "../../support/authoringGraph.js";
import { named, useAuthor } from "./world.js";

const { mutate, carriedOut, refused, newSystem, newConcept, concept, codeSystem } = useAuthor();
const LATER = new Date("2026-02-01T10:00:00.000Z");
const ALL = `slug shortCode name fullName description canonicalUrl sourceType publicAccess
  defaultLocale supportedLocales externalId extras website createdAt updatedAt
  history { nodes { number kind } }`;

const given = {
  name: "Named",
  fullName: "Fully named",
  sourceType: "Dictionary",
  publicAccess: "EDIT",
  defaultLocale: "fr",
  supportedLocales: ["fr", "en"],
  canonicalUrl: "mailto:a@b.org",
  description: "About",
  website: "localhost:9000",
  externalId: "x",
  extras: { a: 1 },
};

describe("an edit of a code system", () => {
  it("leaves what is absent, clears what is null, replaces what is given", async () => {
    const slug = await newSystem({ shortCode: "Given", ...given });
    const edit = (more: object) =>
      mutate("editCodeSystem", { codeSystem: slug, ...more }, { now: LATER });
    expect(await edit({ name: "Renamed" })).toEqual(done({ slug }));
    expect(await codeSystem(slug, ALL)).toEqual({
      slug,
      shortCode: "Given",
      ...given,
      name: "Renamed",
      createdAt: "2026-01-15T12:00:00.000Z",
      updatedAt: "2026-02-01T10:00:00.000Z",
      history: {
        nodes: [
          { number: 2, kind: "UPDATED" },
          { number: 1, kind: "CREATED" },
        ],
      },
    });
    const cleared = {
      ...{ fullName: null, sourceType: "", canonicalUrl: null, description: " ", website: null },
      ...{ externalId: null, extras: null, supportedLocales: null },
    };
    await edit(cleared);
    const empty = { sourceType: null, canonicalUrl: null, description: null, website: null };
    expect(await codeSystem(slug, ALL)).toMatchObject({
      ...empty,
      fullName: "Renamed",
      externalId: null,
      extras: {},
      publicAccess: "EDIT",
      defaultLocale: "fr",
      supportedLocales: ["fr"],
    });
    await edit({ name: "Again", publicAccess: "NONE", extras: { b: 2 } });
    expect(await codeSystem(slug, ALL)).toMatchObject({
      name: "Again",
      fullName: "Again",
      publicAccess: "NONE",
      extras: { b: 2 },
    });
  });

  it("that changes nothing makes no revision", async () => {
    const slug = await newSystem(given);
    const before = await codeSystem(slug, ALL);
    for (const same of [{}, given, { name: " Named ", supportedLocales: ["en"] }]) {
      const answer = await mutate("editCodeSystem", { codeSystem: slug, ...same }, { now: LATER });
      expect(answer).toEqual(done({ slug }, "Nothing to change."));
    }
    expect(await codeSystem(slug, ALL)).toEqual(before);
  });

  it("is refused for all its faults at once", async () => {
    const slug = await newSystem();
    const input = {
      codeSystem: slug,
      name: null,
      publicAccess: null,
      defaultLocale: null,
      canonicalUrl: "123.432.12.19",
      supportedLocales: ["-"],
      customValidationSchema: "Other",
    };
    await refused("editCodeSystem", input, [
      fault("name", "Code system name is required"),
      fault("publicAccess", "publicAccess can't be taken away"),
      fault("defaultLocale", "defaultLocale can't be taken away"),
      fault("canonicalUrl", "Enter a valid URI."),
      fault("supportedLocales.0", '"-" is no language tag of BCP 47, such as en or en-GB'),
      fault("customValidationSchema", "customValidationSchema is OpenMRS, or None for no schema"),
    ]);
  });

  it("of its languages lets concepts show other names at HEAD, and no version of them is made", async () => {
    const slug = await newSystem();
    const names = [named("Fever"), named("Fièvre", { locale: "fr" })];
    await newConcept(slug, "a", { names });
    await newConcept(slug, "b");
    await carriedOut("createCodeSystemVersion", { codeSystem: slug, version: "1" });
    const shown = "display displayLocale version";
    await carriedOut("editCodeSystem", { codeSystem: slug, defaultLocale: "fr" }, { now: LATER });
    expect(await concept(slug, "a", shown)).toEqual({
      display: "Fièvre",
      displayLocale: "fr",
      version: "1",
    });
    expect(await concept(slug, "a", shown, "1")).toEqual({
      display: "Fever",
      displayLocale: "en",
      version: "1",
    });
    expect(await concept(slug, "b", shown)).toMatchObject({ display: "Name of b" });
    expect(await concept(slug, "a", "versions { totalCount nodes { display } }")).toEqual({
      versions: { totalCount: 1, nodes: [{ display: "Fever" }] },
    });
    await carriedOut("editConcept", { codeSystem: slug, code: "a", externalId: "x" });
    expect(await concept(slug, "a", shown)).toMatchObject({ display: "Fièvre", version: "2" });
  });
});
