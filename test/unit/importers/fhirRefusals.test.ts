import { describe, expect, it } from "vitest";
import { fhirCodeSystem, fhirCodeSystemOf } from "../../../src/importers/fhir/codeSystem.js";
import { FileRefused, type ImportRow } from "../../../src/importers/format.js";
import type { ConceptContent } from "../../../src/rules/codeSystems/content.js";
import { file, HEADER, holding, type Resource } from "./fhirFiles.js";
import { contentsOf, refusal, rowsOf, sourceFile } from "./sourceFiles.js";

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
    [
      { code: "a", display: "x".repeat(2001) },
      `${at}.display: it is 2001 characters long; at most 2000 are allowed`,
    ],
    [
      { code: "a", definition: "x".repeat(20_001) },
      `${at}.definition: it is 20001 characters long; at most 20000 are allowed`,
    ],
    [
      { code: "a", designation: [{ value: "x".repeat(2001) }] },
      `${at}.designation[0]: the value is 2001 characters long; at most 2000 are allowed`,
    ],
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

  it("has more names than a concept may have", async () => {
    const designation = Array.from({ length: 500 }, (_, count) => ({ value: `name ${count}` }));
    expect(await rejections({ code: "a", designation })).toEqual([
      `${at}.designation: with the display there are 501 names; at most 500 are allowed`,
    ]);
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
      "x.json, line 9, concept[0].display: this is no JSON: \\u0000 is not expected here",
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
      "x.json, line 1: this is no JSON: \\u001f is not expected here",
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
    const message = await refused(deep);
    expect(message).toMatch(/^x\.json, line 1, x\[0\].*….*\[0\]: it is nested deeper than 1000$/);
    expect(message.length).toBeLessThan(300);
  });

  it("is given with another", async () => {
    await expect(fhirCodeSystem.open([holding(), holding()])).rejects.toThrow(
      new FileRefused("fhir-code-system reads one file at a time; 2 were given"),
    );
  });
});
