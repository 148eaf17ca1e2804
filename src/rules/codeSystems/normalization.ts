/** How codes that are written without their dot are brought into a code system's own form. */
export type CodeNormalization = "NONE" | "ICD10CM" | "ICD9CM_DIAGNOSES" | "ICD9CM_PROCEDURES";

/** Anything else is no code of these systems and stays as it is, surrogate pairs in one piece. */
const UNDOTTED = /^[0-9A-Za-z]+$/;

/** How many characters stand before the dot; null where a code has none. */
function charactersBeforeDot(kind: CodeNormalization, code: string): number | null {
  switch (kind) {
    case "NONE":
      return null;
    case "ICD10CM":
      return 3;
    case "ICD9CM_DIAGNOSES":
      return /^e/i.test(code) ? 4 : 3;
    case "ICD9CM_PROCEDURES":
      return 2;
  }
}

/**
 * A code in its system's own form: trimmed, and with the dot in its place if it has none (`A000` is
 * `A00.0`). A code that has a dot, or is too short to need one, stays; the case is never changed.
 */
export function normalizeCode(kind: CodeNormalization, code: string): string {
  const trimmed = code.trim();
  const before = charactersBeforeDot(kind, trimmed);
  if (before === null || trimmed.length <= before || !UNDOTTED.test(trimmed)) return trimmed;
  return `${trimmed.slice(0, before)}.${trimmed.slice(before)}`;
}

const kinds: readonly CodeNormalization[] = [
  "NONE",
  "ICD10CM",
  "ICD9CM_DIAGNOSES",
  "ICD9CM_PROCEDURES",
];

/** All the forms that a code may have where it is not known which system it is of. */
export function possibleForms(code: string): readonly string[] {
  return [...new Set(kinds.map((kind) => normalizeCode(kind, code)))];
}
