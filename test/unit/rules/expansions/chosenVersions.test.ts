import { describe, expect, it } from "vitest";
import { chosenPins, otherNamedVersion } from "../../../../src/rules/expansions/chosenVersions.js";

const pin = (id: number, label: string, revision: number, ordinal: number | null = 1) => ({
  ...{ id, label, revision, ordinal },
});
const pins = [
  pin(1, "", 10),
  pin(1, "*7", 10),
  pin(1, "v1", 5),
  pin(1, "HEAD", 12, null),
  pin(2, "", 3),
];
const choice = (revision: number, forced = false) => ({ id: 1, revision, ordinal: null, forced });
const revisionsOf = (lists: readonly (readonly { readonly revision: number }[])[]) =>
  lists.map((list) => list.map(({ revision }) => revision).join(" "));

describe("the pins of an expansion", () => {
  it("are those of the collection where nothing is chosen", () => {
    expect(chosenPins(pins, [])).toEqual([pins]);
  });

  it("are others for references that name no version, or for all of them", () => {
    expect(revisionsOf(chosenPins(pins, [choice(8)]))).toEqual(["8 8 5 12 3"]);
    expect(revisionsOf(chosenPins(pins, [choice(8, true)]))).toEqual(["8 8 8 8 3"]);
    expect(revisionsOf(chosenPins(pins, [choice(7), choice(8, true)]))).toEqual(["8 8 8 8 3"]);
  });

  it("are several where several versions are chosen", () => {
    const two = [choice(7), choice(8), { ...choice(2), id: 2 }];
    expect(revisionsOf(chosenPins(pins, two))).toEqual(["7 7 5 12 2", "8 8 5 12 2"]);
  });
});

it("another version that references name is found, not one that they leave open", () => {
  expect(otherNamedVersion(pins, { id: 1, revision: 5, ordinal: 1 })).toBe("HEAD");
  expect(otherNamedVersion(pins.slice(0, 3), { id: 1, revision: 5, ordinal: 1 })).toBeNull();
  expect(otherNamedVersion(pins.slice(0, 3), { id: 1, revision: 5, ordinal: 2 })).toBe("v1");
  expect(otherNamedVersion(pins, { id: 2, revision: 9, ordinal: 1 })).toBeNull();
});
