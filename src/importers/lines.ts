import { isAscii } from "node:buffer";
import { decodeText } from "./decode.js";
import { FileRefused, type SourceFile } from "./format.js";
import { textBytes } from "./textBytes.js";

/** A longer line is no line of any of these formats, and would have to be held in memory. */
export const LINE_BYTES_LIMIT = 64 * 1024;

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/** One line of a file, without what ends it. */
export interface Line {
  /** From 1. */
  readonly number: number;
  readonly text: string;
  /** False for a last line that nothing ends: the file may have been cut there. */
  readonly terminated: boolean;
}

/** `ascii` says that somebody has looked already, which is three times faster than decoding. */
function lineText(bytes: Buffer, ascii: boolean): string {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === CARRIAGE_RETURN) end -= 1;
  return ascii ? bytes.toString("latin1", 0, end) : decodeText(bytes.subarray(0, end));
}

class LineSplitter {
  private number = 1;
  private held: Buffer[] = [];
  private heldBytes = 0;

  constructor(private readonly name: string) {}

  *push(chunk: Buffer): Generator<Line> {
    const nul = chunk.indexOf(0);
    const text = nul === -1 ? chunk : chunk.subarray(0, nul);
    const ascii = isAscii(text);
    let start = 0;
    for (let end = text.indexOf(LINE_FEED); end !== -1; end = text.indexOf(LINE_FEED, start)) {
      yield this.line(text.subarray(start, end), ascii, true);
      start = end + 1;
    }
    if (nul !== -1) this.refuse("there is a NUL byte; this is a binary file, or a damaged one");
    this.hold(text.subarray(start));
  }

  *end(): Generator<Line> {
    if (this.heldBytes > 0) yield this.line(Buffer.alloc(0), false, false);
  }

  private line(piece: Buffer, ascii: boolean, terminated: boolean): Line {
    const whole = this.heldBytes === 0;
    this.hold(piece);
    const text = whole ? lineText(piece, ascii) : lineText(Buffer.concat(this.held), false);
    // Taken for blanks, they would make one line of many, and of its fields the first line's.
    if (text.includes("\r")) this.refuse("there is a carriage return that ends no line");
    this.held = [];
    this.heldBytes = 0;
    const number = this.number;
    this.number += 1;
    return { number, text, terminated };
  }

  private hold(piece: Buffer): void {
    this.held.push(piece);
    this.heldBytes += piece.length;
    if (this.heldBytes > LINE_BYTES_LIMIT) {
      this.refuse(`the line is longer than ${LINE_BYTES_LIMIT} bytes`);
    }
  }

  private refuse(why: string): never {
    throw new FileRefused(`${this.name}, line ${this.number}: ${why}`);
  }
}

/**
 * Splits a text file into lines, ended by LF or CRLF. Each line is decoded as UTF-8 where that is
 * valid and as windows-1252 otherwise. Refuses binary files, lines over the limit, and carriage returns
 * inside of lines, as in files whose lines nothing else ends.
 */
export async function* readLines(file: SourceFile): AsyncGenerator<Line> {
  const splitter = new LineSplitter(file.name);
  for await (const chunk of textBytes(file)) {
    for (const line of splitter.push(chunk)) yield line;
  }
  yield* splitter.end();
}
