import { describe, expect, it } from "vitest";
import { fhirCodeSystem, fhirCodeSystemOf } from "../../../src/importers/fhir/codeSystem.js";
import { FileRefused, type ImportRow } from "../../../src/importers/format.js";
import type { ConceptContent, ConceptName } from "../../../src/rules/codeSystems/content.js";
import { contentsOf, fixture, fixtureFile, refusal, rowsOf, sourceFile } from "./sourceFiles.js";

const TEA = "fhir-code-system/CodeSystem-tea-kinds.json";

type Resource = Readonly<Record<string, unknown>>;

const HEADER = {
  resourceType: "CodeSystem",
  url: "http://example.org/x",
  version: "1",
  content: "complete",
};

function file(resource: Resource | string, pieceBytes?: number) {
  const text = typeof resource === "string" ? resource : JSON.stringify(resource);
  return sourceFile("x.json", text, pieceBytes);
}

function holding(...concept: readonly unknown[]) {
  return file({ ...HEADER, concept });
}

async function contents(...concept: readonly unknown[]): Promise<readonly ConceptContent[]> {
  return await contentsOf(fhirCodeSystem, [holding(...concept)]);
}

/** Why the concepts can't be read, line by line. */
async function rejections(...concept: readonly unknown[]): Promise<readonly string[]> {
  const rows: readonly ImportRow<ConceptContent>[] = await rowsOf(fhirCodeSystem, [
    holding({ code: "ok" }, ...concept),
  ]);
  return rows.flatMap((row) => ("rejected" in row ? [`${row.line}: ${row.rejected}`] : []));
}

async function refused(resource: Resource | string, format = fhirCodeSystem): Promise<string> {
  return (await refusal(format, [file(resource)])).message;
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

describe("a concept that can't be read", () => {
  const at = "1: CodeSystem.concept[1]";

  it.each([
    [{ display: "none" }, `${at}: there is no code`],
    [{ code: "" }, `${at}: there is no code`],
    [{ code: null }, `${at}: there is no code`],
    [{ code: 7 }, `${at}: the code is no text`],
    [{ code: " a" }, `${at}: the code " a" has blanks around it`],
    [{ code: "x".repeat(256) }, `${at}: the code is 256 characters long; at most 255 are allowed`],
    [{ code: "ok" }, `${at}: the code ok stands at CodeSystem.concept[0] already`],
    [{ code: "a", display: 1 }, `${at}.display: it is no text`],
    [{ code: "a", definition: ["x"] }, `${at}.definition: it is no text`],
    [{ code: "a", designation: {} }, `${at}.designation: it is no array`],
    [{ code: "a", designation: [1] }, `${at}.designation[0]: it is no object`],
    [{ code: "a", designation: [{ value: " " }] }, `${at}.designation[0]: it has no value`],
    [
      { code: "a", designation: [{ value: "x" }, { language: "not a tag", value: "x" }] },
      `${at}.designation[1]: "not a tag" is no language`,
    ],
    [{ code: "a", property: "x" }, `${at}.property: it is no array`],
    [{ code: "a", property: [{ valueCode: "x" }] }, `${at}.property[0]: it has no code`],
    [
      { code: "a", property: [{ code: "parent", valueBoolean: true }] },
      `${at}.property[0]: it names no code`,
    ],
    [
      { code: "a", concept: [{ concept: [], display: "x" }] },
      "1: CodeSystem.concept[1].concept[0]: there is no code",
    ],
  ])("%j", async (concept, rejection) => {
    expect(await rejections(concept)).toEqual([rejection]);
  });

  it("takes those with it that are nested in it", async () => {
    expect(await rejections({ display: "none", concept: [{ code: "b" }] })).toEqual([
      "1: CodeSystem.concept[1]: there is no code",
      "1: CodeSystem.concept[1].concept[0]: the concept that it is nested in has no code",
    ]);
  });

  it("is named with its line", async () => {
    const text = JSON.stringify({ ...HEADER, concept: [{ code: "a" }, { display: "b" }] }, null, 1);
    const rows = await rowsOf(fhirCodeSystem, [file(text)]);
    expect(rows[1]).toEqual({ line: 10, rejected: "CodeSystem.concept[1]: there is no code" });
    expect(text.split("\n")[9]).toBe("  {");
  });
});

describe("a file that is refused", () => {
  const text = JSON.stringify({ ...HEADER, concept: [{ code: "a", display: "A" }] }, null, 1);

  it.each([
    ["empty", "", "x.json, line 1: there is no JSON"],
    ["blank", " \n ", "x.json, line 2: there is no JSON"],
    ["a number", "1", "x.json, line 1: this is no FHIR resource"],
    ["an array", "[]", "x.json, line 1: this is no FHIR resource"],
    ["no resource", "{}", "x.json: this is no FHIR resource, it has no resourceType"],
    [
      "another resource",
      '{"resourceType":"ValueSet"}',
      "x.json, resourceType: this is a ValueSet, not a CodeSystem",
    ],
    [
      "cut behind a value",
      text.slice(0, text.indexOf('"A"') + 3),
      "x.json, line 9, concept[0].display: the file ends in the middle",
    ],
    [
      "cut in a text",
      text.slice(0, text.indexOf('"A"') + 2),
      "x.json, line 9, concept[0].display: the file ends in the middle",
    ],
    [
      "a comma too many",
      text.replace('"A"', '"A",'),
      "x.json, line 10, concept[0].display: this is no JSON: } is not expected here",
    ],
    [
      "no quotation marks",
      text.replace('"A"', "A"),
      "x.json, line 9, concept[0].display: this is no JSON: A is not expected here",
    ],
    [
      "more behind the end",
      `${text}{}`,
      "x.json, line 12: this is no JSON: { is not expected here",
    ],
    [
      "a NUL character",
      text.replace('"A"', '"A\\u0000"'),
      "x.json, line 9, concept[0].display: it holds a character that is not text",
    ],
    [
      "half of a surrogate pair",
      text.replace('"A"', '"A\\ud83d"'),
      "x.json, line 9, concept[0].display: it holds a character that is not text",
    ],
    [
      "a NUL byte",
      text.replace('"A"', '"A\u0000"'),
      "x.json, line 9, concept[0].display: this is no JSON: \u0000 is not expected here",
    ],
    [
      "concepts that are none",
      text.replace(/\[[^\]]*\]/, "[1]"),
      "x.json, line 6, concept[0]: a concept is an object",
    ],
    [
      "concepts that are no array",
      text.replace(/\[[^\]]*\]/, "{}"),
      "x.json, line 6, concept: concepts are an array",
    ],
    ["XML", "<CodeSystem/>", "x.json, line 1: this is no JSON: < is not expected here"],
    [
      "a gzip file",
      Buffer.from([0x1f, 0x8b, 8, 0]).toString("latin1"),
      "x.json, line 1: this is no JSON: \u001f is not expected here",
    ],
  ])("%s", async (_, changed, message) => {
    expect(await refused(changed)).toBe(message);
  });

  it("is not UTF-8", async () => {
    const latin1 = Buffer.from(text.replace('"A"', '"\u00c4"'), "latin1");
    const message = "x.json, line 9: this is not UTF-8; save the file as UTF-8";
    for (const bytes of [1, 7, 65_536]) {
      const given = sourceFile("x.json", latin1, bytes);
      expect((await refusal(fhirCodeSystem, [given])).message).toBe(message);
    }
  });

  it.each([
    [
      { content: undefined },
      "CodeSystem.content: it is missing; complete, fragment, example, not-present is expected",
    ],
    [
      { content: "all" },
      "CodeSystem.content: complete, fragment, example, not-present is expected",
    ],
    [
      { content: "supplement", supplements: "http://example.org/y" },
      "CodeSystem.content: it is a supplement to http://example.org/y, no code system",
    ],
    [
      { content: "not-present" },
      "CodeSystem.content: it is not-present, and yet there are concepts",
    ],
    [{ url: "not a uri" }, 'CodeSystem.url: "not a uri" is no URI'],
    [{ url: 5 }, "CodeSystem.url: it is no text"],
    [{ language: "?" }, 'CodeSystem.language: "?" is no language'],
  ])("%j", async (changed, message) => {
    const resource = { ...HEADER, ...changed, concept: [{ code: "a" }] };
    expect(await refused(resource)).toBe(`x.json, ${message}`);
  });

  it("says which element R4 does not have, and which release another is of", async () => {
    const concept = [{ code: "a" }];
    const newer = { ...HEADER, versionAlgorithmString: "semver", concept };
    expect(await refused(newer, fhirCodeSystemOf.R4)).toBe(
      "x.json, CodeSystem.versionAlgorithmString: R4 does not have it; the file is of R5",
    );
    expect(await contentsOf(fhirCodeSystemOf.R5, [file(newer)])).toHaveLength(1);
    expect(await contentsOf(fhirCodeSystem, [file(newer)])).toHaveLength(1);
    const profiled = (version: string) => {
      const profile = [`http://hl7.org/fhir/${version}/StructureDefinition/CodeSystem`];
      return { ...HEADER, meta: { profile }, concept };
    };
    expect(await refused(profiled("4.0"), fhirCodeSystemOf.R5)).toBe(
      "x.json, CodeSystem.meta.profile[0]: the file is of R4, not of R5",
    );
    expect(await refused(profiled("5.0"), fhirCodeSystemOf.R4)).toBe(
      "x.json, CodeSystem.meta.profile[0]: the file is of R5, not of R4",
    );
    const designation = [{ value: "x", additionalUse: [] }];
    const rows = await rowsOf(fhirCodeSystemOf.R4, [
      file({ ...HEADER, concept: [{ code: "a" }, { code: "b", designation }] }),
    ]);
    expect(rows[1]).toEqual({
      line: 1,
      rejected:
        "CodeSystem.concept[1].designation[0].additionalUse: R4 does not have it; the file is of R5",
    });
  });

  it("has one element that is more than memory should hold", async () => {
    const designation = Array.from({ length: 60_000 }, () => ({ value: "x" }));
    expect(await refused({ ...HEADER, concept: [{ code: "a", designation }] })).toMatch(
      /^x\.json, line 1, concept\[0\]\.designation.*: this is too much for one element$/,
    );
    const long = { ...HEADER, description: "x".repeat(17 * 1024 * 1024), concept: [] };
    expect(await refused(long)).toBe(
      "x.json, line 1, description: a text has more than 16777216 bytes",
    );
  });

  it("is nested without end", async () => {
    const deep = `{"resourceType":"CodeSystem","x":${"[".repeat(2000)}`;
    expect(await refused(deep)).toMatch(/: it is nested deeper than 1000$/);
  });

  it("is given with another", async () => {
    await expect(fhirCodeSystem.open([holding(), holding()])).rejects.toThrow(
      new FileRefused("fhir-code-system reads one file at a time; 2 were given"),
    );
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
