import { failed, ok, type Result } from "../../kernel/result.js";
import { looksLikeUrl } from "../conceptMappings/urls.js";
import type { NamedRepository } from "../references/definition.js";
import { readExpression } from "../references/readExpression.js";
import { isStorable } from "../text.js";

/** The concept that a cascade starts from, as it is named. */
export interface NamedStart {
  /** The code system or collection that its URL names; null: it is a code, and there is no URL. */
  readonly of: NamedRepository | null;
  /** The code; in a collection it may be `WHO:ICD-10:A15.1`. */
  readonly code: string;
}

/**
 * A concept by its URL, relative or canonical, with or without versions, by its URL in a collection, or by a
 * code. A failure says what is wrong, as a sentence that begins small.
 * @param caller name of the user who asks, whom `/user/` stands for
 */
export function readStart(text: string, caller: string | null): Result<NamedStart, string> {
  if (!isStorable(text)) return failed("it holds a character that is not text");
  if (!looksLikeUrl(text) && !text.includes("/concepts/")) {
    const code = text.trim();
    return code === "" ? failed("it is empty") : ok({ of: null, code });
  }
  const read = readExpression(text, caller);
  if (!read.ok) return failed(read.failure.hint);
  const { system, valuesets, code, referenceType, mappingsOf, filters } = read.value;
  const of = system ?? valuesets[0] ?? null;
  const isOne = referenceType === "CONCEPTS" && mappingsOf === null && filters.length === 0;
  return of && code !== null && isOne
    ? ok({ of, code })
    : failed("it does not end with concepts and a code");
}
