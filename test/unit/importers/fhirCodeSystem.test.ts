import { describe, expect, it } from "vitest";
import { fhirCodeSystem } from "../../../src/importers/fhir/codeSystem.js";
import type { ConceptContent, ConceptName } from "../../../src/rules/codeSystems/content.js";
import { file, HEADER, holding, type Resource } from "./fhirFiles.js";
import { contentsOf, fixture, fixtureFile, sourceFile } from "./sourceFiles.js";

const TEA = "fhir-code-system/CodeSystem-tea-kinds.json";

async function contents(...concept: readonly unknown[]): Promise<readonly ConceptContent[]> {
  return await contentsOf(fhirCodeSystem, [holding(...concept)]);
}

function name(text: string, more: Partial<ConceptName> = {}): ConceptName {
  const rest = { locale: "en", localePreferred: false, nameType: null, externalId: null };
  return { name: text, ...rest, ...more };
}

const display = { localePreferred: true, nameType: "FULLY_SPECIFIED" } as const;

describe("fhir-code-system", () => {
  it("reads what a file says of its code system", async () => {
    const { system } = await fhirCodeSystem.open([fixtureFile(TEA)]);
    expect(system).toEqual({
      canonicalUrl: "http://tea.example.org/CodeSystem/tea-kinds",
      shortCode: "tea-kinds",
      name: "TeaKinds",
      fullName: "Kinds of Tea",
      description: "What is poured, by how the leaves are treated.",
      publisher: "The Tea Society",
      defaultLocale: "en",
      version: "1.2.0",
      content: "COMPLETE",
      extras: {
        publisher: "The Tea Society",
        copyright: "Free for all.",
        status: "active",
        experimental: false,
        date: "2025-03-01",
        caseSensitive: true,
        hierarchyMeaning: "is-a",
      },
    });
  });

  it("reads concepts whole: names by language and use, definitions, properties by type", async () => {
    const all = await contentsOf(fhirCodeSystem, [fixtureFile(TEA)]);
    const byCode = new Map(all.map((content) => [content.code, content]));
    expect(byCode.get("tea")).toEqual({
      code: "tea",
      conceptClass: "Concept",
      datatype: "N/A",
      names: [
        name("Tea", display),
        name("Tee", { locale: "de" }),
        name("Schwarz- und Gr\u00fcntee", { locale: "de", localePreferred: true }),
        name("th\u00e9 (boisson)", { locale: "fr", nameType: "FULLY_SPECIFIED" }),
        name("Cha"),
        name("TEA", { nameType: "shop-label" }),
      ],
      descriptions: [
        {
          description: "An infusion of Camellia sinensis.",
          locale: "en",
          localePreferred: true,
          descriptionType: "Definition",
          externalId: null,
        },
      ],
      parents: [],
      retired: false,
      externalId: null,
      extras: {},
    });
    expect(byCode.get("green")?.extras).toEqual({
      minutes: 2,
      grams: 2.5,
      origin: [
        { system: "urn:iso:std:iso:3166", code: "JP", display: "Japan" },
        { system: "urn:iso:std:iso:3166", code: "CN" },
      ],
    });
    expect(byCode.get("matcha")?.extras).toEqual({ shaded: true });
    expect(byCode.get("gyokuro")).toMatchObject({
      names: [name("gyokuro", display)],
      extras: { since: "1835-01-01", also: "jade dew" },
    });
    expect(byCode.get("brick")).toMatchObject({ retired: true, extras: { status: "deprecated" } });
  });

  it("takes the hierarchy from nesting and from the properties that FHIR defines, whatever their codes", async () => {
    const release = await fhirCodeSystem.open([fixtureFile(TEA)]);
    const parents: Record<string, readonly string[]> = {};
    for await (const row of release.rows()) {
      if ("content" in row) parents[row.content.code] = row.content.parents;
    }
    expect(parents).toEqual({
      tea: [],
      green: ["tea"],
      matcha: ["green"],
      gyokuro: ["green"],
      black: ["tea"],
      blend: [],
      genmaicha: ["green", "blend"],
      brick: ["tea"],
    });
    expect(release.laterParents).toEqual([{ child: "blend", parent: "black" }]);
  });

  it.each(["parent", "subsumedBy"])("knows the property %s undeclared", async (code) => {
    const [, second] = await contents(
      { code: "a" },
      { code: "b", property: [{ code, valueCode: "a" }] },
    );
    expect(second).toMatchObject({ parents: ["a"], extras: {} });
  });

  it.each([
    [{ code: "status", valueCode: "retired" }, true],
    [{ code: "status", valueCode: "Deprecated" }, true],
    [{ code: "status", valueCode: "active" }, false],
    [{ code: "status", valueCode: "experimental" }, false],
    [{ code: "inactive", valueBoolean: true }, true],
    [{ code: "inactive", valueString: "true" }, true],
    [{ code: "inactive", valueBoolean: false }, false],
    [{ code: "retired", valueBoolean: true }, true],
    [{ code: "deprecated", valueBoolean: true }, true],
    [{ code: "notSelectable", valueBoolean: true }, false],
  ])("takes %j for retired: %s", async (property, retired) => {
    const [content] = await contents({ code: "a", property: [property] });
    expect(content?.retired).toBe(retired);
  });

  it("has the display in the language of the file, and its type where no designation is the full name", async () => {
    const resource = {
      ...HEADER,
      language: "pt-BR",
      concept: [
        {
          code: "a",
          display: "um",
          designation: [
            { use: { code: "900000000000003001" }, value: "um (qualificador)" },
            { language: "pt-BR", use: { code: "preferredForLanguage" }, value: "hum" },
          ],
        },
      ],
    };
    const [content] = await contentsOf(fhirCodeSystem, [file(resource)]);
    expect(content?.names).toEqual([
      name("um", { locale: "pt-BR", localePreferred: true }),
      name("um (qualificador)", { locale: "pt-BR", nameType: "FULLY_SPECIFIED" }),
      name("hum", { locale: "pt-BR" }),
    ]);
  });

  it.each([1, 3, 64, 1000])("reads the same in pieces of %i bytes", async (pieceBytes) => {
    const bytes = fixture(TEA);
    const pieces = sourceFile("x.json", bytes, pieceBytes);
    const [inPieces, whole] = [
      await contentsOf(fhirCodeSystem, [pieces]),
      await contentsOf(fhirCodeSystem, [fixtureFile(TEA)]),
    ];
    expect(inPieces).toEqual(whole);
  });

  it.each([
    ["sorted by name", (keys: string[]) => keys.toSorted()],
    ["turned round", (keys: string[]) => keys.toReversed()],
  ])("reads the same whatever the order of elements: %s", async (_, order) => {
    const reordered = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(reordered);
      if (typeof value !== "object" || value === null) return value;
      const object = value as Resource;
      const keys = order(Object.keys(object));
      return Object.fromEntries(keys.map((key) => [key, reordered(object[key])]));
    };
    const text = JSON.stringify(reordered(JSON.parse(fixture(TEA).toString("utf8"))));
    const sorted = (all: readonly ConceptContent[]) =>
      all.toSorted((one, other) => (one.code < other.code ? -1 : 1));
    const read = await contentsOf(fhirCodeSystem, [file(text)]);
    // Objects are the same in any order of their keys.
    expect(sorted(read)).toEqual(sorted(await contentsOf(fhirCodeSystem, [fixtureFile(TEA)])));
    const { system } = await fhirCodeSystem.open([file(text)]);
    expect(system).toEqual((await fhirCodeSystem.open([fixtureFile(TEA)])).system);
  });

  it("takes any code of a property for a key", async () => {
    const property = ["__proto__", "constructor", "toString"].map((code) => ({
      code,
      valueString: code,
    }));
    const [content] = await contents({ code: "a", property });
    expect(JSON.stringify(content?.extras)).toBe(
      '{"__proto__":"__proto__","constructor":"constructor","toString":"toString"}',
    );
  });

  it("reads the byte order mark, CR LF and blanks that JSON allows", async () => {
    const text = JSON.stringify({ ...HEADER, concept: [{ code: "a" }] }, null, "\t");
    const windows = file(`\ufeff\r\n${text.replaceAll("\n", "\r\n")}\r\n`);
    expect((await contentsOf(fhirCodeSystem, [windows])).map(({ code }) => code)).toEqual(["a"]);
  });
});

describe("a code system without codes", () => {
  it.each([
    { content: "not-present" },
    { content: "complete", concept: [] },
    { content: "complete" },
  ])("%j has none of its content here", async (changed) => {
    const { system } = await fhirCodeSystem.open([file({ ...HEADER, ...changed })]);
    expect(system.content).toBe("NOT_PRESENT");
  });

  it.each(["fragment", "example"])("with the content %s has some", async (content) => {
    const { system } = await fhirCodeSystem.open([
      file({ ...HEADER, content, concept: [{ code: "a" }] }),
    ]);
    expect(system.content).toBe("FRAGMENT");
  });
});
