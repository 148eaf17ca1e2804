/** How binary files begin, in hexadecimal, and what to call them. */
const BEGINNINGS: readonly (readonly [string, string])[] = [
  ["504b0304", "a zip archive"],
  ["504b0506", "an empty zip archive"],
  ["1f8b", "a gzip file"],
  ["255044462d", "a PDF document"],
  ["d0cf11e0a1b11ae1", "an Excel workbook of the old kind or another Office document"],
  ["425a68", "a bzip2 file"],
  ["fd377a585a00", "an xz file"],
  ["28b52ffd", "a zstd file"],
  ["377abcaf271c", "a 7z archive"],
  ["53514c69746520666f726d6174203300", "an SQLite database"],
  ["89504e470d0a1a0a", "a PNG image"],
  ["ffd8ff", "a JPEG image"],
  ["fffe", "text in UTF-16; save it as UTF-8"],
  ["feff", "text in UTF-16; save it as UTF-8"],
];

/** Entries of Office documents, which are zip archives. The names of entries are not compressed. */
const IN_ZIP: readonly (readonly [string, string])[] = [
  ["xl/", "an Excel workbook"],
  ["word/", "a Word document"],
];

/** The kind of binary file that begins with these bytes; null for text and for unknown kinds. */
export function knownBinary(head: Uint8Array): string | null {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  const first = bytes.toString("hex", 0, 16);
  const kind = BEGINNINGS.find(([beginning]) => first.startsWith(beginning))?.[1] ?? null;
  if (kind !== "a zip archive") return kind;
  return IN_ZIP.find(([entry]) => bytes.includes(entry, 0, "latin1"))?.[1] ?? kind;
}

/** What a file that begins like this is, if it is not text. Text has no NUL byte. */
export function binaryKind(head: Uint8Array): string | null {
  return knownBinary(head) ?? (head.includes(0) ? "a binary file" : null);
}
