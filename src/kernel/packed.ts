const LENGTH = Uint32Array.BYTES_PER_ELEMENT;
/** What a column of numbers has to begin at a multiple of, to be looked at where it is. */
const ALIGNED = 4;

/** Columns as bytes, one after the other: those that come out are looked at where they are. */
export function packed(columns: readonly Uint8Array[]): Buffer {
  const said = Buffer.from(JSON.stringify(columns.map(({ byteLength }) => byteLength)));
  const length = Buffer.alloc(LENGTH);
  length.writeUInt32LE(said.length);
  return Buffer.concat([length, ...[said, ...columns].flatMap((part) => [part, filling(part)])]);
}

/**
 * The columns that were made bytes of, as views of these bytes, each beginning at a multiple of four.
 * @throws where the bytes are not those of columns
 */
export function unpacked(given: Buffer): Buffer[] {
  const bytes =
    given.byteOffset % ALIGNED === 0 ? given : Buffer.from(new Uint8Array(given).buffer);
  let at = 0;
  const next = (length: number) => {
    const start = at;
    at = start + length + fillingOf(length);
    if (at > bytes.length) throw new Error("The columns are not whole");
    return bytes.subarray(start, start + length);
  };
  const lengths = JSON.parse(next(next(LENGTH).readUInt32LE()).toString()) as readonly number[];
  return lengths.map(next);
}

function filling({ byteLength }: Uint8Array): Buffer {
  return Buffer.alloc(fillingOf(byteLength));
}

function fillingOf(length: number): number {
  return (ALIGNED - (length % ALIGNED)) % ALIGNED;
}

/** Columns of numbers are kept as the machine has them. */
export function bytesOfNumbers({ buffer, byteOffset, byteLength }: Int32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** The numbers of a column that {@link unpacked} found. @throws where they are not whole */
export function numbersOfBytes({ buffer, byteOffset, byteLength }: Buffer): Int32Array {
  const count = byteLength / Int32Array.BYTES_PER_ELEMENT;
  if (!Number.isInteger(count)) throw new Error("The numbers are not whole");
  return new Int32Array(buffer, byteOffset, count);
}
