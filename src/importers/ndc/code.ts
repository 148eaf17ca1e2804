/** The lengths of labeler, product and package in the codes of the FDA, which have ten digits. */
const LENGTHS: ReadonlySet<string> = new Set(["4-4-2", "5-3-2", "5-4-1"]);

/** What the parts have in codes of eleven digits, which payers use. */
const PADDED = [5, 4, 2] as const;

/** The parts of a product's or package's code as the FDA writes it, with dashes; null for any other text. */
export function ndcParts(code: string): readonly string[] | null {
  if (!/^\d{4,5}-\d{3,4}(?:-\d{1,2})?$/.test(code)) return null;
  const parts = code.split("-");
  const lengths = parts.map(({ length }) => length).join("-");
  const [labeler, product] = parts.map(({ length }) => length);
  const isProduct = parts.length === 2 && (labeler !== 4 || product === 4);
  return isProduct || LENGTHS.has(lengths) ? parts : null;
}

/** A package's code in eleven digits: the part that lacks one is led by a zero. */
export function elevenDigits(parts: readonly string[]): string {
  return parts.map((part, at) => part.padStart(PADDED[at] ?? 0, "0")).join("");
}
