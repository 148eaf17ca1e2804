import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ConceptName } from "../../../../src/rules/codeSystems/content.js";
import { chooseDisplay } from "../../../../src/rules/codeSystems/display.js";

/** `fr*`: a preferred French name; `fr`: another one. The name says where it stands in the list. */
function names(...locales: readonly string[]): readonly ConceptName[] {
  return locales.map((locale, at) => ({
    name: `${at}`,
    locale: locale.replace("*", ""),
    localePreferred: locale.endsWith("*"),
    nameType: null,
    externalId: null,
  }));
}

const french = { defaultLocale: "fr", supportedLocales: ["fr", "de", "it"] };

describe("chooseDisplay", () => {
  it.each<readonly [string, readonly string[], string | null]>([
    ["the preferred name in the default locale", ["en*", "fr", "fr*"], "2"],
    ["the first of several preferred ones", ["fr", "fr*", "fr*"], "1"],
    ["any name in the default locale", ["en*", "de*", "fr", "fr"], "2"],
    [
      "the preferred name in the first supported locale that has one",
      ["en*", "it*", "de", "de*"],
      "3",
    ],
    ["any name in a supported locale", ["en*", "it", "es*"], "1"],
    ["the preferred English name", ["es*", "en", "en*"], "2"],
    ["any English name", ["es*", "en"], "1"],
    ["any preferred name", ["es", "pt*", "es*"], "1"],
    ["the newest name", ["es", "pt", "nl"], "2"],
    ["nothing where there are no names", [], null],
  ])("chooses %s: %j", (_, locales, chosen) => {
    expect(chooseDisplay(names(...locales), french)?.name ?? null).toBe(chosen);
  });

  it("compares locales exactly: a region is another language", () => {
    expect(chooseDisplay(names("fr-CA*", "en"), french)?.name).toBe("1");
  });

  it("chooses one of the names, and never one out of a later locale than it could", () => {
    const locale = fc.constantFrom("fr", "fr*", "de", "de*", "it", "en", "en*", "es", "es*");
    const order = ["fr", "de", "it", "en"];
    const rank = (of: string) => (order.includes(of) ? order.indexOf(of) : order.length);
    fc.assert(
      fc.property(fc.array(locale, { minLength: 1 }), (locales) => {
        const all = names(...locales);
        const chosen = chooseDisplay(all, french);
        expect(all).toContain(chosen);
        expect(rank(chosen?.locale ?? "")).toBe(Math.min(...all.map((name) => rank(name.locale))));
      }),
    );
  });
});
