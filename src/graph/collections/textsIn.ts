import { localeTag } from "../../rules/repositories/locales.js";
import type { LocalizedText } from "../../rules/repositories/localizedTexts.js";
import { isGiven } from "../shared/given.js";

/** The texts of one language; all of them where none is named. */
export function textsIn(
  locale: string | null | undefined,
  texts: readonly LocalizedText[],
): readonly LocalizedText[] {
  if (!isGiven(locale)) return texts;
  const tag = localeTag(locale);
  return texts.filter((text) => text.locale === tag);
}
