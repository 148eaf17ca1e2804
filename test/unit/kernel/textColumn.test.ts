import fc from "fast-check";
import { expect, it } from "vitest";
import { bytewise } from "../../../src/kernel/bytewise.js";
import { valuesAt } from "../../../src/kernel/columns.js";
import { TextColumn } from "../../../src/kernel/textColumn.js";

const text = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.string({ unit: fc.constantFrom("a", "b", "é", "\u{E000}", "\u{FFFD}", "\u{1F600}") }),
  fc.constantFrom("", "\0", "a".repeat(100_000)),
);
const texts = fc.array(text);

function sign(order: number): number {
  return Math.sign(order);
}

it("every text is at its place, and none before the first or after the last", () => {
  fc.assert(
    fc.property(texts, (given) => {
      const column = TextColumn.of(given);
      expect(column.length).toBe(given.length);
      expect(valuesAt(column)).toEqual(given);
      expect(column.at(given.length)).toBeUndefined();
      expect(column.at(-1)).toBeUndefined();
    }),
  );
});

it("texts stand to each other as the database sorts them", () => {
  fc.assert(
    fc.property(fc.array(text, { minLength: 1 }), text, (given, sought) => {
      const column = TextColumn.of(given);
      const compare = column.comparedWith(sought);
      for (const [place, own] of given.entries()) {
        expect(sign(compare(place))).toBe(sign(bytewise(own, sought)));
        expect(sign(column.comparePlaces(place, 0))).toBe(sign(bytewise(own, given[0] ?? "")));
      }
    }),
  );
});

it("some of its texts, and those of several columns, are columns too", () => {
  const lists = fc.array(texts, { maxLength: 4 });
  fc.assert(
    fc.property(lists, fc.array(fc.nat()), (given, drawn) => {
      const joined = TextColumn.joined(given.map(TextColumn.of));
      const all = given.flat();
      expect(valuesAt(joined)).toEqual(all);
      const places = all.length === 0 ? [] : drawn.map((place) => place % all.length);
      expect(valuesAt(joined.picked(places))).toEqual(places.map((place) => all[place]));
      expect(valuesAt(joined, places)).toEqual(places.map((place) => all[place]));
    }),
  );
});

it("takes four bytes for a text beside its own", () => {
  const given = Array.from({ length: 1000 }, (_, at) => `C${at + 1000}`);
  expect(TextColumn.of(given).byteLength).toBe(1000 * (5 + 4));
});

it("bytes that are not as long as they should be are refused", () => {
  expect(() => new TextColumn(Buffer.from("abc"), Int32Array.of(1, 2))).toThrow();
  expect(() => new TextColumn(Buffer.from("a"), new Int32Array())).toThrow();
});

it("what is not there can't be picked or compared", () => {
  const column = TextColumn.of(["a"]);
  expect(() => column.picked([1])).toThrow();
  expect(() => column.comparePlaces(0, 1)).toThrow();
  expect(() => valuesAt(column, [1])).toThrow();
});
