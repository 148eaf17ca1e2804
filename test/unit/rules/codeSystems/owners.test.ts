import { describe, expect, it } from "vitest";
import { isLocale } from "../../../../src/rules/codeSystems/locales.js";
import { ownerOf } from "../../../../src/rules/codeSystems/owners.js";
import { slugsToTry } from "../../../../src/rules/codeSystems/slugs.js";
import { labelFrom } from "../../../../src/rules/versions/labels.js";

describe("ownerOf", () => {
  it.each([
    ["http://terminology.hl7.org/CodeSystem/v3-ActCode", "NUCC", "HL7"],
    ["http://hl7.org/fhir/administrative-gender", null, "HL7"],
    ["https://HL7.org/x", null, "HL7"],
    ["http://nothl7.org/x", null, "nothl7.org"],
    ["http://www.example.org/x", "The Tea Society", "example.org"],
    ["http://localhost:8080/x", null, "localhost"],
    ["urn:oid:1.2.3", "Acme Ltd.", "Acme-Ltd"],
    ["urn:oid:1.2.3", "M\u00e9decins", "Me-decins"],
    ["http://[::1]/x", "Acme", "Acme"],
    ["urn:oid:1.2.3", null, null],
    ["urn:oid:1.2.3", "\u4e2d\u6587", null],
    [null, "Acme", "Acme"],
    [null, null, null],
  ])("of %s, published by %s, is %s", (url, publisher, name) => {
    expect(ownerOf(url, publisher)?.name ?? null).toBe(name);
  });

  it("says who the owner is, if it is new", () => {
    expect(ownerOf("http://hl7.org/x", "Somebody")).toEqual({
      name: "HL7",
      displayName: "Health Level Seven International",
      website: "https://www.hl7.org",
    });
    expect(ownerOf("http://example.org/x", "The Tea Society")).toEqual({
      name: "example.org",
      displayName: "The Tea Society",
    });
  });
});

describe("slugsToTry", () => {
  it("go from the short code over the owner's name to numbers", () => {
    const slugs: string[] = [];
    for (const slug of slugsToTry("v3-ActCode", "HL7")) if (slugs.push(slug) === 4) break;
    expect(slugs).toEqual(["v3-actcode", "v3-actcode-hl7", "v3-actcode-hl7-2", "v3-actcode-hl7-3"]);
  });
});

describe("labelFrom", () => {
  it.each([
    ["4.0.1", "4.0.1"],
    ["May 2021 Edition", "May-2021-Edition"],
    ["07/14/2020", "07-14-2020"],
    ["http://snomed.info/sct/731", "http-snomed.info-sct-731"],
  ])("%s becomes %s", (name, label) => {
    expect(labelFrom(name)).toBe(label);
  });
});

describe("isLocale", () => {
  it.each(["en", "pt-BR", "zh-Hans-CN", "x-klingon", "de-1996"])("takes %s", (tag) => {
    expect(isLocale(tag)).toBe(true);
  });

  it.each(["", "e", "en_US", "en-", "english language", "\u00e9n"])("does not take %s", (tag) => {
    expect(isLocale(tag)).toBe(false);
  });
});
