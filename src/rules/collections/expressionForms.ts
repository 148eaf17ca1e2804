/**
 * How a reference that a caller writes may stand in a collection: as it is, and where it is a relative URL
 * with slashes at both ends and with the caller's name for `/user/`.
 */
export function expressionForms(given: string, caller: string | null): readonly string[] {
  const text = given.trim();
  if (/^[a-z][a-z0-9+.-]*:/i.test(text)) return [text];
  const [path = "", ...query] = text.split("?");
  const bare = path.replace(/^\/+|\/+$/g, "");
  const named = caller === null ? bare : bare.replace(/^user\//, `users/${caller}/`);
  const search = query.length === 0 ? "" : `?${query.join("?")}`;
  return [...new Set([text, `/${named}/${search}`])];
}
