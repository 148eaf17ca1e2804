import { describe, expect, it } from "vitest";
import {
  areFieldFaults,
  fieldInvalid,
  notPermitted,
  refusal,
  resourceNotFound,
} from "../../../src/rules/failure.js";

const field = fieldInvalid(["name"], "wrong");
const missing = resourceNotFound(["identifier"], "gone");

describe("refusal", () => {
  it("is null where nothing is wrong", () => {
    expect(refusal([])).toBeNull();
  });

  it("keeps all faults in their order", () => {
    expect(refusal([missing, field])).toEqual([
      { kind: "ResourceNotFound", path: ["identifier"], message: "gone" },
      { kind: "FieldInvalid", path: ["name"], message: "wrong" },
    ]);
  });
});

describe("areFieldFaults", () => {
  it.each([
    [[field], true],
    [[field, field], true],
    [[missing], false],
    [[field, missing], false],
    [[notPermitted([], "no")], false],
  ] as const)("%j: %s", (failures, expected) => {
    expect(areFieldFaults(failures)).toBe(expected);
  });
});
