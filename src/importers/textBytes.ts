import { knownBinary } from "./binary.js";
import { FileRefused, type SourceFile } from "./format.js";

/** Enough to see a byte order mark, the beginning of a binary file and an XML declaration. */
const HEAD_BYTES = 1024;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

function view(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function withoutMark(file: SourceFile, head: Buffer): Buffer {
  const kind = knownBinary(head);
  if (kind !== null) {
    throw new FileRefused(`${file.name}, line 1: this is a binary file (${kind}?)`);
  }
  return head.subarray(0, 3).equals(BYTE_ORDER_MARK) ? head.subarray(3) : head;
}

/**
 * The bytes of a text file without the byte order mark. The first piece has 1 KiB if the file has.
 * Refuses what begins like a binary file.
 */
export async function* textBytes(file: SourceFile): AsyncGenerator<Buffer> {
  let head: Buffer | null = Buffer.alloc(0);
  for await (const chunk of file.bytes) {
    if (head === null) {
      yield view(chunk);
      continue;
    }
    head = Buffer.concat([head, chunk]);
    if (head.length >= HEAD_BYTES) {
      yield withoutMark(file, head);
      head = null;
    }
  }
  if (head !== null) yield withoutMark(file, head);
}
