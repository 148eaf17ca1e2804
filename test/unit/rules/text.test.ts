import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { characters, isStorable, textFaults, trimmed } from "../../../src/rules/text.js";

const FACE = "\u{1F600}";

describe("characters", () => {
  it.each([
    ["", 0],
    ["abc", 3],
    [FACE, 1],
    [`a${FACE}b`, 3],
    ["e\u0301", 2],
    ["\u{1F468}\u200D\u{1F469}", 3],
    ["\uD83D", 1],
    ["\n\u0000", 2],
  ])("%j has %i", (text, count) => {
    expect(characters(text)).toBe(count);
  });

  it("counts code points", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0x20, max: 0xd7ff })), fc.nat(5), (points, faces) => {
        const text = String.fromCodePoint(...points) + FACE.repeat(faces);
        expect(characters(text)).toBe(points.length + faces);
      }),
    );
  });
});

describe("isStorable", () => {
  it.each([
    ["", true],
    ["A00.0", true],
    [FACE, true],
    ["\u{10FFFF}\uFFFF", true],
    ["\u0001\u007F", true],
    ["\u0000", false],
    ["A00\u0000", false],
    ["\uD83D", false],
    ["\uDE00\uD83D", false],
    ["a\uDE00b", false],
  ])("%j: %s", (text, storable) => {
    expect(isStorable(text)).toBe(storable);
  });

  it("lets through exactly what UTF-8 carries, but for U+0000", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(0xffff)), (units) => {
        const text = String.fromCharCode(...units);
        const carried = Buffer.from(text, "utf8").toString("utf8") === text;
        expect(isStorable(text)).toBe(carried && !units.includes(0));
      }),
    );
  });
});

describe("trimmed", () => {
  it.each([
    [null, null],
    [undefined, null],
    ["", null],
    ["   ", null],
    ["\t\r\n\u00A0\u2003", null],
    [" a ", "a"],
    [" a  b\n", "a  b"],
    ["\u200B", "\u200B"],
  ])("%j is %j", (text, expected) => {
    expect(trimmed(text)).toBe(expected);
  });
});

describe("textFaults", () => {
  const field = { name: "Title", path: ["titles", "0"], limit: 3 };

  it.each([null, "", "abc", FACE.repeat(3)])("finds nothing wrong with %j", (text) => {
    expect(textFaults(text, field)).toEqual([]);
  });

  it("says how long a text is and how long it may be", () => {
    expect(textFaults(`${FACE.repeat(3)}a`, field)).toEqual([
      {
        kind: "FieldInvalid",
        path: ["titles", "0"],
        message: "Title is 4 characters long; at most 3 are allowed",
      },
    ]);
  });

  it.each(["a\u0000", "\uD83D"])("refuses %j, which no database keeps", (text) => {
    expect(textFaults(text, field)).toEqual([
      {
        kind: "FieldInvalid",
        path: ["titles", "0"],
        message: "Title holds a character that is not text",
      },
    ]);
  });
});
