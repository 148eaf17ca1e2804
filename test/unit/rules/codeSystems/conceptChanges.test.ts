import { expect, it } from "vitest";
import { reversedKinds } from "../../../../src/rules/codeSystems/conceptChanges.js";

it("changes seen from the other end change places in twos, or stay", () => {
  const kinds = [
    "ADDED",
    "REMOVED",
    "RETIRED",
    "REVIVED",
    "REWORDED",
    "REPARENTED",
    "ATTRIBUTES_CHANGED",
  ] as const;
  expect(reversedKinds(kinds)).toEqual([
    "REMOVED",
    "ADDED",
    "REVIVED",
    "RETIRED",
    "REWORDED",
    "REPARENTED",
    "ATTRIBUTES_CHANGED",
  ]);
  expect(reversedKinds(reversedKinds(kinds))).toEqual(kinds);
  expect(reversedKinds([])).toEqual([]);
});
