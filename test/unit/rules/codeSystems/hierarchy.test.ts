import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findCycle } from "../../../../src/rules/codeSystems/hierarchy.js";

function edges(...texts: readonly string[]) {
  return texts.map((text) => {
    const [child = "", parent = ""] = text.split(" < ");
    return { child, parent };
  });
}

describe("findCycle", () => {
  it.each([
    [[], null],
    [["b < a", "c < a", "d < b", "d < c"], null],
    [["b < a", "b < a"], null],
    [["a < a"], ["a"]],
    [
      ["b < a", "a < b"],
      ["a", "b"],
    ],
    [
      ["top < x", "a < top", "a < c", "b < a", "c < b", "d < c"],
      ["a", "b", "c"],
    ],
  ])("%j: %j", (given, expected) => {
    const found = findCycle(edges(...given));
    expect(found?.toSorted() ?? null).toEqual(expected);
  });

  it("names each code below the next", () => {
    expect(findCycle(edges("b < c", "c < a", "a < b"))).toEqual(["b", "c", "a"]);
  });

  it("goes through a chain of 300,000 and finds the one edge that closes it", () => {
    const chain = Array.from({ length: 300_000 }, (_, at) => ({
      child: `${at + 1}`,
      parent: `${at}`,
    }));
    expect(findCycle(chain)).toBeNull();
    expect(findCycle([...chain, { child: "0", parent: "300000" }])).toHaveLength(300_001);
  });

  it("finds a circle just where there is one", () => {
    const code = fc.integer({ min: 0, max: 7 }).map(String);
    const graph = fc.array(fc.record({ child: code, parent: code }), { maxLength: 14 });
    fc.assert(
      fc.property(graph, (given) => {
        const above = (code: string, seen: Set<string>): Set<string> => {
          for (const { child, parent } of given) {
            if (child !== code || seen.has(parent)) continue;
            seen.add(parent);
            above(parent, seen);
          }
          return seen;
        };
        const expected = given.some(({ child }) => above(child, new Set()).has(child));
        const found = findCycle(given);
        expect(found !== null).toBe(expected);
        const isEdge = (from: string, to: string | undefined) =>
          given.some(({ child, parent }) => child === from && parent === to);
        const broken = found?.filter((from, at) => !isEdge(from, found[(at + 1) % found.length]));
        expect(broken ?? []).toEqual([]);
      }),
    );
  });
});
