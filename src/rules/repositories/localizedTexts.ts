import { type Failure, fieldInvalid } from "../failure.js";
import { textFaults, trimmed } from "../text.js";
import { localeMessage, localeTag } from "./locales.js";

/** A name or description in one language. */
export interface LocalizedText {
  readonly text: string;
  /** A BCP 47 tag in its usual spelling. */
  readonly locale: string;
  /** Whether it goes before others of its language. */
  readonly preferred: boolean;
}

/** The same as a caller gives it. */
export interface LocalizedTextInput {
  readonly text: string;
  readonly locale: string;
  readonly preferred?: boolean | null | undefined;
}

/** Texts of one field, over all languages. */
export const LOCALIZED_TEXTS_LIMIT = 200;

type Given = readonly LocalizedTextInput[] | null | undefined;

/** What is wrong with texts in several languages, or nothing. `field` names them, and the limit of one. */
export function localizedFaults(
  given: Given,
  { field, limit }: { readonly field: string; readonly limit: number },
): readonly Failure[] {
  const items = given ?? [];
  if (items.length > LOCALIZED_TEXTS_LIMIT) {
    const message = `${field} has ${items.length} entries; at most ${LOCALIZED_TEXTS_LIMIT} are allowed`;
    return [fieldInvalid([field], message)];
  }
  return items.flatMap((item, at) => {
    const text = trimmed(item.text);
    const path = [field, `${at}`];
    const texts =
      text === null
        ? [fieldInvalid([...path, "text"], "text is required")]
        : textFaults(text, { name: "text", path: [...path, "text"], limit });
    const locale = localeTag(item.locale);
    if (locale === null) {
      return [...texts, fieldInvalid([...path, "locale"], localeMessage(item.locale.trim()))];
    }
    const rival = items
      .slice(0, at)
      .some((other) => other.preferred && item.preferred && localeTag(other.locale) === locale);
    const twice = `${locale} has a preferred text already`;
    return [...texts, ...(rival ? [fieldInvalid([...path, "preferred"], twice)] : [])];
  });
}

/** Faultless texts as they are kept: each text of a language once. */
export function localizedTexts(given: Given): readonly LocalizedText[] {
  const kept = new Map<string, LocalizedText>();
  for (const { text, locale, preferred } of given ?? []) {
    const one = { text: text.trim(), locale: localeTag(locale) ?? locale };
    const key = JSON.stringify([one.locale, one.text]);
    kept.set(key, {
      ...one,
      preferred: (preferred ?? false) || (kept.get(key)?.preferred ?? false),
    });
  }
  return [...kept.values()];
}

/**
 * A field's own text, which is in the default language, and its texts in further languages. The own text is
 * the preferred one of its language unless another was said to be.
 */
export function allTexts(
  own: string | null,
  defaultLocale: string,
  further: readonly LocalizedText[],
): readonly LocalizedText[] {
  if (own === null) return further;
  const isOwn = ({ text, locale }: LocalizedText) => text === own && locale === defaultLocale;
  const others = further.filter((one) => !isOwn(one));
  const preferred = !others.some((one) => one.preferred && one.locale === defaultLocale);
  return [{ text: own, locale: defaultLocale, preferred }, ...others];
}
