import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { MappingInput } from "../../../../src/rules/crosswalks/mappingInputs.js";
import type { SkipReason } from "../../../../src/rules/crosswalks/skips.js";
import { judge, mapping } from "./judging.js";

const AT = ["mappings", "0"];
const FIRST_TARGET = [...AT, "targets", "0"];

/** A mapping with everything wrong that can be, and what is said first while more and more is mended. */
const mendings: readonly (readonly [Partial<MappingInput>, SkipReason, string | null])[] = [
  [{}, "SOURCE_CODE_SYSTEM_MISSING", null],
  [{ sourceCodeSystem: "none" }, "SOURCE_CODE_MISSING", "none"],
  [{ sourceCode: "9" }, "TARGET_CODE_SYSTEM_MISSING", null],
  [{ targetCodeSystem: "nowhere" }, "TARGET_CODE_MISSING", "nowhere"],
  [{ targets: [{ targetCode: "9" }] }, "CODE_SYSTEM_UNKNOWN", "none"],
  [{ sourceCodeSystem: "closed" }, "CODE_SYSTEM_UNKNOWN", "nowhere"],
  [{ targetCodeSystem: "full" }, "LICENSE_REQUIRED", "closed"],
  [{ sourceCodeSystem: "full", targetCodeSystem: "closed" }, "LICENSE_REQUIRED", "closed"],
  [{ targetCodeSystem: "full" }, "SOURCE_CODE_INVALID", "full"],
  [{ sourceCode: "1" }, "TARGET_CODE_INVALID", "full"],
];

describe("why a mapping is skipped", () => {
  it.each(mendings.map(([, reason, codeSystem], at) => [at, reason, codeSystem] as const))(
    "after %i mendings: %s",
    (at, reason, codeSystem) => {
      const input = Object.assign({}, ...mendings.slice(0, at + 1).map(([mended]) => mended));
      const { requests, skipped } = judge(input);
      expect(requests).toEqual([]);
      expect(skipped).toHaveLength(1);
      expect(skipped[0]).toMatchObject({ reason, codeSystem });
      expect(skipped[0]?.path).toEqual(reason === "TARGET_CODE_INVALID" ? FIRST_TARGET : AT);
    },
  );

  it.each<readonly [string, MappingInput, SkipReason, string | null, string | null]>([
    [
      "null",
      { ...mapping("1", "2"), sourceCodeSystem: null },
      "SOURCE_CODE_SYSTEM_MISSING",
      null,
      "1",
    ],
    [
      "blank",
      { ...mapping("1", "2"), sourceCodeSystem: " " },
      "SOURCE_CODE_SYSTEM_MISSING",
      null,
      "1",
    ],
    ["null", { ...mapping("1", "2"), sourceCode: null }, "SOURCE_CODE_MISSING", "full", null],
    ["blank", mapping("\t", "2"), "SOURCE_CODE_MISSING", "full", null],
    [
      "null",
      { ...mapping("1", "2"), targetCodeSystem: null },
      "TARGET_CODE_SYSTEM_MISSING",
      null,
      null,
    ],
    [
      "blank",
      { ...mapping("1", "2"), targetCodeSystem: "" },
      "TARGET_CODE_SYSTEM_MISSING",
      null,
      null,
    ],
    ["null", { ...mapping("1"), targets: null }, "TARGET_CODE_MISSING", "full", null],
    ["[]", mapping("1"), "TARGET_CODE_MISSING", "full", null],
    [
      "unknown",
      { ...mapping("1", "2"), sourceCodeSystem: "FULL" },
      "CODE_SYSTEM_UNKNOWN",
      "FULL",
      null,
    ],
    [
      "unknown",
      { ...mapping("1", "2"), targetCodeSystem: "no\u0000" },
      "CODE_SYSTEM_UNKNOWN",
      "no\u0000",
      null,
    ],
    ["unknown", mapping(" 9 ", "2"), "SOURCE_CODE_INVALID", "full", "9"],
  ])("%s: %j is %s", (_, input, reason, codeSystem, code) => {
    expect(judge(input)).toEqual({
      requests: [],
      skipped: [{ path: AT, reason, codeSystem, code }],
      invalidCodes: [],
    });
  });

  it("says nothing of the codes of a system that the caller has no licence for", () => {
    const unlicensed = { ...mapping("1", "secret", "unknown"), targetCodeSystem: "closed" };
    const answer = {
      requests: [],
      skipped: [{ path: AT, reason: "LICENSE_REQUIRED", codeSystem: "closed", code: null }],
      invalidCodes: [],
    };
    expect(judge(unlicensed)).toEqual(answer);
    expect(judge({ ...unlicensed, sourceCode: "unknown" })).toEqual(answer);
    const from = { ...mapping("secret", "1"), sourceCodeSystem: "closed" };
    expect(judge(from)).toEqual(answer);
    expect(judge({ ...from, sourceCode: "unknown" })).toEqual(answer);
  });

  it("does not look at the targets of an unknown source code", () => {
    expect(judge(mapping("9", "9", "1", "")).skipped).toEqual([
      { path: AT, reason: "SOURCE_CODE_INVALID", codeSystem: "full", code: "9" },
    ]);
  });

  it("skips targets one by one and lets the others in", () => {
    const targets = ["1", "", "8", " 2 ", "9"].map((targetCode) => ({ targetCode }));
    const { requests, skipped, invalidCodes } = judge({
      ...mapping("1"),
      targets: [...targets, {}],
    });
    expect(requests.map(({ targetCode, path }) => [targetCode, path.at(-1)])).toEqual([
      ["1", "0"],
      ["2", "3"],
    ]);
    expect(skipped.map(({ path, reason, code }) => [path.join("."), reason, code])).toEqual([
      ["mappings.0.targets.1", "TARGET_CODE_MISSING", null],
      ["mappings.0.targets.2", "TARGET_CODE_INVALID", "8"],
      ["mappings.0.targets.4", "TARGET_CODE_INVALID", "9"],
      ["mappings.0.targets.5", "TARGET_CODE_MISSING", null],
    ]);
    expect(invalidCodes).toEqual(["8", "9"]);
  });

  it.each(["x".repeat(256), "\u{1F600}".repeat(256), "a\u0000", "\uD83D"])(
    "takes %j for a code of no system",
    (code) => {
      const toOpen = { ...mapping("1", code), targetCodeSystem: "open" };
      expect(judge(toOpen)).toEqual({
        requests: [],
        skipped: [{ path: FIRST_TARGET, reason: "TARGET_CODE_INVALID", codeSystem: "open", code }],
        invalidCodes: [code],
      });
      const fromOpen = { ...mapping(code, "1"), sourceCodeSystem: "open" };
      expect(judge(fromOpen).skipped).toEqual([
        { path: AT, reason: "SOURCE_CODE_INVALID", codeSystem: "open", code },
      ]);
    },
  );

  it("takes every other code where the content is not present", () => {
    const code = "x".repeat(255);
    const open = { ...mapping(code, code), sourceCodeSystem: "open", targetCodeSystem: "open" };
    expect(judge(open)).toMatchObject({ requests: [{ targetCode: code }], skipped: [] });
  });
});

describe("invalidCodes", () => {
  it("are target codes as written, each once, in the order of the input", () => {
    const toIcd = { ...mapping("1", "Z99", " C000 ", "A000"), targetCodeSystem: "icd" };
    const { invalidCodes, skipped } = judge(mapping("1", "b", "a"), toIcd, mapping("2", "a", "c"));
    expect(invalidCodes).toEqual(["b", "a", "Z99", "C000", "c"]);
    expect(skipped.map(({ code }) => code)).toEqual(["b", "a", "Z99", "C000", "a", "c"]);
  });
});

describe("what is asked of a pair", () => {
  it("is in the systems' own forms", () => {
    const input = {
      sourceCodeSystem: "icd",
      sourceCode: "A000",
      targetCodeSystem: "open",
      targets: [
        {
          targetCode: " T1 ",
          relationship: "EQUIVALENT" as const,
          customAttributes: [{ key: "k" }],
        },
      ],
    };
    expect(judge(input).requests).toEqual([
      {
        path: FIRST_TARGET,
        sourceSystem: "icd",
        sourceCode: "A00.0",
        targetSystem: "open",
        targetCode: "T1",
        relationship: "EQUIVALENT",
        attributes: [{ key: "k" }],
      },
    ]);
  });

  it("takes all mentions of it together", () => {
    const mention = (key: string, relationship: "EQUIVALENT" | "RELATED_TO" | null) => ({
      ...mapping("A000"),
      sourceCodeSystem: "icd",
      targets: [{ targetCode: "1", relationship, customAttributes: [{ key, value: key }] }],
    });
    const dotted = { ...mention("c", null), sourceCode: "A00.0" };
    const { requests, skipped } = judge(
      mention("a", "EQUIVALENT"),
      mention("b", "RELATED_TO"),
      dotted,
    );
    expect(requests).toEqual([
      {
        path: FIRST_TARGET,
        sourceSystem: "icd",
        sourceCode: "A00.0",
        targetSystem: "full",
        targetCode: "1",
        relationship: "RELATED_TO",
        attributes: ["a", "b", "c"].map((key) => ({ key, value: key })),
      },
    ]);
    expect(skipped).toEqual(
      ["1", "2"].map((at) => ({
        path: ["mappings", at, "targets", "0"],
        reason: "DUPLICATE",
        codeSystem: "full",
        code: "1",
      })),
    );
  });

  it("is one thing for another target system", () => {
    const { requests, skipped } = judge(mapping("1", "2"), {
      ...mapping("1", "2"),
      targetCodeSystem: "open",
    });
    expect(requests).toHaveLength(2);
    expect(skipped).toEqual([]);
  });

  it("is nothing but the statement for a no-map", () => {
    const noMap = { ...mapping("1"), targets: null, noMap: true };
    const { requests, skipped } = judge(noMap, noMap);
    expect(requests).toEqual([
      {
        path: AT,
        sourceSystem: "full",
        sourceCode: "1",
        targetSystem: "full",
        targetCode: "",
        relationship: null,
        attributes: [],
      },
    ]);
    expect(skipped).toEqual([
      { path: ["mappings", "1"], reason: "DUPLICATE", codeSystem: "full", code: null },
    ]);
  });

  it("needs a valid source code for a no-map too", () => {
    const noMap = { ...mapping("9"), noMap: true };
    expect(judge(noMap).skipped).toMatchObject([{ path: AT, reason: "SOURCE_CODE_INVALID" }]);
  });

  it("never goes missing: every target is asked for or skipped, and never both", () => {
    const slug = fc.constantFrom(undefined, null, " ", "full", "icd", "open", "closed", "none");
    const code = fc.constantFrom(undefined, null, "", "1", " 2 ", "3", "A000", "A00.0", "B01", "9");
    const target = fc.record({ targetCode: code });
    const input = fc.record({
      sourceCodeSystem: slug,
      sourceCode: code,
      targetCodeSystem: slug,
      targets: fc.option(fc.array(target, { maxLength: 4 })),
    });
    fc.assert(
      fc.property(fc.array(input, { maxLength: 5 }), (mappings) => {
        const { requests, skipped } = judge(...mappings);
        const paths = [...requests, ...skipped].map(({ path }) => path.join("."));
        expect(new Set(paths).size).toBe(paths.length);
        const whole = skipped.filter(({ path }) => path.length === 2).map(({ path }) => path[1]);
        const expected = mappings.flatMap(({ targets }, at) =>
          whole.includes(`${at}`)
            ? [`mappings.${at}`]
            : (targets ?? []).map((_, index) => `mappings.${at}.targets.${index}`),
        );
        expect(paths.toSorted()).toEqual(expected.toSorted());
      }),
    );
  });
});
