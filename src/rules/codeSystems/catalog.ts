import type { CodeNormalization } from "./normalization.js";

/** Whose licence the content of some code systems needs. */
export type Licensor = "AMA" | "ADA" | "APA";

/** A code system that every installation knows from the start; empty until its content is imported. */
export interface CatalogEntry {
  readonly slug: string;
  readonly name: string;
  readonly fullName: string;
  readonly shortCode: string;
  /** Name of the organization that owns it. */
  readonly owner: string;
  /** As registered for FHIR; null where none is. */
  readonly canonicalUrl: string | null;
  readonly licensor: Licensor | null;
  readonly codeNormalization: CodeNormalization;
}

function entry(
  slug: string,
  [shortCode, name, fullName]: readonly [string, string, string],
  owner: string,
  canonicalUrl: string | null,
  more: Partial<Pick<CatalogEntry, "licensor" | "codeNormalization">> = {},
): CatalogEntry {
  const defaults = { licensor: null, codeNormalization: "NONE" } as const;
  return { slug, shortCode, name, fullName, owner, canonicalUrl, ...defaults, ...more };
}

export const catalog: readonly CatalogEntry[] = [
  entry(
    "cpt2025",
    ["CPT-2025", "CPT®-4", "Current Procedural Terminology, 2025"],
    "AMA",
    "http://www.ama-assn.org/go/cpt",
    { licensor: "AMA" },
  ),
  entry(
    "icd10cm",
    [
      "ICD-10-CM",
      "ICD-10-CM",
      "International Classification of Diseases, Tenth Revision, Clinical Modification",
    ],
    "CDC",
    "http://hl7.org/fhir/sid/icd-10-cm",
    { codeNormalization: "ICD10CM" },
  ),
  entry(
    "loinc",
    ["LOINC", "LOINC", "Logical Observation Identifiers Names and Codes"],
    "Regenstrief",
    "http://loinc.org",
  ),
  entry(
    "cvx",
    ["CVX", "HL7 CVX", "Vaccines administered (CVX)"],
    "CDC-NCIRD",
    "http://hl7.org/fhir/sid/cvx",
  ),
  entry(
    "hcpcs",
    ["HCPCS", "HCPCS", "Healthcare Common Procedure Coding System, Level II"],
    "CMS",
    "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets",
  ),
  entry(
    "icd10pcs",
    [
      "ICD-10-PCS",
      "ICD-10-PCS",
      "International Classification of Diseases, Tenth Revision, Procedure Coding System",
    ],
    "CMS",
    "http://www.cms.gov/Medicare/Coding/ICD10",
  ),
  entry(
    "rxnorm",
    ["RxNorm", "RxNorm", "RxNorm normalized names for clinical drugs"],
    "NLM",
    "http://www.nlm.nih.gov/research/umls/rxnorm",
  ),
  entry(
    "ndc",
    ["NDC", "National Drug Code NDC", "National Drug Code Directory"],
    "FDA",
    "http://hl7.org/fhir/sid/ndc",
  ),
  entry(
    "snomedusedition",
    ["SNOMED-US", "SNOMED US Edition", "SNOMED CT, United States Edition"],
    "NLM",
    "http://snomed.info/sct",
  ),
  entry(
    "cdt",
    ["CDT", "CDT", "Code on Dental Procedures and Nomenclature"],
    "ADA",
    "http://www.ada.org/cdt",
    { licensor: "ADA" },
  ),
  entry(
    "dsm5",
    ["DSM-5", "DSM-5", "Diagnostic and Statistical Manual of Mental Disorders, Fifth Edition"],
    "APA",
    "urn:oid:2.16.840.1.113883.6.344",
    { licensor: "APA" },
  ),
  entry(
    "icd9cm",
    [
      "ICD-9-CM",
      "ICD-9-CM",
      "International Classification of Diseases, Ninth Revision, Clinical Modification: diagnoses",
    ],
    "CDC",
    "http://terminology.hl7.org/CodeSystem/icd9cm",
    { codeNormalization: "ICD9CM_DIAGNOSES" },
  ),
  entry(
    "icd9pcs",
    [
      "ICD-9-PCS",
      "ICD-9-CM procedures",
      "International Classification of Diseases, Ninth Revision, Clinical Modification: procedures",
    ],
    "CMS",
    null,
    { codeNormalization: "ICD9CM_PROCEDURES" },
  ),
  entry(
    "mvx",
    ["MVX", "HL7 MVX", "Manufacturers of vaccines (MVX)"],
    "CDC-NCIRD",
    "http://hl7.org/fhir/sid/mvx",
  ),
  entry(
    "cvx-group",
    ["CVX-GROUP", "CVX vaccine groups", "Vaccine groups of CVX"],
    "CDC-NCIRD",
    null,
  ),
  entry("vis", ["VIS", "VIS", "Vaccine information statements"], "CDC-NCIRD", null),
];

export interface OwnerEntry {
  readonly name: string;
  readonly displayName: string;
  readonly website: string;
}

/** The organizations that own the catalog's code systems. */
export const catalogOwners: readonly OwnerEntry[] = [
  {
    name: "ADA",
    displayName: "American Dental Association",
    website: "https://www.ada.org",
  },
  {
    name: "AMA",
    displayName: "American Medical Association",
    website: "https://www.ama-assn.org",
  },
  {
    name: "APA",
    displayName: "American Psychological Association",
    website: "https://www.apa.org",
  },
  {
    name: "CDC",
    displayName: "Centers for Disease Control and Prevention",
    website: "https://www.cdc.gov/nchs/icd",
  },
  {
    name: "CDC-NCIRD",
    displayName: "National Center for Immunization and Respiratory Diseases",
    website: "https://www.cdc.gov/ncird",
  },
  {
    name: "CMS",
    displayName: "Centers for Medicare & Medicaid Services",
    website: "https://www.cms.gov",
  },
  { name: "FDA", displayName: "Food and Drug Administration", website: "https://www.fda.gov" },
  { name: "NLM", displayName: "National Library of Medicine", website: "https://www.nlm.nih.gov" },
  { name: "Regenstrief", displayName: "Regenstrief Institute", website: "https://loinc.org" },
];

/** What a licensor's licence is called and where it is had. */
export const licences: Readonly<Record<Licensor, { readonly name: string; readonly url: string }>> =
  {
    AMA: {
      name: "CPT licence of the American Medical Association",
      url: "https://www.ama-assn.org/practice-management/cpt",
    },
    ADA: {
      name: "CDT licence of the American Dental Association",
      url: "https://www.ada.org/publications/cdt",
    },
    APA: {
      name: "DSM licence of the American Psychological Association",
      url: "https://www.apa.org",
    },
  };
