import { type Columns, packed, unpacked } from "../../kernel/packed.js";
import type { MemberConcepts, MemberMappings } from "./gathered.js";

/** How the members of collections become bytes, and bytes members. */
export interface MemberPacking<Members> {
  readonly kind: "CONCEPTS" | "MAPPINGS";
  pack(members: Members): Buffer;
  unpack(bytes: Buffer): Members;
  /** How many there are. */
  count(members: Members): number;
}

export const conceptPacking: MemberPacking<MemberConcepts> = {
  kind: "CONCEPTS",
  pack: ({ ids, codes, versions, revisions, retired, urls }) =>
    packed({
      numbers: [ids, versions, revisions, retired.map(Number), Object.keys(urls).map(Number)],
      texts: [codes, Object.values(urls)],
    }),
  unpack: (bytes) => {
    const read = reader(unpacked(bytes));
    const [ids, versions, revisions] = [read.numbers(), read.numbers(), read.numbers()];
    const retired = read.numbers().map(Boolean);
    const systems = read.numbers();
    const codes = read.texts();
    const named = read.texts();
    const urls = Object.fromEntries(systems.map((id, at) => [id, named[at] ?? ""]));
    return { ids, codes, versions, revisions, retired, urls };
  },
  count: ({ ids }) => ids.length,
};

export const mappingPacking: MemberPacking<MemberMappings> = {
  kind: "MAPPINGS",
  pack: ({ ids, codes, versions, uids, retired, fromCodes, toCodes }) =>
    packed({
      numbers: [ids, versions, retired.map(Number)],
      texts: [codes, uids, fromCodes, toCodes],
    }),
  unpack: (bytes) => {
    const read = reader(unpacked(bytes));
    const [ids, versions] = [read.numbers(), read.numbers()];
    const retired = read.numbers().map(Boolean);
    const [codes, uids] = [read.texts(), read.texts()];
    return { ids, codes, versions, uids, retired, fromCodes: read.texts(), toCodes: read.texts() };
  },
  count: ({ ids }) => ids.length,
};

export const memberPackings = { CONCEPTS: conceptPacking, MAPPINGS: mappingPacking } as const;

/** The columns one after the other. */
function reader({ numbers, texts }: Columns) {
  const left = { numbers: numbers.values(), texts: texts.values() };
  return {
    numbers: () => left.numbers.next().value ?? [],
    texts: () => left.texts.next().value ?? [],
  };
}
