const TAG = /^(?:[A-Za-z]{2,8}|[xi](?=-))(?:-[A-Za-z0-9]{1,8})*$/;

/** Whether a text has the form of a language tag of BCP 47: `en`, `pt-BR`, `zh-Hans-CN`. */
export function isLocale(text: string): boolean {
  return TAG.test(text);
}
