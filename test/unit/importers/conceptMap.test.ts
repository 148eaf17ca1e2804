import { describe, expect, it } from "vitest";
import { conceptMap, conceptMapOf } from "../../../src/importers/fhir/conceptMap.js";
import type { CrosswalkFormat } from "../../../src/importers/format.js";
import { fixture, sourceFile } from "./sourceFiles.js";

const OPTIONS = { asOf: new Date(0) };
const FIXTURE = fixture("fhir-concept-map/ConceptMap-tea-to-drinks.json").toString("utf8");

interface Given {
  readonly [name: string]: unknown;
}

function map(more: Given, target: Given = { code: "x", equivalence: "equal" }): string {
  const element = [{ code: "a", target: [target] }];
  const group = [{ source: "http://example.org/a", target: "http://example.org/b", element }];
  return JSON.stringify({
    resourceType: "ConceptMap",
    title: "T",
    status: "draft",
    group,
    ...more,
  });
}

/** What a text is read as: its pairs, bad lines and losses, or why it is refused. */
async function read(text: string | Buffer, format: CrosswalkFormat = conceptMap) {
  try {
    const opened = await format.open?.([sourceFile("m.json", text, 7)], OPTIONS);
    if (!opened) throw new Error("It does not open files");
    const rows = [];
    for await (const row of opened.rows()) rows.push(row);
    return {
      description: opened.description,
      pairs: rows.flatMap((row) => ("content" in row ? [row.content] : [])),
      rejected: rows.flatMap((row) => ("rejected" in row ? [`${row.line}: ${row.rejected}`] : [])),
      losses: opened.losses.list().map(({ kind, element }) => `${kind} ${element}`),
    };
  } catch (error) {
    return { refused: (error as Error).message };
  }
}

describe("a ConceptMap", () => {
  it("is read whole", async () => {
    const { description, pairs, rejected, losses } = await read(FIXTURE);
    expect(rejected).toEqual([]);
    expect(losses).toEqual([]);
    expect(description).toMatchObject({
      name: "Kinds of tea to drinks",
      release: "1.0",
      description: "Which drink a tea is.",
      known: { key: "fhir:url", value: "http://example.org/fhir/ConceptMap/tea-to-drinks" },
    });
    const tea = "http://example.org/fhir/CodeSystem/tea-map-kinds";
    expect(pairs).toMatchObject([
      {
        sourceSystem: tea,
        sourceCode: "green",
        targetCode: "hot",
        relationship: "SOURCE_IS_NARROWER_THAN_TARGET",
        attributes: [
          { key: "sourceDisplay", value: "Green tea" },
          { key: "targetDisplay", value: "Hot drink" },
          { key: "comment", value: "as a rule" },
        ],
      },
      {
        targetCode: "tea",
        relationship: "SOURCE_IS_NARROWER_THAN_TARGET",
        attributes: [
          { key: "sourceDisplay" },
          { key: "equivalence", value: "subsumes" },
          { key: "dependsOn", value: '[{"property":"http://example.org/origin","value":"leaf"}]' },
          { key: "product" },
        ],
      },
      { sourceCode: "mate", targetCode: "", attributes: [{ key: "comment", value: "no tea" }] },
      { targetCode: "camellia", relationship: "RELATED_TO", attributes: [] },
    ]);
  });

  it.each([
    ["relatedto", "RELATED_TO"],
    ["inexact", "RELATED_TO"],
    ["equivalent", "EQUIVALENT"],
    ["equal", "EQUIVALENT"],
    ["wider", "SOURCE_IS_NARROWER_THAN_TARGET"],
    ["subsumes", "SOURCE_IS_NARROWER_THAN_TARGET"],
    ["narrower", "SOURCE_IS_BROADER_THAN_TARGET"],
    ["specializes", "SOURCE_IS_BROADER_THAN_TARGET"],
    ["disjoint", "NOT_RELATED_TO"],
    ["unmatched", "NOT_RELATED_TO"],
  ])("has %s for %s", async (equivalence, relationship) => {
    const { pairs } = await read(map({}, { code: "x", equivalence }));
    expect(pairs).toMatchObject([{ relationship }]);
  });

  it("tells what a crosswalk has no place for", async () => {
    const { losses, pairs } = await read(
      map(
        { text: {}, _title: {}, extension: [{ url: "http://e.org" }] },
        { code: "x", equivalence: "equal", extension: [{ url: "http://e.org" }], colour: "red" },
      ),
    );
    expect(pairs).toHaveLength(1);
    expect(losses).toEqual([
      "LEFT_OUT text",
      "LEFT_OUT _title",
      "LEFT_OUT extension",
      "LEFT_OUT group.element.target.colour",
      "LEFT_OUT group.element.target.extension",
    ]);
  });
});

describe("what is no ConceptMap of its release", () => {
  const profile = (version: string) => ({
    meta: { profile: [`http://hl7.org/fhir/${version}/StructureDefinition/ConceptMap`] },
  });
  const r5 = { code: "x", relationship: "equivalent" };

  it.each([
    [
      "another resource",
      JSON.stringify({ resourceType: "ValueSet" }),
      "resourceType: this is a ValueSet, not a ConceptMap",
    ],
    ["no resource", "{}", "m.json: this is no FHIR resource, it has no resourceType"],
    ["a list", "[]", "m.json, line 1: this is no FHIR resource"],
    ["a file that is cut", FIXTURE.slice(0, 900), "the file ends in the middle"],
    ["an empty file", "", "m.json, line 1: there is no JSON"],
    ["Latin-1", Buffer.from(FIXTURE.replace("leaf", "thé"), "latin1"), "this is not UTF-8"],
    [
      "R5's elements in R4",
      map({ ...profile("4.0"), sourceScopeUri: "http://e.org" }),
      "sourceScopeUri: R4 does not have it",
    ],
    [
      "R4's elements in R5",
      map({ ...profile("5.0"), sourceUri: "http://e.org" }),
      "sourceUri: R5 does not have it",
    ],
    ["a modifier", map({ modifierExtension: [{}] }), "modifierExtension: it changes the meaning"],
    ["a group that is no object", map({ group: [1] }), "line 1, group[0]: a group is an object"],
    ["an unknown mode", map({ group: [{ unmapped: { mode: "any" } }] }), "group[0].unmapped.mode"],
  ])("is refused: %s", async (_, text, reason) => {
    expect((await read(text)).refused).toContain(reason);
  });

  it.each([
    [
      "R5's relationship where R4 is said",
      map(profile("4.0"), r5),
      "target[0].relationship: R4 does not have it; the file is of R5",
    ],
    [
      "by fhirVersion",
      map({ fhirVersion: "4.0.1" }, r5),
      "target[0].relationship: R4 does not have it",
    ],
    [
      "R4's where R5 is said",
      map(profile("5.0")),
      "target[0].equivalence: R5 does not have it; the file is of R4",
    ],
    ["no relationship", map({}, { code: "x" }), "neither relationship (R5) nor equivalence (R4)"],
    [
      "an unknown one",
      map({}, { code: "x", equivalence: "same" }),
      'equivalence: "same" is none of',
    ],
    [
      "a long code",
      map({}, { code: "x".repeat(256), equivalence: "equal" }),
      "256 characters long",
    ],
    ["a number", map({}, { code: 1, equivalence: "equal" }), "target[0].code: it is no text"],
    [
      "no code system",
      map({ group: [{ element: [{ code: "a", target: [{ code: "b", equivalence: "equal" }] }] }] }),
      "group[0].source: the group names no code system",
    ],
  ])("has lines that can't be read: %s", async (_, text, reason) => {
    expect((await read(text)).rejected).toEqual([expect.stringContaining(reason)]);
  });

  it("is found by the format that was named, too", async () => {
    expect((await read(map({}, r5), conceptMapOf.R4)).rejected).toHaveLength(1);
    expect((await read(map({}), conceptMapOf.R5)).rejected).toHaveLength(1);
    expect((await read(map({}, r5), conceptMapOf.R5)).rejected).toEqual([]);
    expect(await read(map(profile("5.0")), conceptMapOf.R4)).toEqual({
      refused: "m.json, ConceptMap.meta.profile[0]: the file is of R5, not of R4",
    });
  });

  it("is read with a byte order mark, CR LF, and on one line of 10 MB", async () => {
    const whole = JSON.stringify(JSON.parse(FIXTURE));
    for (const text of [`\ufeff${FIXTURE}`, FIXTURE.replaceAll("\n", "\r\n")]) {
      expect((await read(text)).pairs).toHaveLength(4);
    }
    const long = `${whole.slice(0, -1)},"purpose":"${"p".repeat(1000)}"${" ".repeat(100_000)}}`;
    expect((await read(long)).pairs).toHaveLength(4);
  });
});
