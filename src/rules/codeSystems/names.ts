import { type RepositoryName, repositoryOfUrl } from "../repositories/urls.js";
import { isStorable } from "../text.js";

/** How a code system is named: by its slug, or by its URL. */
export type CodeSystemName = { readonly slug: string } | RepositoryName;

/**
 * What a text names a code system by, its slug or its URL; null where it can name none.
 * @param caller name of the user who asks, whom `/user/` stands for
 */
export function codeSystemName(text: string, caller: string | null): CodeSystemName | null {
  if (!isStorable(text)) return null;
  const name = text.trim();
  if (!name.includes("/")) return { slug: name };
  const repository = repositoryOfUrl(name, caller);
  return repository?.kind === "CODE_SYSTEM" ? repository : null;
}
