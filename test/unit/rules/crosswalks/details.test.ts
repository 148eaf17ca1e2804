import { describe, expect, it } from "vitest";
import { type DetailsInput, newDetailsFaults } from "../../../../src/rules/crosswalks/details.js";

const FACE = "\u{1F600}";

function faults(input: DetailsInput): (readonly [string, string])[] {
  return newDetailsFaults(input).map(({ kind, path, message }) => {
    expect(kind).toBe("FieldInvalid");
    return [path.join("."), message];
  });
}

describe("newDetailsFaults", () => {
  it.each<DetailsInput>([
    { name: "Diabetes" },
    { name: " d ", description: null, customAttributes: null },
    { name: FACE.repeat(500), description: FACE.repeat(5000) },
    { name: ` ${"n".repeat(500)} `, description: ` ${"d".repeat(5000)}\n` },
    { name: "n", description: "  " },
    { name: "n", customAttributes: [] },
    { name: "n", customAttributes: [{ key: "k" }] },
  ])("finds nothing wrong with input %#", (input) => {
    expect(faults(input)).toEqual([]);
  });

  it.each<DetailsInput>([{}, { name: undefined }, { name: null }, { name: "" }, { name: " \t" }])(
    "misses the name in %j",
    (input) => {
      expect(faults(input)).toEqual([["name", "Crosswalk name is required"]]);
    },
  );

  it("counts the characters of name and description", () => {
    const input = { name: `${FACE.repeat(500)}n`, description: `${FACE.repeat(5000)}d` };
    expect(faults(input)).toEqual([
      ["name", "Crosswalk name is 501 characters long; at most 500 are allowed"],
      ["description", "Crosswalk description is 5001 characters long; at most 5000 are allowed"],
    ]);
  });

  it("refuses what no database keeps", () => {
    expect(faults({ name: "n\u0000", description: "\uDE00" })).toEqual([
      ["name", "Crosswalk name holds a character that is not text"],
      ["description", "Crosswalk description holds a character that is not text"],
    ]);
  });

  it("reports several faults at once, in the order of the fields", () => {
    const customAttributes = [{ key: "k" }, { value: "v" }];
    expect(faults({ description: "d".repeat(5001), customAttributes })).toEqual([
      ["name", "Crosswalk name is required"],
      ["description", "Crosswalk description is 5001 characters long; at most 5000 are allowed"],
      ["customAttributes.1.key", "Custom attribute key is required"],
    ]);
  });
});
