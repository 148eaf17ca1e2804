import { describe, expect, it } from "vitest";
import {
  type ConceptMappingContent,
  sameMapping,
} from "../../../../src/rules/conceptMappings/content.js";
import { mappingFaults, nextWeight } from "../../../../src/rules/conceptMappings/mappingRules.js";

const mapping: ConceptMappingContent = {
  ...{ mapType: "SAME-AS", fromSystem: "/a/", fromCode: "1", toSystem: "/b/", toCode: "2" },
  ...{
    toName: null,
    retired: false,
    sortWeight: null,
    externalId: null,
    extras: { a: { b: 1, c: 2 } },
  },
};
const alone = { same: false, sameEnds: false, greatestWeight: null };
const openMrs = { schema: "OpenMRS", mapTypes: new Set(["SAME-AS"]) };
const free = { schema: null, mapTypes: new Set<string>() };
const kinds = (...of: Parameters<typeof mappingFaults>) =>
  mappingFaults(...of).map(({ kind, path }) => `${kind} ${path}`);

describe("mappingFaults", () => {
  it.each([
    [mapping, alone, free, []],
    [mapping, alone, openMrs, []],
    [mapping, { ...alone, same: true, sameEnds: true }, free, ["AlreadyExists toConcept"]],
    [mapping, { ...alone, same: true, sameEnds: true }, openMrs, ["AlreadyExists toConcept"]],
    [mapping, { ...alone, sameEnds: true }, free, []],
    [mapping, { ...alone, sameEnds: true }, openMrs, ["AlreadyExists toConcept"]],
    [{ ...mapping, mapType: "x" }, alone, free, []],
    [{ ...mapping, mapType: "x" }, alone, openMrs, ["FieldInvalid mapType"]],
    [{ ...mapping, externalId: "x".repeat(36) }, alone, openMrs, []],
    [{ ...mapping, externalId: "x".repeat(37) }, alone, openMrs, ["FieldInvalid externalId"]],
    [{ ...mapping, retired: true, mapType: "x" }, { ...alone, same: true }, openMrs, []],
  ])("%#", (content, siblings, schema, expected) => {
    expect(kinds(content, siblings, schema)).toEqual(expected);
  });
});

it.each([
  [null, null],
  [0, 1],
  [2.5, 3],
  [-3, -2],
])("after a greatest weight of %j comes %j", (greatestWeight, expected) => {
  expect(nextWeight({ ...alone, greatestWeight })).toBe(expected);
});

describe("sameMapping", () => {
  it("does not mind the order of keys", () => {
    expect(sameMapping(mapping, { ...mapping, extras: { a: { c: 2, b: 1 } } })).toBe(true);
  });

  it.each<Partial<ConceptMappingContent>>([
    { mapType: "x" },
    { toCode: "3" },
    { retired: true },
    { sortWeight: 0 },
    { extras: { a: { b: 1 } } },
    { externalId: "" },
  ])("tells %j", (change) => {
    expect(sameMapping(mapping, { ...mapping, ...change })).toBe(false);
  });
});
