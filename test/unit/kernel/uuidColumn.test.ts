import fc from "fast-check";
import { expect, it } from "vitest";
import { valuesAt } from "../../../src/kernel/columns.js";
import { UuidColumn } from "../../../src/kernel/uuidColumn.js";

const uuids = fc.array(fc.uuid());

it("every UUID is at its place, in its one spelling", () => {
  fc.assert(
    fc.property(uuids, (given) => {
      const column = UuidColumn.of(given.map((uuid) => uuid.toUpperCase()));
      expect(valuesAt(column)).toEqual(given);
      expect(column.at(given.length)).toBeUndefined();
      expect(column.byteLength).toBe(16 * given.length);
    }),
  );
});

it("UUIDs stand to each other as their texts do", () => {
  fc.assert(
    fc.property(fc.array(fc.uuid(), { minLength: 1 }), fc.uuid(), (given, drawn) => {
      const column = UuidColumn.of(given);
      const expected = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);
      const compare = column.comparedWith(drawn);
      for (const [place, own] of given.entries()) {
        expect(Math.sign(compare(place))).toBe(expected(own, drawn));
        expect(column.comparedWith(own)(place)).toBe(0);
        const order = column.comparePlaces(place, 0);
        expect(Math.sign(order)).toBe(expected(own, given[0] ?? ""));
      }
    }),
  );
});

it("some of its UUIDs, and those of several columns, are columns too", () => {
  fc.assert(
    fc.property(uuids, uuids, (one, other) => {
      const joined = UuidColumn.joined([UuidColumn.of(one), UuidColumn.of(other)]);
      const all = [...one, ...other];
      expect(valuesAt(joined)).toEqual(all);
      const places = [...all.keys()].filter((place) => place % 2 === 1);
      expect(valuesAt(joined.picked(places))).toEqual(places.map((place) => all[place]));
    }),
  );
});

it("what is no UUID is refused", () => {
  expect(() => UuidColumn.of(["1"])).toThrow();
  expect(() => UuidColumn.of([]).comparedWith("1")).toThrow();
  expect(() => new UuidColumn(Buffer.alloc(15))).toThrow();
});
