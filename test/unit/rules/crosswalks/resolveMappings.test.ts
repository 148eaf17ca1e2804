import { describe, expect, it } from "vitest";
import type { MappingInput } from "../../../../src/rules/crosswalks/mappingInputs.js";
import {
  codesToCheck,
  couldBeCode,
  namedSystems,
  resolveMappings,
} from "../../../../src/rules/crosswalks/resolveMappings.js";
import { mapping, systems } from "./judging.js";

const FACE = "\u{1F600}";

describe("namedSystems", () => {
  it("names every system once, trimmed, in the order of the input", () => {
    expect(
      namedSystems([
        { sourceCodeSystem: " full ", targetCodeSystem: "icd" },
        { sourceCodeSystem: null, targetCodeSystem: "open" },
        { sourceCodeSystem: "icd", targetCodeSystem: " " },
        {},
      ]),
    ).toEqual(["full", "icd", "open"]);
  });
});

describe("resolveMappings", () => {
  it("brings codes into their systems' own forms and remembers how targets were written", () => {
    const targets = [{ targetCode: " A000 ", relationship: "EQUIVALENT" }, { targetCode: "B01" }];
    const input = {
      sourceCodeSystem: " icd",
      sourceCode: "b010\t",
      targetCodeSystem: "icd ",
      targets,
    } as MappingInput;
    expect(resolveMappings([input], systems)).toEqual([
      {
        path: ["mappings", "0"],
        source: { system: "icd", code: "b01.0" },
        targetSystem: "icd",
        noMap: false,
        targets: [
          {
            path: ["mappings", "0", "targets", "0"],
            code: "A00.0",
            written: "A000",
            input: targets[0],
          },
          {
            path: ["mappings", "0", "targets", "1"],
            code: "B01",
            written: "B01",
            input: targets[1],
          },
        ],
      },
    ]);
  });

  it("leaves codes alone where their system does", () => {
    const input = { ...mapping("A000", "A000"), targetCodeSystem: "open" };
    expect(resolveMappings([input], systems)).toMatchObject([
      { source: { code: "A000" }, targets: [{ code: "A000" }] },
    ]);
  });
});

describe("codesToCheck", () => {
  it("asks for each code once, and only for those that a system could have", () => {
    const resolved = resolveMappings(
      [
        mapping("1", "2", "1", "2"),
        mapping("2", "x".repeat(256), "\u0000", "\uD83D", "3"),
        { ...mapping("1", "9"), targetCodeSystem: "open" },
        { ...mapping("1", "secret"), targetCodeSystem: "closed" },
        { ...mapping("A000", "1"), sourceCodeSystem: "icd" },
        mapping("", "5"),
      ],
      systems,
    );
    expect(codesToCheck(resolved, systems)).toEqual([
      { system: "full", code: "1" },
      { system: "full", code: "2" },
      { system: "full", code: "3" },
      { system: "icd", code: "A00.0" },
    ]);
  });
});

describe("couldBeCode", () => {
  it.each([
    ["A00.0", true],
    [FACE.repeat(255), true],
    [`${FACE.repeat(255)}a`, false],
    ["a\u0000", false],
    ["\uDE00", false],
  ])("%j: %s", (code, possible) => {
    expect(couldBeCode(code)).toBe(possible);
  });
});
