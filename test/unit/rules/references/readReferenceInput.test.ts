import { describe, expect, it } from "vitest";
import type { ReferenceDefinition } from "../../../../src/rules/references/definition.js";
import {
  hasParts,
  type ReferenceInput,
  readReferenceInput,
} from "../../../../src/rules/references/readReferenceInput.js";
import { canonical, definition, repository } from "./definitions.js";

const S = "/orgs/O/sources/S/";
const C = "/orgs/O/collections/C/";

function read(input: ReferenceInput) {
  const result = readReferenceInput(input, ["references", "2"], "jane");
  return result.ok ? result.value : result.failure;
}

describe("a reference in parts", () => {
  it.each<readonly [ReferenceInput, Partial<ReferenceDefinition>]>([
    [{ system: S }, {}],
    [{ system: `${S}v1/` }, { system: repository("S@v1") }],
    [{ system: `${S}v1/`, version: "v2" }, { system: repository("S@v2") }],
    [{ system: `${S}v1/`, version: "latest" }, {}],
    [{ system: "http://loinc.org|2.77" }, { system: canonical("http://loinc.org", "2.77") }],
    [
      { system: "http://loinc.org", version: " 2.77 " },
      { system: canonical("http://loinc.org", "2.77") },
    ],
    [
      { system: S, code: " 12 ", resourceVersion: "3" },
      { code: "12", resourceVersion: "3" },
    ],
    [
      { system: S, code: "m", referenceType: "MAPPINGS" },
      { code: "m", referenceType: "MAPPINGS" },
    ],
    [{ system: S, referenceType: "ALL" }, { referenceType: "ALL" }],
    [{ system: S, code: " ", version: "", filter: null, valueset: [] }, {}],
    [
      { system: C, valueset: ["http://vs|1"] },
      { system: null, valuesets: [repository("C*"), canonical("http://vs", "1")] },
    ],
    [{ valueset: [`${C}|v1`] }, { system: null, valuesets: [repository("C*@v1")] }],
    [
      { system: S, include: false, cascade: "SOURCE_MAPPINGS" },
      { include: false, cascade: "SOURCE_MAPPINGS" },
    ],
    [
      { system: S, referenceType: "MAPPINGS", cascade: "SOURCE_MAPPINGS" },
      { referenceType: "MAPPINGS" },
    ],
    [
      {
        system: S,
        filter: [{ property: "concept_class", op: "in", value: "Drug, Test\\, lab,Drug" }],
      },
      { filters: [{ property: "conceptClass", op: "in", value: "Drug,Test\\, lab" }] },
    ],
    [
      { system: S, filter: [{ property: "class", op: "in", value: "Drug" }] },
      { filters: [{ property: "conceptClass", op: "=", value: "Drug" }] },
    ],
    [
      { system: S, filter: [{ property: "concept", op: "is-a", value: " A15 " }] },
      { filters: [{ property: "code", op: "is-a", value: "A15" }] },
    ],
    [
      { filter: [{ property: "q", value: "a,b" }] },
      { system: null, filters: [{ property: "q", op: "=", value: "a,b" }] },
    ],
  ])("%j", (input, says) => {
    expect(read(input)).toEqual(definition(says));
  });

  it.each<[ReferenceInput, ...[path: string, message: string][]]>([
    [{}, ["system", "A search or filter is missing: name a code system or collection"]],
    [{ code: "1" }, ["system", "A code alone is in many: name a code system or collection"]],
    [
      { system: "S" },
      ["system", '"S" should be orgs, users or user, or the beginning of a canonical URL'],
    ],
    [{ system: "http://x y" }, ["system", '"http://x y" is no URI']],
    [{ system: "a\u0000" }, ["system", "It holds a character that is not text"]],
    [
      { system: S, version: "a b" },
      [
        "version",
        "\"a b\" can't be a version's label: letters, digits and -._@ are allowed, 1 to 255 of them",
      ],
    ],
    [{ version: "v1", valueset: [C] }, ["version", "A version must be of a system"]],
    [
      { system: S, resourceVersion: "3" },
      ["resourceVersion", "A version must be of one concept or mapping"],
    ],
    [
      { system: S, code: "1", resourceVersion: "a" },
      ["resourceVersion", '"a" is no version of a concept or mapping: they are 1, 2, 3'],
    ],
    [
      { system: S, code: "1", referenceType: "ALL" },
      ["referenceType", "A code is of CONCEPTS or of MAPPINGS"],
    ],
    [{ system: S, code: "a\u0000" }, ["code", "It holds a character that is not text"]],
    [{ system: S, valueset: [C, S] }, ["valueset.1", `"${S}" is no collection`]],
    [
      { system: S, valueset: Array<string>(21).fill(C) },
      ["valueset", "There are more than 20 valuesets"],
    ],
    [
      {
        system: S,
        filter: Array<{ property: string; value: string }>(21).fill({ property: "q", value: "a" }),
      },
      ["filter", "There are more than 20 filters"],
    ],
    [
      {
        system: "S",
        valueset: ["C"],
        filter: [
          { property: "q", value: "a" },
          { property: "q", op: "like", value: "a" },
        ],
      },
      ["system", '"S" should be orgs, users or user, or the beginning of a canonical URL'],
      ["valueset.0", '"C" should be orgs, users or user, or the beginning of a canonical URL'],
      ["filter.1.op", '"like" is no operator of filters'],
    ],
    [
      { system: S, code: "1", filter: [{ property: "retired", value: "no" }] },
      ["filter.0", '"retired" is true or false'],
      ["filter", "One concept or mapping is not filtered"],
    ],
    [
      { system: S, filter: [{ property: "q", value: "é".repeat(1000) }] },
      ["", "Written as an expression it has more than 5000 characters"],
    ],
  ])("%j", (input, ...faults) => {
    expect(read(input)).toEqual(
      faults.map(([path, message]) => ({
        kind: "FieldInvalid",
        path: ["references", "2", ...path.split(".").filter((part) => part !== "")],
        message,
      })),
    );
  });

  it("may be an expression alone", () => {
    const expression = `${S}concepts/1/`;
    expect(
      hasParts({ expression, include: false, cascade: "NONE", referenceType: "CONCEPTS" }),
    ).toBe(false);
    expect(hasParts({ expression, filter: [], system: " " })).toBe(false);
    expect(hasParts({ expression, code: "1" })).toBe(true);
    expect(hasParts({ expression, valueset: [C] })).toBe(true);
  });
});
