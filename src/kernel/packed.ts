/** Columns of numbers, whole ones of 32 bits, and of texts, each of its own length. */
export interface Columns {
  readonly numbers: readonly (readonly number[])[];
  /** None of them has a NUL, as nothing has that was in PostgreSQL. */
  readonly texts: readonly (readonly string[])[];
}

interface Header {
  /** How many numbers each column has. */
  readonly numbers: readonly number[];
  /** How many texts each column has, and how many bytes they take. */
  readonly texts: readonly { readonly count: number; readonly bytes: number }[];
}

const BETWEEN = "\0";
const LENGTH = Uint32Array.BYTES_PER_ELEMENT;

/** Columns as bytes; many times faster to read than JSON. */
export function packed({ numbers, texts }: Columns): Buffer {
  const joined = texts.map((column) => Buffer.from(column.join(BETWEEN)));
  const header: Header = {
    numbers: numbers.map(({ length }) => length),
    texts: texts.map(({ length }, at) => ({ count: length, bytes: joined[at]?.length ?? 0 })),
  };
  const said = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(LENGTH);
  length.writeUInt32LE(said.length);
  const whole = numbers.map((column) => Buffer.from(Int32Array.from(column).buffer));
  return Buffer.concat([length, said, ...whole, ...joined]);
}

/** The columns that were made bytes of. */
export function unpacked(bytes: Buffer): Columns {
  let at = 0;
  const next = (length: number) => {
    at += length;
    return bytes.subarray(at - length, at);
  };
  const header = JSON.parse(next(next(LENGTH).readUInt32LE()).toString()) as Header;
  const numbers = header.numbers.map((count) => {
    // Copied, since they may begin anywhere.
    const column = new Int32Array(count);
    Buffer.from(column.buffer).set(next(count * column.BYTES_PER_ELEMENT));
    return numbersOf(column);
  });
  const texts = header.texts.map(({ count, bytes: length }) => {
    const joined = next(length).toString();
    return count === 0 ? [] : joined.split(BETWEEN);
  });
  return { numbers, texts };
}

/** Several times faster than Array.from. */
function numbersOf(column: Int32Array): number[] {
  const numbers = new Array<number>(column.length);
  for (let at = 0; at < column.length; at += 1) numbers[at] = column[at] ?? 0;
  return numbers;
}
