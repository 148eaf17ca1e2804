import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  localeTag,
  orderedLocales,
  splitLocales,
} from "../../../../src/rules/repositories/locales.js";

describe("localeTag", () => {
  it.each([
    ["en", "en"],
    [" EN ", "en"],
    ["en-gb", "en-GB"],
    ["ZH-hant-tw", "zh-Hant-TW"],
    ["sr-LATN", "sr-Latn"],
    ["es-419", "es-419"],
    ["de-CH-1996", "de-CH-1996"],
    ["sl-rozaj-biske", "sl-rozaj-biske"],
    ["zh-yue", "zh-yue"],
    ["en-us-U-co-PHONEBK", "en-US-u-co-phonebk"],
    ["en-x-AB-cdef", "en-x-ab-cdef"],
    ["x-mine", "x-mine"],
    ["swahili", "swahili"],
  ])("%j is %s", (text, tag) => {
    expect(localeTag(text)).toBe(tag);
  });

  it.each([
    "",
    "e",
    "en_US",
    "en-",
    "-en",
    "en--GB",
    "e n",
    "en,fr",
    "abcdefghi",
    "en-abcdefghi",
    "é",
    "12",
  ])("%j is none", (text) => {
    expect(localeTag(text)).toBeNull();
  });

  it("takes every tag that the runtime knows, and has one spelling of it", () => {
    const letters = (least: number, most: number) =>
      fc.stringMatching(new RegExp(`^[A-Za-z]{${least},${most}}$`));
    const parts = fc.tuple(letters(2, 3), fc.option(letters(4, 4)), fc.option(letters(2, 2)));
    fc.assert(
      fc.property(parts, (given) => {
        const text = given.filter((part) => part !== null).join("-");
        const tag = localeTag(text);
        expect(tag?.toLowerCase()).toBe(text.toLowerCase());
        expect(localeTag(tag ?? "")).toBe(tag);
        expect(localeTag(text.toUpperCase())).toBe(tag);
      }),
    );
  });
});

it("lists are split at commas, trimmed, and begin with the default", () => {
  expect(splitLocales(["en, fr ,", "", "de"])).toEqual(["en", "fr", "de"]);
  expect(orderedLocales("fr", ["en", "fr", "en"])).toEqual(["fr", "en"]);
});
