import { isStorable } from "../text.js";

/** Who owns a repository, as a URL says it: `/orgs/CIEL/`, `/users/jane/`. */
export interface OwnerName {
  readonly kind: "ORGANIZATION" | "USER";
  readonly name: string;
}

/** A code system or collection as a URL names it: `/orgs/CIEL/sources/CIEL/`. */
export interface RepositoryName {
  readonly owner: OwnerName;
  readonly kind: "CODE_SYSTEM" | "COLLECTION";
  readonly shortCode: string;
}

/** A concept as a URL names it: `/orgs/CIEL/sources/CIEL/concepts/1234/`. */
export interface ConceptUrl {
  readonly repository: RepositoryName;
  readonly code: string;
}

const kinds = { sources: "CODE_SYSTEM", collections: "COLLECTION" } as const;

/**
 * The owner that a URL names, with or without slashes at its ends; null where it is none.
 * @param caller name of the user who asks, whom `/user/` stands for
 */
export function ownerOfUrl(url: string, caller: string | null): OwnerName | null {
  const [owner, ...rest] = readOwner(segmentsOf(url), caller);
  return rest.length === 0 ? (owner ?? null) : null;
}

/** The code system or collection that a URL names without a version; null where it is none. */
export function repositoryOfUrl(url: string, caller: string | null): RepositoryName | null {
  const [repository, ...rest] = readRepository(segmentsOf(url), caller);
  return rest.length === 0 ? (repository ?? null) : null;
}

/** A repository at one of its versions, as a URL names it: `/orgs/CIEL/collections/Starter/v1/`. */
export interface RepositoryVersionName {
  readonly repository: RepositoryName;
  /** A label, `HEAD` or `latest`; null where the URL names no version. */
  readonly version: string | null;
}

/** The version that a URL names, as `/v1/` or `/versions/v1/`, or the repository alone; null where it is none. */
export function repositoryVersionOfUrl(
  url: string,
  caller: string | null,
): RepositoryVersionName | null {
  const [repository, ...rest] = readRepository(segmentsOf(url), caller);
  const [version = null, ...more] = rest[0] === "versions" ? rest.slice(1) : rest;
  if (!repository || more.length > 0 || (rest.length > 0 && version === null)) return null;
  return { repository, version };
}

/** What of a repository's row names it; one of its owners is null. */
export interface NamedRow {
  readonly ownerOrganization: string | null;
  readonly ownerUser: string | null;
  readonly shortCode: string;
}

/** How a URL names a code system or collection that was read. */
export function repositoryNameOf(
  { ownerOrganization, ownerUser, shortCode }: NamedRow,
  kind: RepositoryName["kind"],
): RepositoryName {
  const owner =
    ownerOrganization === null
      ? ({ kind: "USER", name: ownerUser ?? "" } as const)
      : ({ kind: "ORGANIZATION", name: ownerOrganization } as const);
  return { owner, kind, shortCode };
}

/** A repository's name as one text, for telling names apart; those that there can be have no blanks. */
export function repositoryNameText({ owner, kind, shortCode }: RepositoryName): string {
  return [owner.kind, owner.name, kind, shortCode].join(" ");
}

/** `/orgs/CIEL/sources/CIEL/`, `/users/jane/collections/Mine/` */
export function repositoryUrl({ owner, kind, shortCode }: RepositoryName): string {
  const repositories = kind === "CODE_SYSTEM" ? "sources" : "collections";
  const owners = owner.kind === "ORGANIZATION" ? "orgs" : "users";
  return `/${owners}/${segment(owner.name)}/${repositories}/${segment(shortCode)}/`;
}

function segment(name: string): string {
  return encodeURIComponent(name).replaceAll("%40", "@");
}

/** The concept that a URL names without versions; null where it is none. */
export function conceptOfUrl(url: string, caller: string | null): ConceptUrl | null {
  const [repository, ...rest] = readRepository(segmentsOf(url), caller);
  const [word, code, ...others] = rest;
  if (!repository || word !== "concepts" || code === undefined || others.length > 0) return null;
  return { repository, code };
}

type Rest = readonly string[];

function readOwner([word, name, ...rest]: Rest, caller: string | null): [OwnerName?, ...string[]] {
  if (word === "user" && caller !== null) {
    const others = name === undefined ? [] : [name, ...rest];
    return [{ kind: "USER", name: caller }, ...others];
  }
  if (name === undefined || (word !== "orgs" && word !== "users")) return [];
  return [{ kind: word === "orgs" ? "ORGANIZATION" : "USER", name }, ...rest];
}

/**
 * The repository that a path begins with, and the segments behind it; nothing where there is none.
 * @param segments decoded, none of them blank
 */
export function readRepository(
  segments: readonly string[],
  caller: string | null,
): [RepositoryName?, ...string[]] {
  const [owner, word, shortCode, ...rest] = readOwner(segments, caller);
  if (!owner || shortCode === undefined) return [];
  if (word !== "sources" && word !== "collections") return [];
  return [{ owner, kind: kinds[word], shortCode }, ...rest];
}

/** Decoded segments; none at all where the text is no path, or what it encodes is no text. */
function segmentsOf(url: string): Rest {
  const path = url.trim().replace(/^\//, "").replace(/\/$/, "");
  try {
    const segments = path.split("/").map(decodeURIComponent);
    return segments.every((segment) => segment !== "" && isStorable(segment)) ? segments : [];
  } catch {
    return [];
  }
}
