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

/** Segments of URLs that mean something else there: neither labels of versions nor names of owners. */
export const RESERVED_SEGMENTS: ReadonlySet<string> = new Set([
  ".",
  "..",
  "HEAD",
  "latest",
  "versions",
  "concepts",
  "mappings",
  "references",
  "extras",
  "export",
  "processing",
  "summary",
  "expansions",
]);
const LABEL = /^[A-Za-z0-9._@-]{1,255}$/;

/** Why a text can't be the label of a version, or null. Labels are parts of URLs. */
export function labelFault(label: string): string | null {
  if (!LABEL.test(label)) {
    return `"${label}" can't be a version's label: letters, digits and -._@ are allowed, 1 to 255 of them`;
  }
  return RESERVED_SEGMENTS.has(label)
    ? `"${label}" can't be a version's label: it is reserved`
    : null;
}
