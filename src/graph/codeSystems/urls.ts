import { codeSystemName } from "../../rules/codeSystems/names.js";
import { repositoryNameOf, repositoryUrl } from "../../rules/repositories/urls.js";
import type { CodeSystemRow } from "../../store/codeSystems/queries.js";
import type { Context } from "../context.js";
import type { ShownVersion } from "./shownVersion.js";

/**
 * The code system of a slug, a URL or a canonical URL; null where there is none that the viewer may see. Of
 * several of one canonical URL it is the first by slug.
 */
export async function codeSystemNamed(
  name: string,
  { viewer, load }: Context,
): Promise<CodeSystemRow | null> {
  const named = codeSystemName(name, viewer.user?.name ?? null);
  if (!named) return null;
  // A slug is matched exactly.
  if ("slug" in named) return await load.codeSystems.bySlug.load(name);
  if ("canonicalUrl" in named) return await load.codeSystems.byAnyUrl.load(named.canonicalUrl);
  return await load.codeSystems.byUrl.load(named);
}

/** `/orgs/CDC/sources/ICD-10-CM/` */
export function codeSystemUrl(system: CodeSystemRow): string {
  return repositoryUrl(repositoryNameOf(system, "CODE_SYSTEM"));
}

/** `/orgs/CDC/sources/ICD-10-CM/2026/`; of HEAD the code system's own URL. */
export function codeSystemVersionUrl({ system, ordinal, label }: ShownVersion): string {
  return ordinal === null ? codeSystemUrl(system) : `${codeSystemUrl(system)}${label}/`;
}

/** `/orgs/CDC/sources/ICD-10-CM/concepts/A15.1/`; what is not allowed in a path is percent-encoded. */
export function conceptUrl(system: CodeSystemRow, code: string): string {
  return `${codeSystemUrl(system)}concepts/${encodeURIComponent(code)}/`;
}
