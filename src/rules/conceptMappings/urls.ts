import type { ConceptEnd } from "./content.js";

/** An owner's code system, as its URL names it. */
export interface SystemAddress {
  readonly ownerKind: "orgs" | "users";
  readonly owner: string;
  readonly shortCode: string;
}

const SYSTEM = "^/?(orgs|users)/([^/]+)/sources/([^/]+)/?";
/** A version of the code system may stand before, one of the concept or mapping behind. */
const BELOW_SYSTEM = (kind: "concepts" | "mappings") =>
  new RegExp(`${SYSTEM}(?:(?!concepts/|mappings/)[^/]+/)?${kind}/([^/]+)(?:/[^/]+)?/?$`);
const CONCEPT = BELOW_SYSTEM("concepts");
const MAPPING = BELOW_SYSTEM("mappings");
const WHOLE_SYSTEM = new RegExp(`${SYSTEM}(?:[^/]+/?)?$`);
const CANONICAL = /^[A-Za-z][A-Za-z0-9+.-]*:[!-~]+$/;

/** `/orgs/CDC/sources/ICD-10-CM/` */
export function systemUrl({ ownerKind, owner, shortCode }: SystemAddress): string {
  return `/${ownerKind}/${owner}/sources/${shortCode}/`;
}

function addressOf(match: RegExpExecArray): SystemAddress {
  const [, ownerKind, owner = "", shortCode = ""] = match;
  return { ownerKind: ownerKind === "users" ? "users" : "orgs", owner, shortCode };
}

/** The code system that a relative URL names, whatever version of it; null where it is none. */
export function systemAddress(text: string): SystemAddress | null {
  const match = WHOLE_SYSTEM.exec(text.trim());
  return match && addressOf(match);
}

/** Whether a text can be a canonical URL: `scheme:rest`. */
export function isCanonicalUrl(text: string): boolean {
  return CANONICAL.test(text);
}

/** A code system's URL as mappings keep it, without versions: relative or canonical; null where it is none. */
export function systemReference(text: string): string | null {
  const address = systemAddress(text);
  if (address) return systemUrl(address);
  const [canonical = ""] = text.trim().split("|");
  return isCanonicalUrl(canonical) ? canonical : null;
}

/** The concept that a relative URL names, whatever version of it; null where it is none. */
export function conceptAddress(text: string): ConceptEnd | null {
  const match = CONCEPT.exec(text.trim());
  return match && { system: systemUrl(addressOf(match)), code: decoded(match[4] ?? "") };
}

/** The mapping that a relative URL names, whatever version of it; null where it is none. */
export function mappingAddress(
  text: string,
): { readonly system: string; readonly mappingId: string } | null {
  const match = MAPPING.exec(text.trim());
  return match && { system: systemUrl(addressOf(match)), mappingId: decoded(match[4] ?? "") };
}

/** Whether a text looks like the URL of something instead of being a code. */
export function looksLikeUrl(text: string): boolean {
  return /^\/|^(orgs|users)\/|^[a-z][a-z0-9+.-]*:\/\//i.test(text.trim());
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
