import { describe, expect, it } from "vitest";
import {
  type MappingInput,
  mappingFaults,
  tooManyPairs,
} from "../../../../src/rules/crosswalks/mappingInputs.js";

function faults(mappings: readonly MappingInput[]): (readonly [string, string])[] {
  return mappingFaults(mappings).map(({ kind, path, message }) => {
    expect(kind).toBe("FieldInvalid");
    return [path.join("."), message];
  });
}

const complete = {
  sourceCodeSystem: "icd9cm",
  sourceCode: "001.0",
  targetCodeSystem: "icd10cm",
  targets: [{ targetCode: "A00.0" }],
};

describe("mappingFaults", () => {
  it.each<readonly [string, readonly MappingInput[]]>([
    ["no mappings", []],
    ["a complete mapping", [complete]],
    ["empty mappings, which are skipped", [{}, { targets: null }, { targets: [] }]],
    ["a no-map", [{ ...complete, noMap: true, targets: [] }]],
    ["a no-map with targets left out", [{ ...complete, noMap: true, targets: undefined }]],
    ["targets beside noMap: false", [{ ...complete, noMap: false }]],
    ["targets beside noMap: null", [{ ...complete, noMap: null }]],
    ["good attributes", [{ targets: [{ customAttributes: [{ key: "k" }] }] }]],
  ])("finds nothing wrong with %s", (_, mappings) => {
    expect(faults(mappings)).toEqual([]);
  });

  it("refuses a no-map that has targets", () => {
    expect(faults([complete, { ...complete, noMap: true }])).toEqual([
      ["mappings.1.noMap", "A mapping that states that nothing corresponds can't have targets"],
    ]);
  });

  it("finds faulty attributes also in rows that would be skipped", () => {
    const targets = [{ targetCode: "A00.0" }, { customAttributes: [{ key: "k" }, { value: "v" }] }];
    expect(faults([complete, { targets }])).toEqual([
      ["mappings.1.targets.1.customAttributes.1.key", "Custom attribute key is required"],
    ]);
  });

  it("reports all faults of all rows in the order of the input", () => {
    const bad = { customAttributes: [{}] };
    const noMap = { ...complete, noMap: true, targets: [bad] };
    expect(faults([{ targets: [bad, bad] }, noMap]).map(([path]) => path)).toEqual([
      "mappings.0.targets.0.customAttributes.0.key",
      "mappings.0.targets.1.customAttributes.0.key",
      "mappings.1.noMap",
      "mappings.1.targets.0.customAttributes.0.key",
    ]);
  });
});

describe("tooManyPairs", () => {
  const targets = (length: number) => Array.from({ length }, () => ({ targetCode: "A00.0" }));
  const refused = (count: number) => [
    {
      kind: "FieldInvalid",
      path: ["mappings"],
      message: `Mappings: ${count} pairs are given; at most 10000 are allowed in one request`,
    },
  ];

  it("allows ten thousand pairs and not one more, counting a row without targets as one", () => {
    const most = [{ targets: targets(9997) }, {}, { targets: [] }, { noMap: true }];
    expect(tooManyPairs([])).toEqual([]);
    expect(tooManyPairs(most)).toEqual([]);
    expect(tooManyPairs([...most, {}])).toEqual(refused(10_001));
  });

  it("counts all targets of a mapping", () => {
    expect(tooManyPairs([{ targets: targets(10_000) }])).toEqual([]);
    expect(tooManyPairs([{ targets: targets(10_002) }])).toEqual(refused(10_002));
  });
});
