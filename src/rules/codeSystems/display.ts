import type { ConceptName } from "./content.js";

export interface Languages {
  readonly defaultLocale: string;
  readonly supportedLocales: readonly string[];
}

/**
 * The name that is shown for a concept: the preferred one in the default locale, any in it; the same for
 * each supported locale in turn, then for English; then any preferred name; then the newest, which stands
 * last.
 */
export function chooseDisplay(
  names: readonly ConceptName[],
  { defaultLocale, supportedLocales }: Languages,
): ConceptName | null {
  for (const locale of [defaultLocale, ...supportedLocales, "en"]) {
    const inLocale = names.filter((name) => name.locale === locale);
    const chosen = inLocale.find(({ localePreferred }) => localePreferred) ?? inLocale[0];
    if (chosen) return chosen;
  }
  return names.find(({ localePreferred }) => localePreferred) ?? names.at(-1) ?? null;
}

/** What is shown of a concept: the name that is chosen, or the code of a retired one without names. */
export function shownName(
  { code, names }: { readonly code: string; readonly names: readonly ConceptName[] },
  languages: Languages,
): Pick<ConceptName, "name" | "locale"> {
  const { name, locale } = chooseDisplay(names, languages) ?? {
    name: code,
    locale: languages.defaultLocale,
  };
  return { name, locale };
}
