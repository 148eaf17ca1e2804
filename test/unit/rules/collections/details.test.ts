import { describe, expect, it } from "vitest";
import {
  changedCollectionDetails,
  changedCollectionFaults,
  newCollectionDetails,
  newCollectionFaults,
} from "../../../../src/rules/collections/details.js";
import { allTexts } from "../../../../src/rules/repositories/localizedTexts.js";

const nothing = {
  name: "N",
  fullName: "N",
  description: null,
  publicAccess: "VIEW",
  defaultLocale: "en",
  supportedLocales: ["en"],
  canonicalUrl: null,
  website: null,
  externalId: null,
  customValidationSchema: null,
  extras: {},
  collectionType: null,
  preferredSource: null,
  names: [],
  descriptions: [],
};

describe("a collection's details", () => {
  it("begin with what is given", () => {
    expect(newCollectionDetails({ name: " N " })).toEqual(nothing);
    const names = [
      { text: " a ", locale: "FR" },
      { text: "a", locale: "fr", preferred: true },
      { text: "a", locale: "es", preferred: null },
    ];
    const given = { name: "N", collectionType: " T ", preferredSource: " ", names };
    expect(newCollectionDetails(given)).toEqual({
      ...nothing,
      collectionType: "T",
      names: [
        { text: "a", locale: "fr", preferred: true },
        { text: "a", locale: "es", preferred: false },
      ],
    });
  });

  it("change only where something is given", () => {
    const one = [{ text: "d", locale: "fr", preferred: false }];
    const before = newCollectionDetails({
      name: "N",
      collectionType: "T",
      preferredSource: "CIEL",
      descriptions: one,
    });
    expect(changedCollectionDetails({}, before)).toEqual(before);
    expect(changedCollectionDetails({ collectionType: null, preferredSource: "" }, before)).toEqual(
      {
        ...nothing,
        descriptions: one,
      },
    );
    expect(changedCollectionDetails({ descriptions: null }, before).descriptions).toEqual([]);
  });

  it("have limits, a limit itself included", () => {
    const long = (field: string, length: number, limit: number) => ({
      kind: "FieldInvalid",
      path: [field],
      message: `${field} is ${length} characters long; at most ${limit} are allowed`,
    });
    const texts = (length: number) => Array.from({ length }, () => ({ text: "a", locale: "en" }));
    const input = (over: number) => ({
      name: "N",
      collectionType: "t".repeat(255 + over),
      preferredSource: "😀".repeat(2000 + over),
      names: texts(200 + over),
    });
    expect(newCollectionFaults({ ...input(0), shortCode: "s" })).toEqual([]);
    expect(changedCollectionFaults(input(1))).toEqual([
      long("collectionType", 256, 255),
      long("preferredSource", 2001, 2000),
      {
        kind: "FieldInvalid",
        path: ["names"],
        message: "names has 201 entries; at most 200 are allowed",
      },
    ]);
    const name = { text: "n".repeat(501), locale: "en" };
    expect(changedCollectionFaults({ names: [name], descriptions: [name] })).toEqual([
      {
        kind: "FieldInvalid",
        path: ["names", "0", "text"],
        message: "text is 501 characters long; at most 500 are allowed",
      },
    ]);
  });
});

describe("the texts of a field in all languages", () => {
  const text = (text: string, locale: string, preferred = false) => ({ text, locale, preferred });

  it.each([
    [null, [], []],
    ["own", [], [text("own", "en", true)]],
    [null, [text("a", "fr")], [text("a", "fr")]],
    ["own", [text("own", "en"), text("own", "fr")], [text("own", "en", true), text("own", "fr")]],
    ["own", [text("b", "en", true)], [text("own", "en"), text("b", "en", true)]],
    ["own", [text("b", "en")], [text("own", "en", true), text("b", "en")]],
  ])("of %j with %j", (own, further, all) => {
    expect(allTexts(own, "en", further)).toEqual(all);
  });
});
