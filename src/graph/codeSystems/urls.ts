import { repositoryNameOf, repositoryOfUrl, repositoryUrl } from "../../rules/repositories/urls.js";
import { isStorable } from "../../rules/text.js";
import type { CodeSystemRow } from "../../store/codeSystems/queries.js";
import type { Context } from "../context.js";

/** The code system of a slug or a URL; null where there is none that the viewer may see. */
export async function codeSystemNamed(
  name: string,
  { viewer, load }: Context,
): Promise<CodeSystemRow | null> {
  if (!name.includes("/")) return await load.codeSystems.bySlug.load(name);
  const url = isStorable(name) ? repositoryOfUrl(name, viewer.user?.name ?? null) : null;
  return url?.kind === "CODE_SYSTEM" ? await load.codeSystems.byUrl.load(url) : null;
}

/** `/orgs/CDC/sources/ICD-10-CM/` */
export function codeSystemUrl(system: CodeSystemRow): string {
  return repositoryUrl(repositoryNameOf(system, "CODE_SYSTEM"));
}

/** `/orgs/CDC/sources/ICD-10-CM/concepts/A15.1/`; what is not allowed in a path is percent-encoded. */
export function conceptUrl(system: CodeSystemRow, code: string): string {
  return `${codeSystemUrl(system)}concepts/${encodeURIComponent(code)}/`;
}
