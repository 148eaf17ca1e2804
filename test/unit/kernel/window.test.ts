import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sliceOf, type Window } from "../../../src/kernel/window.js";

const cursor = { by: "cursor", size: 2, after: null, before: null, backward: false } as const;

describe("sliceOf", () => {
  it.each<readonly [string, readonly number[], Window, ReturnType<typeof sliceOf>]>([
    [
      "the first page of more",
      [1, 2, 3],
      { by: "page", size: 2, number: 1 },
      { items: [1, 2], hasNext: true, hasPrevious: false },
    ],
    [
      "the last page",
      [5],
      { by: "page", size: 2, number: 3 },
      { items: [5], hasNext: false, hasPrevious: true },
    ],
    [
      "a page that is just full",
      [3, 4],
      { by: "page", size: 2, number: 2 },
      { items: [3, 4], hasNext: false, hasPrevious: true },
    ],
    [
      "a page past the end",
      [],
      { by: "page", size: 2, number: 9 },
      { items: [], hasNext: false, hasPrevious: true },
    ],
    ["from the start", [1, 2, 3], cursor, { items: [1, 2], hasNext: true, hasPrevious: false }],
    [
      "behind a key",
      [4, 5],
      { ...cursor, after: [3] },
      { items: [4, 5], hasNext: false, hasPrevious: true },
    ],
    [
      "from the end, read backward",
      [9, 8, 7],
      { ...cursor, backward: true },
      { items: [8, 9], hasNext: false, hasPrevious: true },
    ],
    [
      "before a key, read backward",
      [2, 1],
      { ...cursor, before: [3], backward: true },
      { items: [1, 2], hasNext: true, hasPrevious: false },
    ],
  ])("%s", (_, rows, window, expected) => {
    expect(sliceOf(rows, window)).toEqual(expected);
  });

  it("never holds more than asked for, and nothing that was not read", () => {
    const windows = fc.record({ size: fc.integer({ min: 1, max: 5 }), backward: fc.boolean() });
    fc.assert(
      fc.property(fc.array(fc.integer()), windows, (all, { size, backward }) => {
        const read = all.slice(0, size + 1);
        const slice = sliceOf(read, { ...cursor, size, backward });
        const expected = all.slice(0, size);
        expect(slice.items).toEqual(backward ? expected.toReversed() : expected);
        expect(backward ? slice.hasPrevious : slice.hasNext).toBe(all.length > size);
      }),
    );
  });
});
