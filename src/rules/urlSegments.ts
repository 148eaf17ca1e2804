/** Segments of URLs that mean something else there. */
const RESERVED: ReadonlySet<string> = new Set([
  ".",
  "..",
  "HEAD",
  "latest",
  "versions",
  "concepts",
  "mappings",
  "references",
  "extras",
  "export",
  "processing",
  "summary",
  "expansions",
]);
const SEGMENT = /^[A-Za-z0-9._@-]{1,255}$/;

/** Why a text can't stand in URLs as the name of something, or null. `what` says of what: "a version's label". */
export function segmentFault(what: string, text: string): string | null {
  if (!SEGMENT.test(text)) {
    return `"${text}" can't be ${what}: letters, digits and -._@ are allowed, 1 to 255 of them`;
  }
  return RESERVED.has(text) ? `"${text}" can't be ${what}: it is reserved` : null;
}
