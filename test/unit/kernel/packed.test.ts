import fc from "fast-check";
import { expect, it } from "vitest";
import { packed, unpacked } from "../../../src/kernel/packed.js";

const number = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const text = fc.string({ unit: "grapheme" }).filter((drawn) => !drawn.includes("\0"));

it("columns come back as they were, whatever their lengths", () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(number)),
      fc.array(fc.array(fc.oneof(text, fc.constant("")))),
      (numbers, texts) => {
        expect(unpacked(packed({ numbers, texts }))).toEqual({ numbers, texts });
      },
    ),
  );
});

it("bytes of something else are refused", () => {
  expect(() => unpacked(Buffer.from("something else"))).toThrow();
});
