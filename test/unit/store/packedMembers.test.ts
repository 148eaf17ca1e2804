import { expect, it } from "vitest";
import { TextColumn } from "../../../src/kernel/textColumn.js";
import { nameUuid } from "../../../src/kernel/uuid.js";
import { UuidColumn } from "../../../src/kernel/uuidColumn.js";
import type { MemberConcepts, MemberMappings } from "../../../src/store/collections/gathered.js";
import { conceptPacking, mappingPacking } from "../../../src/store/collections/packedMembers.js";

const COUNT = 10_000;
const NAMESPACE = "6ba7b811-9dad-11d1-80b4-00c04fd430c8";
const places = Array.from({ length: COUNT }, (_, at) => at);

function keys(count: number) {
  const some = places.slice(0, count);
  return {
    ids: Int32Array.from(some, (at) => at % 3),
    codes: TextColumn.of(some.map((at) => `C${at + COUNT}`)),
    versions: Int32Array.from(some, (at) => at),
    retired: Buffer.from(some.map((at) => at % 2)),
  };
}

function concepts(count: number): MemberConcepts {
  const urls = { 1: "/orgs/A/sources/É/", 0: "/orgs/A/sources/A/", 2: "" };
  return { ...keys(count), revisions: Int32Array.from(places.slice(0, count)), urls };
}

function mappings(count: number): MemberMappings {
  const some = places.slice(0, count);
  return {
    ...keys(count),
    uids: UuidColumn.of(some.map((at) => nameUuid(NAMESPACE, String(at)))),
    fromCodes: TextColumn.of(some.map((at) => `Ä${at}`)),
    toCodes: TextColumn.of(some.map(() => "")),
  };
}

it.each([0, 1, 2, 3, 500])("%i members come back as they were", (count) => {
  expect(conceptPacking.unpack(conceptPacking.pack(concepts(count)))).toEqual(concepts(count));
  expect(mappingPacking.unpack(mappingPacking.pack(mappings(count)))).toEqual(mappings(count));
});

it("members that were packed are looked at where they are", () => {
  const bytes = Buffer.from(new Uint8Array(mappingPacking.pack(mappings(COUNT))).buffer);
  const { ids, codes, uids, toCodes } = mappingPacking.unpack(bytes);
  for (const { buffer } of [ids, codes.bytes, codes.ends, uids.bytes, toCodes.ends]) {
    expect(buffer).toBe(bytes.buffer);
  }
});

it("a concept with a code of 6 characters takes 27 bytes in memory, a mapping 60", () => {
  const [concept, mapping] = [concepts(COUNT), mappings(COUNT)];
  // With four more for its place where it is listed, or in each of two orders.
  expect(conceptPacking.byteLength(concept) / COUNT).toBeLessThan(27 + 4 + 1);
  expect(mappingPacking.byteLength(mapping) / COUNT).toBeLessThan(60 + 8 + 1);
  expect(conceptPacking.pack(concept).length / COUNT).toBeLessThan(28);
  expect(mappingPacking.pack(mapping).length / COUNT).toBeLessThan(61);
});

it("members of the other kind are refused", () => {
  expect(() => mappingPacking.unpack(conceptPacking.pack(concepts(COUNT)))).toThrow();
  expect(() => conceptPacking.unpack(Buffer.of(0))).toThrow();
});
