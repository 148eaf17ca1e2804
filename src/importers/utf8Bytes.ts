import { isUtf8 } from "node:buffer";
import { FileRefused, type SourceFile } from "./format.js";
import { textBytes } from "./textBytes.js";

/** Bytes of one line. More would have to be held in memory, and is no row of a table of codes. */
export const LINE_LIMIT = 4 * 1024 * 1024;
const LINE_FEED = 10;

function lineFeeds(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(LINE_FEED); at !== -1; at = bytes.indexOf(LINE_FEED, at + 1)) {
    count += 1;
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

/**
 * The bytes of a file whose text must be UTF-8, without the byte order mark: in a table of codes and
 * remarks nothing would show that a wrong encoding was guessed. Refuses any other, and names the line.
 */
export async function* utf8Bytes(file: SourceFile): AsyncGenerator<Buffer> {
  let lines = 1;
  // A line at a time is never cut inside a character.
  let rest: Buffer = Buffer.alloc(0);
  const refuseOthers = (bytes: Buffer) => {
    if (isUtf8(bytes)) return;
    const line = lines + linesBefore(bytes);
    throw new FileRefused(`${file.name}, line ${line}: this is not UTF-8; save the file as UTF-8`);
  };
  for await (const chunk of textBytes(file)) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const end = bytes.lastIndexOf(LINE_FEED) + 1;
    const whole = bytes.subarray(0, end);
    refuseOthers(whole);
    lines += lineFeeds(whole);
    rest = bytes.subarray(end);
    if (rest.length > LINE_LIMIT) {
      throw new FileRefused(`${file.name}, line ${lines}: it has more than ${LINE_LIMIT} bytes`);
    }
    if (end > 0) yield whole;
  }
  refuseOthers(rest);
  if (rest.length > 0) yield rest;
}
