import { describe, expect, it } from "vitest";
import { catalog, catalogOwners, licences } from "../../../../src/rules/codeSystems/catalog.js";
import { labelFault } from "../../../../src/rules/versions/labels.js";

describe("the catalog", () => {
  it("names the code systems as their users do", () => {
    expect(
      catalog.map(({ slug, name, shortCode, owner, licensor }) =>
        [slug, name, shortCode, owner, licensor ?? "-"].join(" | "),
      ),
    ).toEqual([
      "cpt2025 | CPT®-4 | CPT-2025 | AMA | AMA",
      "icd10cm | ICD-10-CM | ICD-10-CM | CDC | -",
      "loinc | LOINC | LOINC | Regenstrief | -",
      "cvx | HL7 CVX | CVX | CDC-NCIRD | -",
      "hcpcs | HCPCS | HCPCS | CMS | -",
      "icd10pcs | ICD-10-PCS | ICD-10-PCS | CMS | -",
      "rxnorm | RxNorm | RxNorm | NLM | -",
      "ndc | National Drug Code NDC | NDC | FDA | -",
      "snomedusedition | SNOMED US Edition | SNOMED-US | NLM | -",
      "cdt | CDT | CDT | ADA | ADA",
      "dsm5 | DSM-5 | DSM-5 | APA | APA",
      "icd9cm | ICD-9-CM | ICD-9-CM | CDC | -",
      "icd9pcs | ICD-9-CM procedures | ICD-9-PCS | CMS | -",
      "mvx | HL7 MVX | MVX | CDC-NCIRD | -",
      "cvx-group | CVX vaccine groups | CVX-GROUP | CDC-NCIRD | -",
      "vis | VIS | VIS | CDC-NCIRD | -",
    ]);
  });

  it("writes the codes of ICD-9 and ICD-10-CM with dots and leaves all others alone", () => {
    const normalized = catalog.filter(({ codeNormalization }) => codeNormalization !== "NONE");
    expect(normalized.map(({ slug, codeNormalization }) => [slug, codeNormalization])).toEqual([
      ["icd10cm", "ICD10CM"],
      ["icd9cm", "ICD9CM_DIAGNOSES"],
      ["icd9pcs", "ICD9CM_PROCEDURES"],
    ]);
  });

  it("has every slug and URL once, and only owners and licensors that it knows", () => {
    const urls = catalog.flatMap(({ canonicalUrl }) => canonicalUrl ?? []);
    expect(new Set(catalog.map(({ slug }) => slug)).size).toBe(catalog.length);
    expect(new Set(catalog.map(({ owner, shortCode }) => `${owner} ${shortCode}`)).size).toBe(
      catalog.length,
    );
    expect(new Set(urls).size).toBe(urls.length);
    expect(urls).toHaveLength(13);
    const owners = new Set(catalogOwners.map(({ name }) => name));
    expect([...new Set(catalog.map(({ owner }) => owner))].toSorted()).toEqual(
      [...owners].toSorted(),
    );
    expect(Object.keys(licences).toSorted()).toEqual(["ADA", "AMA", "APA"]);
  });

  it("has short codes that are fit for URLs and slugs that are fit for keys", () => {
    for (const { slug, shortCode } of catalog) {
      expect(slug).toMatch(/^[a-z0-9-]+$/);
      expect(labelFault(shortCode)).toBeNull();
    }
  });
});
