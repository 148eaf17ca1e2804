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

/** The slug that a code system gets where none is chosen: its short code in lower case, as far as slugs go. */
export function slugOfShortCode(shortCode: string): string {
  return slugOf(shortCode) || "code-system";
}

/** The slugs to try where those before are taken: with the owner's name, then with numbers too. */
export function* slugsToTry(shortCode: string, owner: string): Generator<string> {
  const plain = slugOfShortCode(shortCode);
  yield plain;
  const owned = slugOf(`${plain.slice(0, 50)}-${owner}`);
  yield owned;
  for (let number = 2; ; number += 1) yield `${owned.slice(0, 90)}-${number}`;
}

function slugOf(text: string): string {
  const characters = text.toLowerCase().replaceAll(/[^a-z0-9._-]/g, "-");
  return characters.replace(/^[._-]+/, "").slice(0, 100);
}
