import { characters } from "../text.js";
import { PATTERN_LIMIT, REPEATS_LIMIT } from "./limits.js";

/** What JavaScript and PostgreSQL read differently, or only one of them knows. */
const FOREIGN = /\\[bBckpPuxv0-9]|\(\?(?!:)|\[[:.=]/;

/**
 * Why a text can't be the pattern of a filter, or null: a regular expression of what all dialects have in
 * common, up to 200 characters, whose counted repetitions come to 255 altogether at most.
 */
export function patternFault(pattern: string): string | null {
  if (characters(pattern) > PATTERN_LIMIT) {
    return `a pattern has at most ${PATTERN_LIMIT} characters`;
  }
  if (FOREIGN.test(pattern) || !compiles(pattern)) {
    return `"${pattern}" is no regular expression that is understood here`;
  }
  return repeats(pattern) > REPEATS_LIMIT
    ? `"${pattern}" repeats more than ${REPEATS_LIMIT} times`
    : null;
}

function compiles(pattern: string): boolean {
  try {
    return new RegExp(pattern, "u").source !== "";
  } catch {
    return false;
  }
}

function repeats(pattern: string): number {
  const counts = [...pattern.matchAll(/\{(\d+)(?:,(\d*))?\}/g)];
  return counts.reduce((product, [, least, most]) => product * Number(most || least || 1), 1);
}
