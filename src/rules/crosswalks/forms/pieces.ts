import type { CustomAttribute } from "../content.js";
import { ATTRIBUTE_VALUE_LIMIT } from "../limits.js";

/** The key of the n-th of several attributes that belong together: `comment`, `comment [2]` … */
export function numberedKey(key: string, number: number): string {
  return number === 1 ? key : `${key} [${number}]`;
}

/**
 * A text as attributes: one, or several where it is longer than a value may be. No piece begins or ends with
 * a blank, which would be trimmed, unless the text does.
 */
export function textPieces(key: string, text: string): readonly CustomAttribute[] {
  const characters = [...text];
  const pieces: CustomAttribute[] = [];
  for (let start = 0; start < characters.length || pieces.length === 0; ) {
    const end = endOfPiece(characters, start);
    const value = characters.slice(start, end).join("");
    pieces.push({ key: numberedKey(key, pieces.length + 1), value });
    start = end;
  }
  return pieces;
}

/** A piece ends between two characters that are no blanks, or at the limit where there is no such place. */
function endOfPiece(characters: readonly string[], start: number): number {
  const limit = start + ATTRIBUTE_VALUE_LIMIT;
  if (limit >= characters.length) return characters.length;
  const isBlank = (at: number) => (characters[at] ?? "").trim() === "";
  for (let end = limit; end > start; end -= 1) {
    if (!isBlank(end - 1) && !isBlank(end)) return end;
  }
  return limit;
}

/**
 * The text that {@link textPieces} made attributes of, taken out of them; null where there is none. A piece
 * is left where it is that the text would not be split into again.
 */
export function takeText(attributes: Map<string, string | null>, key: string): string | null {
  const first = attributes.get(key);
  if (first === undefined || first === null) return null;
  const values = [first];
  for (let number = 2; ; number += 1) {
    const value = attributes.get(numberedKey(key, number));
    if (value === undefined || value === null) break;
    values.push(value);
  }
  const count = countThatJoin(key, values);
  for (let number = 1; number <= count; number += 1) attributes.delete(numberedKey(key, number));
  return values.slice(0, count).join("");
}

function countThatJoin(key: string, values: readonly string[]): number {
  for (let count = values.length; count > 1; count -= 1) {
    const joined = textPieces(key, values.slice(0, count).join(""));
    const same = joined.length === count && joined.every(({ value }, at) => value === values[at]);
    if (same) return count;
  }
  return 1;
}
