import { type SQL, sql } from "drizzle-orm";
import { TextColumn } from "../../kernel/textColumn.js";
import { UuidColumn } from "../../kernel/uuidColumn.js";
import type { MemberConcepts, MemberKeys, MemberMappings } from "./gathered.js";

interface KeyPart {
  readonly ids: Buffer;
  readonly codes: string;
  readonly codeLengths: Buffer;
  readonly versions: Buffer;
  readonly retired: Buffer;
}

/** A part of the concepts of a collection, as the database says it; the first part has the URLs. */
interface ConceptPart extends KeyPart {
  readonly revisions: Buffer;
  readonly urls: MemberConcepts["urls"] | null;
}

/** A part of the mappings of a collection. */
interface MappingPart extends KeyPart {
  readonly uids: Buffer;
  readonly from: string;
  readonly fromLengths: Buffer;
  readonly to: string;
  readonly toLengths: Buffer;
}

// As bytes, since neither side has to convert them: JSON takes several times the memory, and longer.
const inOrder = sql`order by place`;

/** A column of whole numbers of 32 bits, of rows that have a `place`. */
export function numbersOf(column: SQL): SQL {
  return sql`string_agg(int4send(${column}), '' ${inOrder})`;
}

/** A column of truth values, a byte each. */
export function flagsOf(column: SQL): SQL {
  return sql`string_agg(boolsend(${column}), '' ${inOrder})`;
}

/** A column of UUIDs, 16 bytes each. */
export function uuidsOf(column: SQL): SQL {
  return sql`string_agg(uuid_send(${column}), '' ${inOrder})`;
}

/** A column of texts, and one of how many bytes each of them takes. */
export function textsOf(name: string, column: SQL): Record<string, SQL> {
  return {
    [name]: sql`string_agg(${column}, '' ${inOrder})`,
    [`${name}_lengths`]: numbersOf(sql`octet_length(${column})`),
  };
}

/** The concepts of all parts; none where there is no part. */
export function conceptsIn(parts: readonly ConceptPart[]): MemberConcepts {
  return {
    ...keysIn(parts),
    revisions: numbersIn(parts.map(({ revisions }) => revisions)),
    urls: parts[0]?.urls ?? {},
  };
}

/** The mappings of all parts; none where there is no part. */
export function mappingsIn(parts: readonly MappingPart[]): MemberMappings {
  return {
    ...keysIn(parts),
    uids: new UuidColumn(Buffer.concat(parts.map(({ uids }) => uids))),
    fromCodes: textsIn(parts.map(({ from, fromLengths }) => [from, fromLengths])),
    toCodes: textsIn(parts.map(({ to, toLengths }) => [to, toLengths])),
  };
}

function keysIn(parts: readonly KeyPart[]): MemberKeys & { readonly retired: Uint8Array } {
  return {
    ids: numbersIn(parts.map(({ ids }) => ids)),
    codes: textsIn(parts.map(({ codes, codeLengths }) => [codes, codeLengths])),
    versions: numbersIn(parts.map(({ versions }) => versions)),
    retired: Buffer.concat(parts.map(({ retired }) => retired)),
  };
}

function numbersIn(parts: readonly Buffer[]): Int32Array {
  const whole = Buffer.concat(parts);
  const numbers = new Int32Array(whole.length / Int32Array.BYTES_PER_ELEMENT);
  for (let at = 0; at < numbers.length; at += 1) {
    numbers[at] = whole.readInt32BE(at * Int32Array.BYTES_PER_ELEMENT);
  }
  return numbers;
}

function textsIn(parts: readonly (readonly [texts: string, lengths: Buffer])[]): TextColumn {
  const ends = numbersIn(parts.map(([, lengths]) => lengths));
  for (let place = 1; place < ends.length; place += 1) {
    ends[place] = (ends[place] ?? 0) + (ends[place - 1] ?? 0);
  }
  return new TextColumn(Buffer.concat(parts.map(([texts]) => Buffer.from(texts))), ends);
}
