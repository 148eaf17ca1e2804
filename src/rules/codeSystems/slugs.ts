import type { Licensor } from "./catalog.js";

const SLUG = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

/** Whether a text can be a code system's slug: letters, digits and ._-, 1 to 100 of them. */
export function isSlug(text: string): boolean {
  return SLUG.test(text);
}

const LICENSED: readonly (readonly [RegExp, Licensor])[] = [
  [/^cpt/i, "AMA"],
  [/^cdt/i, "ADA"],
  [/^dsm/i, "APA"],
];

/** Whose licence a code system of this slug needs: a new year of CPT is a new slug. */
export function licensorOfSlug(slug: string): Licensor | null {
  return LICENSED.find(([pattern]) => pattern.test(slug))?.[1] ?? null;
}

/** The slug that another one is probably meant to be: `icd10cm` for `ICD-10-CM`; null where none is. */
export function meantSlug(slug: string, known: readonly string[]): string | null {
  const bare = bareSlug(slug);
  return known.find((one) => bareSlug(one) === bare) ?? null;
}

function bareSlug(slug: string): string {
  return slug.toLowerCase().replaceAll(/[._-]/g, "");
}

/**
 * The slug of a code system that is new: its short code in lower case; where that is taken, with the owner's
 * name behind it; and where that is taken too, with a number.
 */
export function freeSlug(
  shortCode: string,
  owner: string,
  isTaken: (slug: string) => boolean,
): string {
  const [short, long] = [shortCode, `${shortCode}-${owner}`].map(slugFrom);
  for (const slug of [short, long]) if (slug && !isTaken(slug)) return slug;
  for (let number = 2; ; number += 1) {
    const slug = `${long}-${number}`;
    if (!isTaken(slug)) return slug;
  }
}

const FROM_TEXT_LIMIT = 90;

function slugFrom(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, "-")
    .replace(/^[._-]+/, "")
    .slice(0, FROM_TEXT_LIMIT);
}
