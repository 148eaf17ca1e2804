import { describe, expect, it } from "vitest";
import { identityOf, isStatic, kindOf } from "../../../../src/rules/references/identity.js";
import { canonical, definition, repository } from "./definitions.js";

const list = definition();
const one = definition({ code: "1" });
const C = repository("C*");

describe("what can be in a collection once", () => {
  it("is a concept, whatever version or cascade of it", () => {
    const identity = "/orgs/O/sources/S/concepts/1/";
    expect(
      [
        one,
        definition({ code: "1", resourceVersion: "3" }),
        definition({ code: "1", system: repository("S@v1") }),
        definition({ code: "1", cascade: "SOURCE_MAPPINGS" }),
        definition({ code: "1", include: false }),
      ].map(identityOf),
    ).toEqual(Array(5).fill(identity));
    expect(identityOf(definition({ code: "2" }))).not.toBe(identity);
    expect(identityOf(definition({ code: "1", referenceType: "MAPPINGS" }))).not.toBe(identity);
  });

  it("is one version of a concept where that is excluded", () => {
    const excluded = definition({ code: "1", include: false, resourceVersion: "3" });
    expect(identityOf(excluded)).toBe("/orgs/O/sources/S/concepts/1/3/");
    expect(identityOf({ ...excluded, system: repository("S@v1") })).toBe(identityOf(excluded));
  });

  it("is an expression of a list, its versions too", () => {
    expect(identityOf(list)).toBe("/orgs/O/sources/S/concepts/");
    expect(identityOf(definition({ system: repository("S@v1") }))).toBe(
      "/orgs/O/sources/S/v1/concepts/",
    );
    expect(identityOf(definition({ code: "1", valuesets: [C] }))).toBe(
      "/orgs/O/sources/S/concepts/1/?valueset=/orgs/O/collections/C/",
    );
  });
});

it.each([
  ["CONCEPT", one],
  ["LIST", definition({ code: "1", resourceVersion: "1", cascade: "SOURCE_TO_CONCEPTS" })],
  ["MAPPING", definition({ code: "1", referenceType: "MAPPINGS" })],
  ["LIST", list],
  ["LIST", definition({ code: "1", referenceType: "MAPPINGS", mappingsOf: "DIRECT" })],
  ["LIST", definition({ code: "1", valuesets: [C] })],
  ["LIST", definition({ code: "1", system: null, valuesets: [C] })],
])("is of kind %s", (kind, reference) => {
  expect(kindOf(reference)).toBe(kind);
});

it.each([
  [false, list],
  [true, definition({ system: repository("S@v1") })],
  [false, definition({ system: repository("S@HEAD") })],
  [true, definition({ system: repository("S@v1"), referenceType: "ALL" })],
  [false, one],
  [true, definition({ code: "1", resourceVersion: "2" })],
  [true, definition({ code: "1", system: repository("S@v1") })],
  [false, definition({ code: "1", resourceVersion: "2", cascade: "SOURCE_MAPPINGS" })],
  [
    true,
    definition({
      code: "1",
      resourceVersion: "2",
      cascade: "SOURCE_MAPPINGS",
      system: repository("S@v1"),
    }),
  ],
  [false, definition({ code: "1", resourceVersion: "2", valuesets: [C] })],
  [true, definition({ code: "1", resourceVersion: "2", valuesets: [repository("C*@v1")] })],
  [false, definition({ system: null, filters: [{ property: "q", op: "=", value: "a" }] })],
  [true, definition({ system: null, valuesets: [repository("C*@v1")] })],
  [false, definition({ system: repository("S@v1"), valuesets: [canonical("http://vs")] })],
])("is static: %s", (expected, reference) => {
  expect(isStatic(reference)).toBe(expected);
});
