import { bytesOfNumbers, numbersOfBytes, packed, unpacked } from "../../kernel/packed.js";
import { TextColumn } from "../../kernel/textColumn.js";
import { UuidColumn } from "../../kernel/uuidColumn.js";
import type { MemberConcepts, MemberMappings } from "./gathered.js";

/** How the members of collections become bytes, and bytes members, which are views of them. */
export interface MemberPacking<Members> {
  readonly kind: "CONCEPTS" | "MAPPINGS";
  pack(members: Members): Buffer;
  /** @throws where they are not those of members */
  unpack(bytes: Buffer): Members;
  /** How many there are. */
  count(members: Members): number;
  /** How many bytes they take in memory, with what is worked out to find them by. */
  byteLength(members: Members): number;
}

/** What an object takes beside its columns. */
const FRAME = 1000;
/** For each place that is put in another order. */
const PLACE = Uint32Array.BYTES_PER_ELEMENT;

export const conceptPacking: MemberPacking<MemberConcepts> = {
  kind: "CONCEPTS",
  pack: ({ ids, codes, versions, revisions, retired, urls }) =>
    packed([
      ...[ids, versions, revisions].map(bytesOfNumbers),
      ...[retired, ...partsOf(codes), bytesOfNumbers(Int32Array.from(Object.keys(urls), Number))],
      ...partsOf(TextColumn.of(Object.values(urls))),
    ]),
  unpack: (bytes) => {
    const read = reader(unpacked(bytes));
    const [ids, versions, revisions] = [read.numbers(), read.numbers(), read.numbers()];
    const [retired, codes] = [read.bytes(), read.texts()];
    const [systems, named] = [read.numbers(), read.texts()];
    const urls = Object.fromEntries(Array.from(systems, (id, at) => [id, named.at(at) ?? ""]));
    return { ids, codes, versions, revisions, retired, urls };
  },
  count: ({ ids }) => ids.length,
  byteLength: ({ ids, codes, versions, revisions, retired }) =>
    summed([ids, codes, versions, revisions, retired]) + PLACE * ids.length,
};

export const mappingPacking: MemberPacking<MemberMappings> = {
  kind: "MAPPINGS",
  pack: ({ ids, codes, versions, uids, retired, fromCodes, toCodes }) =>
    packed([
      ...[bytesOfNumbers(ids), bytesOfNumbers(versions), retired, uids.bytes],
      ...[codes, fromCodes, toCodes].flatMap(partsOf),
    ]),
  unpack: (bytes) => {
    const read = reader(unpacked(bytes));
    const [ids, versions] = [read.numbers(), read.numbers()];
    const [retired, uids] = [read.bytes(), new UuidColumn(read.bytes())];
    const [codes, fromCodes, toCodes] = [read.texts(), read.texts(), read.texts()];
    return { ids, codes, versions, uids, retired, fromCodes, toCodes };
  },
  count: ({ ids }) => ids.length,
  byteLength: ({ ids, codes, versions, uids, retired, fromCodes, toCodes }) =>
    summed([ids, codes, versions, uids, retired, fromCodes, toCodes]) + 2 * PLACE * ids.length,
};

export const memberPackings = { CONCEPTS: conceptPacking, MAPPINGS: mappingPacking } as const;

function summed(columns: readonly { readonly byteLength: number }[]): number {
  return columns.reduce((sum, { byteLength }) => sum + byteLength, FRAME);
}

function partsOf({ ends, bytes }: TextColumn): Uint8Array[] {
  return [bytesOfNumbers(ends), bytes];
}

/** The columns one after the other. */
function reader(columns: readonly Buffer[]) {
  const left = columns.values();
  const bytes = () => {
    const { value } = left.next();
    if (!value) throw new Error("There is a column too few");
    return value;
  };
  const numbers = () => numbersOfBytes(bytes());
  const texts = () => {
    const ends = numbers();
    return new TextColumn(bytes(), ends);
  };
  return { bytes, numbers, texts };
}
