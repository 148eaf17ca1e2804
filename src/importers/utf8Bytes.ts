import { isUtf8 } from "node:buffer";
import { FileRefused, type SourceFile } from "./format.js";
import { textBytes } from "./textBytes.js";

const LINE_FEED = 10;

/** How many line feeds there are in some bytes, from one place to another. */
export function lineFeeds(bytes: Buffer, from = 0, to = bytes.length): number {
  let count = 0;
  for (let at = bytes.indexOf(LINE_FEED, from); at !== -1 && at < to; ) {
    count += 1;
    at = bytes.indexOf(LINE_FEED, at + 1);
  }
  return count;
}

/** How many whole lines of some bytes come before the first that is not UTF-8. */
function linesBefore(bytes: Buffer): number {
  let start = 0;
  for (let count = 0; ; count += 1) {
    const end = bytes.indexOf(LINE_FEED, start);
    if (end === -1 || !isUtf8(bytes.subarray(start, end))) return count;
    start = end + 1;
  }
}

/** How many bytes at the end are the beginning of a character whose rest is still to come. */
function unfinished(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte < 0xc0) continue;
    const length = byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    return back < length ? back : 0;
  }
  return 0;
}

/**
 * The bytes of a file whose text must be UTF-8, in pieces of whole characters, without the byte order mark:
 * in a table of codes and remarks nothing would show that a wrong encoding was guessed. Refuses any other,
 * and names the line.
 */
export async function* utf8Bytes(file: SourceFile): AsyncGenerator<Buffer> {
  let line = 1;
  let rest: Buffer = Buffer.alloc(0);
  const refuseOthers = (bytes: Buffer) => {
    if (isUtf8(bytes)) return;
    const where = `${file.name}, line ${line + linesBefore(bytes)}`;
    throw new FileRefused(`${where}: this is not UTF-8; save the file as UTF-8`);
  };
  for await (const chunk of textBytes(file)) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const end = bytes.length - unfinished(bytes);
    const whole = bytes.subarray(0, end);
    refuseOthers(whole);
    rest = bytes.subarray(end);
    line += lineFeeds(whole);
    if (end > 0) yield whole;
  }
  refuseOthers(rest);
}
