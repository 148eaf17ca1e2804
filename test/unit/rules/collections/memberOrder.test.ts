import fc from "fast-check";
import { expect, it } from "vitest";
import { bytewise } from "../../../../src/kernel/bytewise.js";
import { valuesAt } from "../../../../src/kernel/columns.js";
import { TextColumn } from "../../../../src/kernel/textColumn.js";
import type { Window } from "../../../../src/kernel/window.js";
import {
  keyAt,
  membersIn,
  type OrderedMembers,
  placeOfMember,
  placesEqual,
  placesOf,
  placeUnder,
} from "../../../../src/rules/collections/memberOrder.js";

const urls = { 1: "/orgs/Z/sources/A/", 2: "/orgs/B/sources/B/", 3: "/orgs/M/sources/C/" };
const member = fc.record({
  id: fc.constantFrom(1, 2, 3),
  code: fc.string({ unit: fc.constantFrom("A", "B", "\u{E000}", "\u{1F600}"), maxLength: 3 }),
  retired: fc.boolean(),
});
const members = fc
  .uniqueArray(member, { selector: ({ id, code }) => `${id} ${code}`, maxLength: 30 })
  .map((rows): OrderedMembers => {
    const url = (id: number) => urls[id as keyof typeof urls];
    const sorted = rows.toSorted(
      (one, other) => bytewise(one.code, other.code) || bytewise(url(one.id), url(other.id)),
    );
    return {
      ids: sorted.map(({ id }) => id),
      codes: TextColumn.of(sorted.map(({ code }) => code)),
      retired: sorted.map(({ retired }) => Number(retired)),
      urls,
    };
  });
const shown = fc.record({
  readable: fc.subarray([1, 2, 3]).map((ids) => new Set(ids)),
  includeRetired: fc.boolean(),
});

it("walks through all that is shown, either way and in either direction, each once", () => {
  const direction = fc.constantFrom("ASC" as const, "DESC" as const);
  fc.assert(
    fc.property(
      members,
      shown,
      direction,
      fc.integer({ min: 1, max: 5 }),
      (all, asked, to, size) => {
        const everything = [...placesOf(all, asked)].sort((one, other) => {
          const [[code, url], [others, otherUrl]] = [keyAt(all, one), keyAt(all, other)];
          return (to === "ASC" ? 1 : -1) * bytewise(code, others) || bytewise(url, otherUrl);
        });
        for (const backward of [false, true]) {
          const walked: number[][] = [];
          for (let end: number | null = null; ; ) {
            const key = end === null ? null : keyAt(all, end);
            const window: Window = {
              ...{ by: "cursor", size, backward },
              after: backward ? null : key,
              before: backward ? key : null,
            };
            const slice = membersIn(all, asked, { window, direction: to });
            walked.push([...slice.items]);
            expect(backward ? slice.hasPrevious : slice.hasNext).toBe(
              walked.flat().length < everything.length,
            );
            const next = backward ? slice.items.at(0) : slice.items.at(-1);
            if (next === undefined || walked.flat().length >= everything.length) break;
            end = next;
          }
          expect((backward ? walked.toReversed() : walked).flat()).toEqual(everything);
        }
      },
    ),
  );
});

it("counts what may be read, and what is retired only where it is asked for", () => {
  const codes = TextColumn.of(["A", "A", "B"]);
  const all = { ids: [1, 2, 1], codes, retired: [0, 0, 1], urls };
  const places = (readable: number[], includeRetired: boolean) => [
    ...placesOf(all, { readable: new Set(readable), includeRetired }),
  ];
  expect(places([1, 2], true)).toEqual([0, 1, 2]);
  expect(places([1, 2], false)).toEqual([0, 1]);
  expect(places([1], true)).toEqual([0, 2]);
  expect(places([], true)).toEqual([]);
});

it("has pages by number, and what lies past the end is empty", () => {
  const codes = TextColumn.of(["A", "A", "B"]);
  const all = { ids: [2, 1, 1], codes, retired: [0, 0, 0], urls };
  const page = (number: number) =>
    membersIn(
      all,
      { readable: new Set([1, 2]), includeRetired: false },
      { window: { by: "page", size: 2, number }, direction: "ASC" },
    );
  expect(page(1)).toEqual({ items: [0, 1], hasNext: true, hasPrevious: false });
  expect(page(2)).toEqual({ items: [2], hasNext: false, hasPrevious: true });
  expect(page(3)).toEqual({ items: [], hasNext: false, hasPrevious: true });
});

it("finds all places of a code, and the first that is asked for", () => {
  const code = fc.string({
    unit: fc.constantFrom("A", "B", "\u{E000}", "\u{1F600}"),
    maxLength: 3,
  });
  fc.assert(
    fc.property(members, code, fc.subarray([1, 2, 3]), (all, asked, ids) => {
      const places = valuesAt(all.codes).flatMap((own, place) => (own === asked ? [place] : []));
      expect(placesEqual(all.codes, asked)).toEqual(places);
      const isAsked = (id: number) => ids.includes(id);
      const [first = null] = places.filter((place) => isAsked(all.ids[place] ?? 0));
      expect(placeUnder(all, asked, isAsked)).toBe(first);
      const [own = null] = places.filter((place) => all.ids[place] === 2);
      expect(placeOfMember(all, { id: 2, code: asked })).toBe(own);
    }),
  );
});
