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
