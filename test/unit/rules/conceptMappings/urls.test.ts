import { describe, expect, it } from "vitest";
import {
  conceptAddress,
  looksLikeUrl,
  mappingAddress,
  systemAddress,
  systemReference,
} from "../../../../src/rules/conceptMappings/urls.js";

const S = "/orgs/O/sources/S/";

describe("a concept's URL", () => {
  it.each([
    ["/orgs/O/sources/S/concepts/C/", { system: S, code: "C" }],
    ["orgs/O/sources/S/concepts/C", { system: S, code: "C" }],
    [" /orgs/O/sources/S/concepts/C/3/ ", { system: S, code: "C" }],
    ["/orgs/O/sources/S/v1/concepts/C/", { system: S, code: "C" }],
    ["/orgs/O/sources/S/v1/concepts/C/3", { system: S, code: "C" }],
    [
      "/users/ann/sources/S/concepts/A%20b%2F1/",
      { system: "/users/ann/sources/S/", code: "A b/1" },
    ],
    ["/orgs/O/sources/S/concepts/50%/", { system: S, code: "50%" }],
    ["/orgs/O/sources/S/concepts/concepts/", { system: S, code: "concepts" }],
    ["/orgs/O/sources/S/", null],
    ["/orgs/O/sources/S/concepts/", null],
    ["/orgs/O/collections/S/concepts/C/", null],
    ["/orgs/O/sources/S/mappings/1/", null],
    ["C", null],
    ["", null],
  ])("%j", (text, expected) => {
    expect(conceptAddress(text)).toEqual(expected);
  });
});

describe("a mapping's URL", () => {
  it.each([
    ["/orgs/O/sources/S/mappings/1/", { system: S, mappingId: "1" }],
    ["/orgs/O/sources/S/HEAD/mappings/m-1/2/", { system: S, mappingId: "m-1" }],
    ["/orgs/O/sources/S/concepts/1/", null],
    ["1", null],
  ])("%j", (text, expected) => {
    expect(mappingAddress(text)).toEqual(expected);
  });
});

describe("a code system's URL", () => {
  it.each([
    ["/orgs/O/sources/S/", S],
    ["/orgs/O/sources/S", S],
    ["orgs/O/sources/S/v1/", S],
    ["http://loinc.org", "http://loinc.org"],
    ["http://loinc.org|2.77", "http://loinc.org"],
    ["urn:oid:1.2.3", "urn:oid:1.2.3"],
    ["mailto:a@b", "mailto:a@b"],
    ["localhost:9000", "localhost:9000"],
    ["foobar", null],
    ["foobar.com", null],
    ["123.432.12.19", null],
    ["http://with blanks", null],
    ["", null],
  ])("%j", (text, expected) => {
    expect(systemReference(text)).toBe(expected);
  });

  it("tells the owner", () => {
    const address = { ownerKind: "users", owner: "ann", shortCode: "S" };
    expect(systemAddress("/users/ann/sources/S/")).toEqual(address);
  });
});

it.each([
  ["/orgs/x", true],
  ["orgs/O/sources/S", true],
  ["https://x", true],
  ["A00/1", false],
  ["a:b", false],
])("%j looks like a URL: %s", (text, expected) => {
  expect(looksLikeUrl(text)).toBe(expected);
});
