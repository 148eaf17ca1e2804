import {
  type RepositoryName,
  type RepositoryVersionName,
  repositoryVersionOfUrl,
} from "../repositories/urls.js";

/**
 * The collection that a URL names without a version; null where it can name none.
 * @param caller name of the user who asks, whom `/user/` stands for
 */
export function collectionName(url: string, caller: string | null): RepositoryName | null {
  const named = collectionVersionName(url, caller);
  return named?.version === null ? named.repository : null;
}

/** The collection that a URL names, at the version that it names; null where it can name none. */
export function collectionVersionName(
  url: string,
  caller: string | null,
): RepositoryVersionName | null {
  const named = repositoryVersionOfUrl(url, caller);
  return named?.repository.kind === "COLLECTION" ? named : null;
}
