import { trimmed } from "../text.js";

const KNOWN: Readonly<Record<string, string | null>> = {
  NONE: null,
  SYNONYM: null,
  FULLY_SPECIFIED: "FULLY_SPECIFIED",
  SHORT: "SHORT",
  INDEX_TERM: "INDEX_TERM",
};

/**
 * The type of a name in our spelling, whatever the spelling: `Fully Specified` is FULLY_SPECIFIED; `None`
 * and blank are null, a synonym; other words are the publisher's own and stay.
 */
export function nameTypeOf(given: string | null | undefined): string | null {
  const type = trimmed(given);
  if (type === null) return null;
  const spelled = type.toUpperCase().replaceAll(/[ -]/g, "_");
  return Object.hasOwn(KNOWN, spelled) ? (KNOWN[spelled] ?? null) : type;
}

/** The type of a description: `None` and blank are null. */
export function descriptionTypeOf(given: string | null | undefined): string | null {
  const type = trimmed(given);
  return type?.toUpperCase() === "NONE" ? null : type;
}
