import { isCanonicalUrl, systemAddress } from "../conceptMappings/urls.js";
import { type RepositoryName, repositoryOfUrl } from "../repositories/urls.js";
import { isStorable } from "../text.js";

/** How a code system is named: by its slug, by its canonical URL, or by its URL here. */
export type CodeSystemName =
  | { readonly slug: string }
  | { readonly canonicalUrl: string }
  | RepositoryName;

/**
 * What a text names a code system by: its slug (`icd10cm`), its URL (`/orgs/CDC/sources/ICD-10-CM/`) or its
 * canonical URL (`http://hl7.org/fhir/sid/icd-10-cm`). Null where it can name none, or one of its versions.
 * @param caller name of the user who asks, whom `/user/` stands for
 */
export function codeSystemName(text: string, caller: string | null): CodeSystemName | null {
  if (!isStorable(text)) return null;
  const name = text.trim();
  if (namesVersion(name)) return null;
  if (isCanonicalUrl(name)) return { canonicalUrl: name };
  if (!name.includes("/")) return { slug: name };
  const repository = repositoryOfUrl(name, caller);
  return repository?.kind === "CODE_SYSTEM" ? repository : null;
}

/** Whether a text names a version of a code system: `http://loinc.org|2.80`, `/orgs/CDC/sources/ICD-10-CM/2026/`. */
export function namesVersion(text: string): boolean {
  const name = text.trim();
  if (name.includes("|")) return true;
  const url = name.replace(/^\/?user\//, "/users/-/");
  return systemAddress(url) !== null && repositoryOfUrl(url, null) === null;
}
