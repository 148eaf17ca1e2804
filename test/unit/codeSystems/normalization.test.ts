import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type CodeNormalization,
  normalizeCode,
} from "../../../src/rules/codeSystems/normalization.js";

const TABLE: readonly (readonly [CodeNormalization, string, string])[] = [
  ["NONE", "A000", "A000"],
  ["NONE", "  0016070\t", "0016070"],
  ["NONE", "", ""],
  ["ICD10CM", "A00", "A00"],
  ["ICD10CM", "A000", "A00.0"],
  ["ICD10CM", "A00.0", "A00.0"],
  ["ICD10CM", " T07XXXA ", "T07.XXXA"],
  ["ICD10CM", "C50A0", "C50.A0"],
  ["ICD10CM", "c50a0", "c50.a0"],
  ["ICD10CM", "A0.00", "A0.00"],
  ["ICD10CM", "", ""],
  ["ICD10CM", "A00-A09", "A00-A09"],
  ["ICD10CM", "ab\u{1f600}cd", "ab\u{1f600}cd"],
  ["ICD9CM_DIAGNOSES", "001", "001"],
  ["ICD9CM_DIAGNOSES", "0010", "001.0"],
  ["ICD9CM_DIAGNOSES", "38600", "386.00"],
  ["ICD9CM_DIAGNOSES", "V010", "V01.0"],
  ["ICD9CM_DIAGNOSES", "V01", "V01"],
  ["ICD9CM_DIAGNOSES", "E800", "E800"],
  ["ICD9CM_DIAGNOSES", "E8000", "E800.0"],
  ["ICD9CM_DIAGNOSES", "e8000", "e800.0"],
  ["ICD9CM_DIAGNOSES", "E800.0", "E800.0"],
  ["ICD9CM_PROCEDURES", "00", "00"],
  ["ICD9CM_PROCEDURES", "001", "00.1"],
  ["ICD9CM_PROCEDURES", "3929", "39.29"],
  ["ICD9CM_PROCEDURES", "39.29", "39.29"],
];

const KINDS = ["NONE", "ICD10CM", "ICD9CM_DIAGNOSES", "ICD9CM_PROCEDURES"] as const;

describe("normalizeCode", () => {
  it.each(TABLE)("%s %j is %j", (kind, code, normalized) => {
    expect(normalizeCode(kind, code)).toBe(normalized);
  });

  it("changes nothing the second time, whatever it is given", () => {
    const units = fc.array(fc.oneof(fc.constantFrom(..." .EeV09"), fc.nat({ max: 0xffff })));
    const anything = units.map((all) =>
      all.map((unit) => (typeof unit === "string" ? unit : String.fromCharCode(unit))).join(""),
    );
    fc.assert(
      fc.property(fc.constantFrom(...KINDS), anything, (kind, code) => {
        const once = normalizeCode(kind, code);
        expect(normalizeCode(kind, once)).toBe(once);
      }),
    );
  });

  it("takes away nothing but blanks around and puts in nothing but a dot", () => {
    const code = fc.stringMatching(/^[0-9A-Za-z]{1,8}$/);
    fc.assert(
      fc.property(fc.constantFrom(...KINDS), code, (kind, undotted) => {
        const normalized = normalizeCode(kind, ` ${undotted} `);
        expect(normalized.replace(".", "")).toBe(undotted);
        expect(normalizeCode(kind, normalized)).toBe(normalized);
      }),
    );
  });
});
