import fc from "fast-check";
import { expect, it } from "vitest";
import { bytesOfNumbers, numbersOfBytes, packed, unpacked } from "../../../src/kernel/packed.js";

const number = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });

it("columns come back as they were, whatever their lengths", () => {
  fc.assert(
    fc.property(fc.array(fc.array(number)), fc.array(fc.uint8Array()), (numbers, others) => {
      const columns = numbers.map((column) => Int32Array.from(column));
      const bytes = packed([...others, ...columns.map(bytesOfNumbers)]);
      const read = unpacked(bytes);
      expect(read.slice(0, others.length).map((column) => [...column])).toEqual(
        others.map((column) => [...column]),
      );
      expect(read.slice(others.length).map(numbersOfBytes)).toEqual(columns);
    }),
  );
});

it("are looked at where they are, and copied only where they begin at an odd place", () => {
  const bytes = new Uint8Array(packed([Uint8Array.of(1), bytesOfNumbers(Int32Array.of(7, 8))]));
  const [, numbers] = unpacked(Buffer.from(bytes.buffer));
  expect(numbers?.buffer).toBe(bytes.buffer);
  const shifted = Buffer.concat([Buffer.of(0), bytes]).subarray(1);
  const [, moved] = unpacked(shifted);
  expect(moved && [...numbersOfBytes(moved)]).toEqual([7, 8]);
});

it("bytes of something else are refused", () => {
  expect(() => unpacked(Buffer.from("something else"))).toThrow();
  expect(() => unpacked(packed([Buffer.from("whole")]).subarray(0, -8))).toThrow();
});

it("numbers that are not whole are refused", () => {
  const [column = Buffer.alloc(0)] = unpacked(packed([Uint8Array.of(1, 2, 3)]));
  expect(() => numbersOfBytes(column)).toThrow();
});
