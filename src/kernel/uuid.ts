import { createHash } from "node:crypto";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A UUID in its one spelling, in lower case; null where the text is none. */
export function canonicalUuid(text: string): string | null {
  return UUID.test(text) ? text.toLowerCase() : null;
}

/** The 16 bytes of a UUID. @throws where the text is none */
export function bytesOfUuid(text: string): Buffer {
  if (canonicalUuid(text) === null) throw new Error(`"${text}" is not a UUID`);
  return Buffer.from(text.replaceAll("-", ""), "hex");
}

/** The UUID of 16 bytes, in its one spelling. */
export function uuidOfBytes(bytes: Buffer): string {
  return dashed(bytes.toString("hex", 0, 16));
}

/**
 * The name-based UUID (RFC 9562, version 5) of a list of parts within a namespace. The same parts give
 * the same UUID for ever, so what is removed and comes back is known again without being looked up.
 * @throws where the namespace is no UUID
 */
export function nameUuid(namespace: string, ...parts: readonly string[]): string {
  const hash = createHash("sha1")
    .update(bytesOfUuid(namespace))
    .update(parts.join("\u0000"), "utf8")
    .digest();
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  return uuidOfBytes(hash);
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
