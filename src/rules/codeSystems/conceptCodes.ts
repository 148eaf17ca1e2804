import { type Failure, fieldInvalid } from "../failure.js";
import { isStorable, textFaults, trimmed } from "../text.js";
import { CODE_LIMIT } from "./limits.js";
import { type CodeNormalization, normalizeCode } from "./normalization.js";

const PATH = ["code"];

/**
 * A code as an authored concept has it: letters, digits and `-._@+%` and blanks within stand for
 * themselves, anything else is percent-encoded. What is encoded already stays.
 */
export function encodedCode(code: string): string {
  return code.replaceAll(/[^A-Za-z0-9._@+% -]/gu, percentEncoded);
}

function percentEncoded(character: string): string {
  const encoded = encodeURIComponent(character);
  if (encoded !== character) return encoded;
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

/** The codes that a caller may mean by a text: in the code system's own form, as it is and encoded. */
export function meantCodes(kind: CodeNormalization, given: string): readonly string[] {
  if (!isStorable(given)) return [];
  const code = normalizeCode(kind, given);
  return [...new Set([code, encodedCode(code)])];
}

/** The code of a new concept, or why a text can't be one. */
export function newCode(
  kind: CodeNormalization,
  given: string,
): { readonly code: string; readonly faults: readonly Failure[] } {
  const text = trimmed(given);
  if (text === null) return { code: "", faults: [fieldInvalid(PATH, "A code is required")] };
  if (!isStorable(text)) {
    return { code: "", faults: textFaults(text, { name: "code", path: PATH, limit: CODE_LIMIT }) };
  }
  const code = encodedCode(normalizeCode(kind, text));
  const reserved = code === "." || code === "..";
  return {
    code,
    faults: reserved
      ? [fieldInvalid(PATH, `"${code}" can't be a code: it is reserved`)]
      : textFaults(code, { name: "code", path: PATH, limit: CODE_LIMIT }),
  };
}
