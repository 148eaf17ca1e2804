const LANGUAGE = "(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})";
const SCRIPT = "(?:-[a-z]{4})?";
const REGION = "(?:-(?:[a-z]{2}|[0-9]{3}))?";
const VARIANTS = "(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*";
const EXTENSIONS = "(?:-[0-9a-wyz](?:-[a-z0-9]{2,8})+)*";
const PRIVATE = "x(?:-[a-z0-9]{1,8})+";
const TAG = new RegExp(
  `^(?:${LANGUAGE}${SCRIPT}${REGION}${VARIANTS}${EXTENSIONS}(?:-${PRIVATE})?|${PRIVATE})$`,
  "i",
);

/**
 * A language tag in its usual spelling (`en`, `en-GB`, `zh-Hant-TW`), or null where the text is no
 * well-formed tag of BCP 47. Tags are the same in any case; ours have one spelling, to be compared by it.
 */
export function localeTag(text: string): string | null {
  const tag = text.trim();
  if (!TAG.test(tag)) return null;
  const parts = tag.toLowerCase().split("-");
  const single = parts.findIndex((part) => part.length === 1);
  return parts
    .map((part, at) => (at === 0 || (single >= 0 && at >= single) ? part : usualCase(part)))
    .join("-");
}

function usualCase(part: string): string {
  if (/^[a-z]{2}$/.test(part)) return part.toUpperCase();
  return /^[a-z]{4}$/.test(part) ? part.charAt(0).toUpperCase() + part.slice(1) : part;
}

/** The items of a list of languages, each of which may be several with commas between. */
export function splitLocales(items: readonly string[]): readonly string[] {
  return items
    .flatMap((item) => item.split(","))
    .map((item) => item.trim())
    .filter((item) => item !== "");
}

/** A repository's languages as they are kept: the default first, each of them once. */
export function orderedLocales(
  defaultLocale: string,
  supported: readonly string[],
): readonly string[] {
  return [...new Set([defaultLocale, ...supported])];
}

/** What is said of a text that is no language tag. */
export function localeMessage(text: string): string {
  return `"${text}" is no language tag of BCP 47, such as en or en-GB`;
}
