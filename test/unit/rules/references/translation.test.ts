import { expect, it } from "vitest";
import type { FilterOp, ReferenceDefinition } from "../../../../src/rules/references/definition.js";
import { translationOf } from "../../../../src/rules/references/translation.js";
import { canonical, definition, repository } from "./definitions.js";

const where = (property: string, op: FilterOp, value: string) => ({ property, op, value });

it.each<readonly [string, Partial<ReferenceDefinition>]>([
  [
    'Include latest concept "1948" from O/S PLUS its mappings',
    { code: "1948", cascade: "SOURCE_MAPPINGS" },
  ],
  [
    'Include version "345" of concept "c1" from O/S PLUS its mappings and their target concepts',
    { code: "c1", resourceVersion: "345", cascade: "SOURCE_TO_CONCEPTS" },
  ],
  [
    'Include concepts from version "0.8" of http://x.org intersection with http://vs having datatype equal to "Numeric"',
    {
      system: canonical("http://x.org", "0.8"),
      valuesets: [canonical("http://vs")],
      filters: [where("datatype", "=", "Numeric")],
    },
  ],
  [
    'Exclude concept "1" from version "v1" of O/S',
    { include: false, code: "1", system: repository("S@v1") },
  ],
  [
    'Include mapping "m" from HEAD of O/S',
    { code: "m", referenceType: "MAPPINGS", system: repository("S@HEAD") },
  ],
  [
    "Include latest concepts and mappings from O/C",
    { referenceType: "ALL", system: null, valuesets: [repository("C*")] },
  ],
  [
    'Include latest mappings of concept "1" from O/S',
    { referenceType: "MAPPINGS", code: "1", mappingsOf: "DIRECT" },
  ],
  [
    'Include latest mappings from and to concept "1" from O/S having map type among "A", "B, C"',
    {
      referenceType: "MAPPINGS",
      code: "1",
      mappingsOf: "WITH_INVERSE",
      filters: [where("mapType", "in", "A,B\\, C")],
    },
  ],
  [
    'Include concepts matching "malaria" and being descendants of "B50" and being "B" or a descendant of it' +
      ' and being neither "C" nor a descendant of it and being "D" or an ancestor of it',
    {
      system: null,
      filters: [
        where("q", "=", "malaria"),
        where("code", "descendent-of", "B50"),
        where("code", "is-a", "B"),
        where("code", "is-not-a", "C"),
        where("code", "generalizes", "D"),
      ],
    },
  ],
  [
    'Include latest concepts from O/S having concept class not among "A", "B" and having name like the pattern "^a"' +
      " and having parent and without external id PLUS their mappings",
    {
      cascade: "SOURCE_MAPPINGS",
      filters: [
        where("conceptClass", "not-in", "A,B"),
        where("name", "regex", "^a"),
        where("parent", "exists", "true"),
        where("externalId", "exists", "false"),
      ],
    },
  ],
])("%s", (sentence, says) => {
  expect(translationOf(definition(says))).toBe(sentence);
});
