import { isStorable, trimmed } from "../../rules/text.js";
import { badUserInput } from "./errors.js";
import { isGiven } from "./given.js";

/**
 * A text to search for, trimmed; blank and left out are both null.
 * @throws BAD_USER_INPUT where it holds what no text in the database can hold
 */
export function searched(name: string, text: string | null | undefined): string | null {
  if (isGiven(text) && !isStorable(text)) {
    throw badUserInput(`${name} holds a character that is not text.`);
  }
  return trimmed(text);
}
