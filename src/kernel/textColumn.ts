import { joinedNumbers, type SearchableColumn } from "./columns.js";

const ASCII_END = 0x80;

/**
 * Texts as the bytes of their UTF-8, one after the other: four bytes more than these for each, and nothing for the
 * garbage collector to walk through. Texts sort as their bytes do, which is how the database sorts codes.
 */
export class TextColumn implements SearchableColumn {
  /** The texts, one after the other. */
  readonly bytes: Buffer;
  /** Where each of them ends in `bytes`. */
  readonly ends: Int32Array;
  readonly #encoding: "latin1" | "utf8";

  /** @throws where the bytes are not as long as the ends say */
  constructor(bytes: Uint8Array, ends: Int32Array) {
    if ((ends.at(-1) ?? 0) !== bytes.byteLength) throw new Error("The texts are not whole");
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.ends = ends;
    // Read in half the time.
    this.#encoding = isAscii(bytes) ? "latin1" : "utf8";
  }

  static of(texts: readonly string[]): TextColumn {
    let end = 0;
    const ends = Int32Array.from(texts, (text) => {
      end += Buffer.byteLength(text);
      return end;
    });
    return new TextColumn(Buffer.from(texts.join("")), ends);
  }

  /** Several columns as one. */
  static joined(columns: readonly TextColumn[]): TextColumn {
    let before = 0;
    const ends = columns.map((column) => {
      const moved = column.ends.map((end) => end + before);
      before += column.bytes.length;
      return moved;
    });
    return new TextColumn(Buffer.concat(columns.map(({ bytes }) => bytes)), joinedNumbers(ends));
  }

  get length(): number {
    return this.ends.length;
  }

  /** How many bytes it takes. */
  get byteLength(): number {
    return this.bytes.byteLength + this.ends.byteLength;
  }

  at(place: number): string | undefined {
    const end = this.ends[place];
    return end === undefined
      ? undefined
      : this.bytes.toString(this.#encoding, this.#start(place), end);
  }

  /** The texts at some places, as a column of their own. */
  picked(places: readonly number[]): TextColumn {
    const parts = places.map((place) => this.bytes.subarray(this.#start(place), this.#end(place)));
    let end = 0;
    const ends = Int32Array.from(parts, ({ length }) => {
      end += length;
      return end;
    });
    return new TextColumn(Buffer.concat(parts), ends);
  }

  comparedWith(text: string): (place: number) => number {
    const sought = Buffer.from(text);
    return (place) => this.#compared(place, sought, 0, sought.length);
  }

  comparePlaces(one: number, other: number): number {
    return this.#compared(one, this.bytes, this.#start(other), this.#end(other));
  }

  // Byte by byte, since a call of what compares buffers costs more than most codes are long.
  #compared(place: number, others: Buffer, from: number, to: number): number {
    const start = this.#start(place);
    const [own, length] = [this.#end(place) - start, to - from];
    const shorter = Math.min(own, length);
    for (let at = 0; at < shorter; at += 1) {
      const difference = (this.bytes[start + at] ?? 0) - (others[from + at] ?? 0);
      if (difference !== 0) return difference;
    }
    return own - length;
  }

  #start(place: number): number {
    return place === 0 ? 0 : this.#end(place - 1);
  }

  #end(place: number): number {
    const end = this.ends[place];
    if (end === undefined) throw new Error(`There is no text at ${place}`);
    return end;
  }
}

function isAscii(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at += 1) {
    if ((bytes[at] ?? 0) >= ASCII_END) return false;
  }
  return true;
}
