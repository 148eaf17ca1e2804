/**
 * Opaque strings that clients carry and only we read: cursors and Node ids. Both are a JSON list of
 * texts and numbers in base64url.
 */
export type OpaquePart = string | number;

export function encodeOpaque(parts: readonly OpaquePart[]): string {
  return Buffer.from(JSON.stringify(parts), "utf8").toString("base64url");
}

/** The parts, or null where the text is not one that {@link encodeOpaque} made. */
export function decodeOpaque(text: string): readonly OpaquePart[] | null {
  const json = Buffer.from(text, "base64url").toString("utf8");
  try {
    const parts: unknown = JSON.parse(json);
    return Array.isArray(parts) && parts.every(isPart) && encodeOpaque(parts) === text
      ? parts
      : null;
  } catch {
    return null;
  }
}

function isPart(part: unknown): part is OpaquePart {
  return typeof part === "string" || typeof part === "number";
}
