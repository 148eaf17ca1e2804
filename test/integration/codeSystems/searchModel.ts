import type { TestConcept } from "../../support/content.js";

/** What a search asks, as a test cares about it. */
export interface ModelFilter {
  readonly q?: string;
  readonly locale?: string;
  readonly conceptClass?: readonly string[];
  readonly includeRetired?: boolean;
  readonly descendantsOf?: string;
}

export type ModelConcept = Exclude<TestConcept, string>;

/** Words of a text as anybody would tell them apart. */
function wordsOf(text: string): readonly string[] {
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return plain.split(/[^a-z0-9]+/).filter((word) => word !== "");
}

function holds(text: string, q: string): boolean {
  const words = wordsOf(text);
  const asked = wordsOf(q);
  const last = asked.at(-1);
  if (last === undefined) return false;
  const whole = asked.slice(0, -1).every((word) => words.includes(word));
  return whole && words.some((word) => word.startsWith(last));
}

/** Codes of all that is below a concept, itself aside, found by going over all concepts again and again. */
function below(concepts: readonly ModelConcept[], root: string): ReadonlySet<string> {
  const found = new Set([root]);
  for (let before = 0; before < found.size; ) {
    before = found.size;
    for (const { code, parents = [] } of concepts) {
      if (parents.some((parent) => found.has(parent))) found.add(code);
    }
  }
  found.delete(root);
  return found;
}

/** The codes that a search in one code system must find, in no order, where no word is misspelt. */
export function expectedCodes(
  concepts: readonly ModelConcept[],
  { q, locale, conceptClass, includeRetired = false, descendantsOf }: ModelFilter,
): readonly string[] {
  const under = descendantsOf === undefined ? null : below(concepts, descendantsOf);
  const key = q === undefined ? "" : wordsOf(q).join("");
  return concepts
    .filter(({ code, names = [], retired = false, conceptClass: own = "Diagnosis" }) => {
      const inLocale = names.filter(
        (name) =>
          locale === undefined || name.locale === locale || name.locale.startsWith(`${locale}-`),
      );
      const byCode = key !== "" && wordsOf(code).join("").startsWith(key);
      return (
        inLocale.length > 0 &&
        (q === undefined || byCode || inLocale.some(({ name }) => holds(name, q))) &&
        (includeRetired || !retired) &&
        (conceptClass === undefined || conceptClass.includes(own)) &&
        (under === null || under.has(code))
      );
    })
    .map(({ code }) => code)
    .toSorted();
}
