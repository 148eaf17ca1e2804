import { expect, it } from "vitest";
import { readSpecifiedId, specifiedIdText } from "../../../../src/rules/references/memberIds.js";

const ICD = { owner: "WHO", shortCode: "ICD-10", version: null, code: "A15.1" };

it.each([
  ["WHO:ICD-10:A15.1", ICD],
  [" WHO:ICD-10:A15.1 ", ICD],
  ["WHO:ICD-10[2019]:A15.1", { ...ICD, version: "2019" }],
  ["HL7:v3:a:b", { owner: "HL7", shortCode: "v3", version: null, code: "a:b" }],
  ["WHO:ICD-10:[x]", { ...ICD, code: "[x]" }],
  ["A15.1", null],
  ["ICD-10:A15.1", null],
  ["WHO:ICD-10[]:A15.1", null],
  ["WHO:ICD-10[2019]A15.1", null],
  ["WHO::A15.1", null],
  ["WHO:ICD-10:", null],
  ["", null],
])("%j", (text, id) => {
  expect(readSpecifiedId(text)).toEqual(id);
  if (id) expect(specifiedIdText(id)).toBe(text.trim());
});
