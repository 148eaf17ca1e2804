import { type Failure, fieldInvalid } from "./failure.js";

/** Length in Unicode code points, which is what every limit counts. */
export function characters(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** PostgreSQL keeps any text but U+0000 and halves of surrogate pairs. */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes("\u0000");
}

/** A text trimmed of blanks; blank and absent are both null. */
export function trimmed(text: string | null | undefined): string | null {
  const result = text?.trim() ?? "";
  return result === "" ? null : result;
}

/** Why a text cannot stand in a field, or nothing. `name` begins the sentence. */
export function textFaults(
  text: string | null,
  field: { readonly name: string; readonly path: readonly string[]; readonly limit: number },
): readonly Failure[] {
  if (text === null) return [];
  if (!isStorable(text)) {
    return [fieldInvalid(field.path, `${field.name} holds a character that is not text`)];
  }
  const length = characters(text);
  return length <= field.limit
    ? []
    : [
        fieldInvalid(
          field.path,
          `${field.name} is ${length} characters long; at most ${field.limit} are allowed`,
        ),
      ];
}
