const URI = /^[A-Za-z][A-Za-z0-9+.-]*:[^\s\p{Cc}<>"{}|\\^`]+$/u;

/** Whether a text is an absolute URI, `scheme:rest`: `http://loinc.org`, `urn:oid:2.16`, `mailto:a@b.org`. */
export function isUri(text: string): boolean {
  return URI.test(text);
}
