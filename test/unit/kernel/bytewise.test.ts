import fc from "fast-check";
import { expect, it } from "vitest";
import { bytewise } from "../../../src/kernel/bytewise.js";

it("sorts as the bytes of UTF-8 do", () => {
  const text = fc.string({ unit: "binary", maxLength: 6 });
  fc.assert(
    fc.property(text, text, (one, other) => {
      const bytes = Buffer.compare(Buffer.from(one), Buffer.from(other));
      expect(Math.sign(bytewise(one, other))).toBe(bytes);
    }),
    { numRuns: 200 },
  );
});

it.each([
  ["A1", "A1", 0],
  ["A1", "A10", -1],
  ["a", "B", 1],
  ["\u{FFFD}", "\u{1F600}", -1],
  ["\u{1F600}", "\u{E000}", 1],
])("%s stands to %s as %i", (one, other, sign) => {
  expect(Math.sign(bytewise(one, other))).toBe(sign);
});
