import type { SearchableColumn } from "./columns.js";
import { bytesOfUuid, uuidOfBytes } from "./uuid.js";

const SIZE = 16;

/** UUIDs, 16 bytes each. As texts they are in their one spelling. */
export class UuidColumn implements SearchableColumn {
  readonly bytes: Buffer;

  /** @throws where the bytes are not those of whole UUIDs */
  constructor(bytes: Uint8Array) {
    if (bytes.byteLength % SIZE !== 0) throw new Error("The UUIDs are not whole");
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** @throws where a text is no UUID */
  static of(uuids: readonly string[]): UuidColumn {
    return new UuidColumn(Buffer.concat(uuids.map(bytesOfUuid)));
  }

  /** Several columns as one. */
  static joined(columns: readonly UuidColumn[]): UuidColumn {
    return new UuidColumn(Buffer.concat(columns.map(({ bytes }) => bytes)));
  }

  get length(): number {
    return this.bytes.length / SIZE;
  }

  /** How many bytes it takes. */
  get byteLength(): number {
    return this.bytes.byteLength;
  }

  at(place: number): string | undefined {
    return place < this.length ? uuidOfBytes(this.#own(place)) : undefined;
  }

  /** The UUIDs at some places, as a column of their own. */
  picked(places: readonly number[]): UuidColumn {
    return new UuidColumn(Buffer.concat(places.map((place) => this.#own(place))));
  }

  /** @throws where the text is no UUID */
  comparedWith(text: string): (place: number) => number {
    const sought = bytesOfUuid(text);
    return (place) => this.#compared(place, sought, 0);
  }

  comparePlaces(one: number, other: number): number {
    return this.#compared(one, this.bytes, other * SIZE);
  }

  #own(place: number): Buffer {
    return this.bytes.subarray(place * SIZE, (place + 1) * SIZE);
  }

  #compared(place: number, others: Buffer, from: number): number {
    for (let at = 0; at < SIZE; at += 1) {
      const difference = (this.bytes[place * SIZE + at] ?? 0) - (others[from + at] ?? 0);
      if (difference !== 0) return difference;
    }
    return 0;
  }
}
