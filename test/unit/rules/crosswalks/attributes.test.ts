import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type AttributeInput,
  attributeFaults,
  mergeAttributes,
  sameAttributes,
} from "../../../../src/rules/crosswalks/attributes.js";

const FACE = "\u{1F600}";

function faults(...inputs: AttributeInput[]): (readonly [string, string])[] {
  return attributeFaults(inputs, ["customAttributes"]).map(({ kind, path, message }) => {
    expect(kind).toBe("FieldInvalid");
    return [path.join("."), message];
  });
}

describe("attributeFaults", () => {
  it.each([null, undefined, []])("finds nothing wrong with %j", (inputs) => {
    expect(attributeFaults(inputs, [])).toEqual([]);
  });

  it.each<AttributeInput>([
    { key: "k", value: "v" },
    { key: "k" },
    { key: "k", value: null },
    { key: "k", value: "" },
    { key: `  ${"k".repeat(250)}\t` },
    { key: FACE.repeat(250), value: ` ${FACE.repeat(5000)} ` },
  ])("allows %j", (input) => {
    expect(faults(input)).toEqual([]);
  });

  it.each<AttributeInput>([
    {},
    { key: undefined },
    { key: null },
    { key: "" },
    { key: " \n" },
    { key: null, value: "v" },
  ])("misses the key in %j", (input) => {
    expect(faults(input)).toEqual([["customAttributes.0.key", "Custom attribute key is required"]]);
  });

  it("counts characters, not halves of surrogate pairs", () => {
    expect(faults({ key: `${FACE.repeat(250)}k`, value: `${FACE.repeat(5000)}v` })).toEqual([
      [
        "customAttributes.0.key",
        "Custom attribute key is 251 characters long; at most 250 are allowed",
      ],
      [
        "customAttributes.0.value",
        "Custom attribute value is 5001 characters long; at most 5000 are allowed",
      ],
    ]);
  });

  it("refuses what no database keeps", () => {
    expect(faults({ key: "a\u0000", value: "\uD83D" })).toEqual([
      ["customAttributes.0.key", "Custom attribute key holds a character that is not text"],
      ["customAttributes.0.value", "Custom attribute value holds a character that is not text"],
    ]);
  });

  it("reports every fault at its own place", () => {
    const long = "v".repeat(5001);
    expect(faults({ key: "" }, { key: "fine" }, { value: long }).map(([path]) => path)).toEqual([
      "customAttributes.0.key",
      "customAttributes.2.key",
      "customAttributes.2.value",
    ]);
  });

  it("allows a hundred attributes and not one more", () => {
    const many = Array.from({ length: 101 }, (_, at) => ({ key: `${at}` }));
    expect(faults(...many.slice(1))).toEqual([]);
    expect(faults(...many)).toEqual([
      ["customAttributes", "Custom attributes: 101 are too many; at most 100 are allowed"],
    ]);
  });
});

describe("mergeAttributes", () => {
  const present = [
    { key: "a", value: "1" },
    { key: "b", value: null },
  ];

  it.each([null, undefined, []])("leaves attributes as they are for %j", (inputs) => {
    expect(mergeAttributes(present, inputs)).toEqual(present);
  });

  it("replaces values where they stand and puts new keys at the end", () => {
    const inputs = [
      { key: "c", value: "3" },
      { key: "a", value: "9" },
    ];
    expect(mergeAttributes(present, inputs)).toEqual([
      { key: "a", value: "9" },
      { key: "b", value: null },
      { key: "c", value: "3" },
    ]);
  });

  it("lets the last of equal keys win, in the first one's place", () => {
    const inputs = [
      { key: "c", value: "1" },
      { key: "d", value: "2" },
      { key: " c ", value: "3" },
    ];
    expect(mergeAttributes([], inputs)).toEqual([
      { key: "c", value: "3" },
      { key: "d", value: "2" },
    ]);
  });

  it("tells keys apart by case", () => {
    expect(mergeAttributes(present, [{ key: "A", value: "2" }])).toEqual([
      ...present,
      { key: "A", value: "2" },
    ]);
  });

  it.each([undefined, null, "", "  "])("clears a value with %j", (value) => {
    expect(mergeAttributes(present, [{ key: "a", value }])).toEqual([
      { key: "a", value: null },
      { key: "b", value: null },
    ]);
  });

  it("trims keys and values", () => {
    expect(mergeAttributes([], [{ key: " k\t", value: "\n v w " }])).toEqual([
      { key: "k", value: "v w" },
    ]);
  });

  it("keeps keys that objects of JavaScript have of their own", () => {
    expect(mergeAttributes([], [{ key: "__proto__", value: "v" }])).toEqual([
      { key: "__proto__", value: "v" },
    ]);
  });

  const attribute = fc.record({
    key: fc.constantFrom("a", "b", "c", "d", "e"),
    value: fc.option(fc.constantFrom("1", "2")),
  });
  const attributes = fc.array(attribute, { maxLength: 8 });

  it("says of each key the last thing that was said, and says it twice with the same result", () => {
    fc.assert(
      fc.property(attributes, attributes, (before, inputs) => {
        const standing = mergeAttributes([], before);
        const merged = mergeAttributes(standing, inputs);
        const expected = new Map([...before, ...inputs].map(({ key, value }) => [key, value]));
        expect(merged.map(({ key, value }) => [key, value])).toEqual([...expected]);
        expect(sameAttributes(mergeAttributes(merged, inputs), merged)).toBe(true);
      }),
    );
  });
});

describe("sameAttributes", () => {
  const a = { key: "a", value: "1" };
  const b = { key: "b", value: null };

  it.each([
    [[], [], true],
    [[a, b], [a, b], true],
    [[a, b], [b, a], false],
    [[a], [a, b], false],
    [[a, b], [a], false],
    [[a], [{ key: "a", value: null }], false],
    [[a], [{ key: "A", value: "1" }], false],
  ])("%j and %j: %s", (left, right, same) => {
    expect(sameAttributes(left, right)).toBe(same);
  });
});
