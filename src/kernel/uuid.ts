import { createHash } from "node:crypto";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A UUID in its one spelling, in lower case; null where the text is none. */
export function canonicalUuid(text: string): string | null {
  return UUID.test(text) ? text.toLowerCase() : null;
}

/**
 * The name-based UUID (RFC 9562, version 5) of a list of parts within a namespace. The same parts give
 * the same UUID for ever, so what is removed and comes back is known again without being looked up.
 * @throws where the namespace is no UUID
 */
export function nameUuid(namespace: string, ...parts: readonly string[]): string {
  if (canonicalUuid(namespace) === null) throw new Error(`"${namespace}" is not a UUID`);
  const hash = createHash("sha1")
    .update(Buffer.from(namespace.replaceAll("-", ""), "hex"))
    .update(parts.join("\u0000"), "utf8")
    .digest();
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  return dashed(hash.toString("hex", 0, 16));
}

function dashed(hex: string): string {
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join("-");
}
