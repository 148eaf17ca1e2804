import { isUtf8 } from "node:buffer";

/** What windows-1252 has for 0x80 to 0x9f, where ISO-8859-1 has control characters. */
const WINDOWS_1252 = [
  ..."\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021",
  ..."\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f",
  ..."\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014",
  ..."\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178",
];

/**
 * Decodes windows-1252, and with it ISO-8859-1: files that say the one often hold the other. Done
 * here because some releases of Node take the one for the other themselves.
 */
export function decodeWindows1252(bytes: Buffer): string {
  return bytes
    .toString("latin1")
    .replace(/[\u0080-\u009f]/g, (byte) => WINDOWS_1252[byte.charCodeAt(0) - 0x80] ?? byte);
}

/** Decodes text whose publisher does not say how it is encoded: UTF-8 where valid. */
export function decodeText(bytes: Buffer): string {
  return isUtf8(bytes) ? bytes.toString("utf8") : decodeWindows1252(bytes);
}

/** Like {@link decodeText} for the beginning of a file, which may end inside a character. */
export function decodeHead(head: Uint8Array): string {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  for (let cut = 0; cut <= Math.min(3, bytes.length); cut += 1) {
    const whole = bytes.subarray(0, bytes.length - cut);
    if (isUtf8(whole)) return whole.toString("utf8").replace(/^\ufeff/, "");
  }
  // A byte order mark is taken off the bytes too, whatever follows it.
  return decodeWindows1252(bytes).replace(/^\u00ef\u00bb\u00bf/, "");
}
