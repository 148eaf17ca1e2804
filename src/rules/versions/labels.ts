import { segmentFault } from "../urlSegments.js";

/**
 * Whether a release comes before another, as far as their labels tell: labels of one form, which differ in
 * their numbers only (`2025` and `2026`, `2023-12-01` and `2025-12-09`), are compared number by number.
 * Labels of different forms tell nothing.
 */
export function isOlderRelease(label: string, than: string): boolean {
  if (formOf(label) !== formOf(than)) return false;
  const own = numbersOf(label);
  const others = numbersOf(than);
  const at = own.findIndex((number, index) => number !== others[index]);
  return at >= 0 && (own[at] ?? 0n) < (others[at] ?? 0n);
}

function formOf(label: string): string {
  return label.replaceAll(/\d+/g, "0");
}

function numbersOf(label: string): bigint[] {
  return (label.match(/\d+/g) ?? []).map(BigInt);
}

/** Why a text can't be the label of a version, or null. Labels are parts of URLs. */
export function labelFault(label: string): string | null {
  return segmentFault("a version's label", label);
}

/** What a publisher calls a release, as a label: `May 2021 Edition` becomes `May-2021-Edition`. */
export function labelFrom(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9._@-]+/g, "-");
}
