import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type ListShape,
  PageArguments,
  usualSizes,
  windowOf,
} from "../../../src/graph/shared/PageArguments.js";
import { encodeOpaque } from "../../../src/kernel/opaque.js";

type Given = Partial<PageArguments>;

const shape: ListShape = {
  defaultSize: 10,
  maximumByPage: 20,
  maximumByCursor: 50,
  key: ["string", "number"],
};
const key = ["a", 1] as const;
const at = encodeOpaque(key);

function window(given: Given) {
  return windowOf(Object.assign(new PageArguments(), given), shape);
}

const cursor = { by: "cursor", size: 10, after: null, before: null, backward: false };

describe("windowOf", () => {
  it.each<readonly [Given, object]>([
    [{}, { by: "page", size: 10, number: 1 }],
    [
      { pageSize: null, pageNumber: null, first: null },
      { by: "page", size: 10, number: 1 },
    ],
    [{ pageNumber: 3 }, { by: "page", size: 10, number: 3 }],
    [{ pageSize: 1 }, { by: "page", size: 1, number: 1 }],
    [{ pageSize: 20 }, { by: "page", size: 20, number: 1 }],
    [{ pageSize: 21 }, { by: "page", size: 20, number: 1 }],
    [{ pageSize: 2_147_483_647 }, { by: "page", size: 20, number: 1 }],
    [{ first: 3 }, { ...cursor, size: 3 }],
    [{ first: 51 }, { ...cursor, size: 50 }],
    [{ last: 51 }, { ...cursor, size: 50, backward: true }],
    [{ after: at }, { ...cursor, after: key }],
    [{ before: at }, { ...cursor, before: key }],
    [{ after: "", first: null }, { error: "after is not a cursor of this list." }],
    [
      { first: 2, after: at, before: at },
      { ...cursor, size: 2, after: key, before: key },
    ],
    [
      { last: 2, before: at },
      { ...cursor, size: 2, before: key, backward: true },
    ],
    [
      { first: 2, pageSize: null },
      { ...cursor, size: 2 },
    ],
    [
      { pageSize: 2, first: null, after: null },
      { by: "page", size: 2, number: 1 },
    ],
  ])("%j is %j", (given, expected) => {
    if ("error" in expected) expect(() => window(given)).toThrow(String(expected.error));
    else expect(window(given)).toEqual(expected);
  });

  const MIXED = "Give pageSize and pageNumber, or first, after, last and before; not both kinds.";

  it.each<readonly [Given, string]>([
    [{ pageSize: 1, first: 1 }, MIXED],
    [{ pageNumber: 1, after: at }, MIXED],
    [{ pageNumber: 1, last: 1 }, MIXED],
    [{ pageSize: 1, before: at }, MIXED],
    [{ first: 1, last: 1 }, "Give first or last, not both."],
    [{ pageSize: 0 }, "pageSize is 0; at least 1 is needed."],
    [{ pageNumber: 0 }, "pageNumber is 0; at least 1 is needed."],
    [{ pageNumber: -1 }, "pageNumber is -1; at least 1 is needed."],
    [{ first: 0 }, "first is 0; at least 1 is needed."],
    [{ last: -5 }, "last is -5; at least 1 is needed."],
    [{ after: "nonsense" }, "after is not a cursor of this list."],
    [{ before: encodeOpaque(["a"]) }, "before is not a cursor of this list."],
    [{ before: encodeOpaque(["a", 1, 2]) }, "before is not a cursor of this list."],
    [{ after: encodeOpaque([1, "a"]) }, "after is not a cursor of this list."],
    [{ after: encodeOpaque(["a", 1.5]) }, "after is not a cursor of this list."],
    [{ after: encodeOpaque(["a", 2_147_483_648]) }, "after is not a cursor of this list."],
    [{ after: encodeOpaque(["a\u0000", 1]) }, "after is not a cursor of this list."],
    [{ after: encodeOpaque(["\uD83D", 1]) }, "after is not a cursor of this list."],
  ])("%j is refused: %s", (given, message) => {
    expect(() => window(given)).toThrow(
      expect.objectContaining({ message, extensions: { code: "BAD_USER_INPUT" } }),
    );
  });

  it("is what lists usually allow", () => {
    expect(usualSizes).toEqual({ defaultSize: 100, maximumByPage: 1000, maximumByCursor: 1000 });
  });

  it("never lets more through than the list allows, nor less than one", () => {
    const size = fc.option(fc.integer({ min: -2, max: 2_147_483_647 }));
    const given = fc.record({ pageSize: size, pageNumber: size, first: size, last: size });
    fc.assert(
      fc.property(given, (arbitrary) => {
        try {
          const made = window(arbitrary);
          expect(made.size).toBeGreaterThanOrEqual(1);
          expect(made.size).toBeLessThanOrEqual(made.by === "page" ? 20 : 50);
        } catch (error) {
          expect(error).toMatchObject({ extensions: { code: "BAD_USER_INPUT" } });
        }
      }),
    );
  });
});
