import { describe, expect, it } from "vitest";
import { isSlug, licensorOfSlug, meantSlug } from "../../../../src/rules/codeSystems/slugs.js";

describe("the slug of a code system", () => {
  it.each(["icd10cm", "cvx-group", "ICPC-2", "v1.2_3", "x", "9"])("can be %s", (slug) => {
    expect(isSlug(slug)).toBe(true);
  });

  it.each(["", " ", "a b", "-a", ".", "a/b", "é", "x".repeat(101)])("can't be %j", (slug) => {
    expect(isSlug(slug)).toBe(false);
  });

  it.each([
    ["cpt2026", "AMA"],
    ["CPT-2031", "AMA"],
    ["cdt", "ADA"],
    ["dsm5tr", "APA"],
    ["icd10cm", null],
    ["acpt", null],
  ])("%s needs the licence of %s", (slug, licensor) => {
    expect(licensorOfSlug(slug)).toBe(licensor);
  });

  it.each([
    ["ICD-10-CM", "icd10cm"],
    ["cvx_group", "cvx-group"],
    ["RxNorm", "rxnorm"],
    ["icd10", null],
  ])("%s is probably meant to be %s", (slug, meant) => {
    expect(meantSlug(slug, ["cvx-group", "icd10cm", "rxnorm"])).toBe(meant);
  });
});
