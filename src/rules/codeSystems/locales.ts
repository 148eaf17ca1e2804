/** Whether a text is a language tag of BCP 47: `en`, `pt-BR`, `zh-Hans-CN`. */
export function isLocale(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text).length === 1;
  } catch {
    return false;
  }
}
