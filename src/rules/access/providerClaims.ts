import { isStorable } from "../text.js";
import { nameFault } from "./names.js";
import { isScope, type Scope } from "./viewer.js";

/**
 * Where an identity provider's tokens say what. A path names a claim, or leads into one by points
 * (`realm_access.roles`); a claim whose own name has points is found too. Lists are gone into.
 */
export interface ClaimPaths {
  /** The first that holds a usable name counts. */
  readonly user: readonly string[];
  /** All of them count. */
  readonly organizations: readonly string[];
  /** All of them count. */
  readonly scopes: readonly string[];
  /** What the provider's words for our scopes begin with: `termgate:` where `termgate:read` is `read`. */
  readonly scopePrefix: string;
}

/** Whom a token of an identity provider speaks for. */
export interface ProvidedCaller {
  readonly client: string;
  readonly user: string | null;
  readonly organizations: readonly string[];
  readonly scopes: ReadonlySet<Scope>;
}

const MOST_ORGANIZATIONS = 1000;
const LONGEST_CLIENT = 200;

/**
 * What a provider's claims say of the caller; null where they name nobody. Names that nobody here can have
 * and words that are no scopes are left out.
 */
export function providedCaller(
  claims: Readonly<Record<string, unknown>>,
  paths: ClaimPaths,
): ProvidedCaller | null {
  const user = paths.user.flatMap((path) => textsAt(claims, path)).find(isName) ?? null;
  const client = clientOf(claims, user !== null);
  if (client === null) return null;
  const organizations = paths.organizations.flatMap((path) => wordsAt(claims, path)).filter(isName);
  const words = paths.scopes.flatMap((path) => wordsAt(claims, path));
  const granted = words
    .filter((word) => word.startsWith(paths.scopePrefix))
    .map((word) => word.slice(paths.scopePrefix.length));
  return {
    client,
    user,
    organizations: [...new Set(organizations)].slice(0, MOST_ORGANIZATIONS),
    scopes: new Set(granted.filter(isScope)),
  };
}

/**
 * The client that the token was issued to. Where no user is named, the subject stands first: one client may
 * act for many people, who are to be told apart.
 */
function clientOf({ client_id, azp, sub }: ProviderClaims, hasUser: boolean): string | null {
  const names = hasUser ? [client_id, azp, sub] : [sub, client_id, azp];
  const isUsable = (name: unknown): name is string =>
    typeof name === "string" && name.trim() !== "" && isStorable(name);
  return names.find(isUsable)?.slice(0, LONGEST_CLIENT) ?? null;
}

type ProviderClaims = Readonly<Record<string, unknown>>;

function isName(text: string): boolean {
  return nameFault("a name", text) === null;
}

/** The words of the texts at a path: they stand in a list, or in one text between blanks. */
function wordsAt(claims: ProviderClaims, path: string): string[] {
  return textsAt(claims, path).flatMap((text) => text.split(/\s+/).filter((word) => word !== ""));
}

/** The texts at a path, trimmed. */
function textsAt(claims: ProviderClaims, path: string): string[] {
  return valuesAt(claims, path).flatMap((value) =>
    typeof value === "string" ? [value.trim()] : [],
  );
}

/** The values at a path. Of claims whose names are the beginning of it, the longest leads on. */
function valuesAt(value: unknown, path: string): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap((item: unknown) => valuesAt(item, path));
  if (path === "") return [value];
  if (typeof value !== "object" || value === null) return [];
  const leading = Object.entries(value).filter(
    ([name]) => name !== "" && (path === name || path.startsWith(`${name}.`)),
  );
  const [longest] = leading.toSorted(([left], [right]) => right.length - left.length);
  return longest ? valuesAt(longest[1], path.slice(longest[0].length + 1)) : [];
}
