import type { CodeSystemRow } from "../../store/codeSystems/queries.js";

/** `/orgs/CDC/sources/ICD-10-CM/` */
export function codeSystemUrl({ ownerOrganization, ownerUser, shortCode }: CodeSystemRow): string {
  const owner = ownerOrganization === null ? `users/${ownerUser}` : `orgs/${ownerOrganization}`;
  return `/${owner}/sources/${shortCode}/`;
}

/** `/orgs/CDC/sources/ICD-10-CM/concepts/A15.1/`; what is not allowed in a path is percent-encoded. */
export function conceptUrl(system: CodeSystemRow, code: string): string {
  return `${codeSystemUrl(system)}concepts/${encodeURIComponent(code)}/`;
}
