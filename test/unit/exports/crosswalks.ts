import fc from "fast-check";
import {
  type CustomAttribute,
  mapRelationships,
  NO_MAP,
  type PairContent,
  pairKeyText,
} from "../../../src/rules/crosswalks/content.js";
import { foldAlternatives } from "../../../src/rules/crosswalks/forms/alternatives.js";
import { textPieces } from "../../../src/rules/crosswalks/forms/pieces.js";
import { type Held, systems } from "./writtenAndRead.js";

const awkward = [
  '"',
  ",",
  "\r",
  "\n",
  "\r\n",
  "\t",
  "#",
  ":",
  "|",
  "é",
  "𝛼",
  "\\",
  "''",
  "true",
  "0",
];

/** Any text that a crosswalk can hold somewhere. */
export const text = fc
  .array(fc.oneof(fc.constantFrom(...awkward), fc.string({ unit: "grapheme", maxLength: 3 })), {
    minLength: 1,
    maxLength: 4,
  })
  .map((parts) => parts.join("").trim())
  .filter((one) => one !== "" && one.isWellFormed() && !one.includes("\u0000"));

const long = fc.constantFrom("word ".repeat(1000).trim(), "x".repeat(5000), "𝛼".repeat(4999));
/** One text in several attributes, as it is read. */
const pieces = fc
  .tuple(fc.constantFrom("comment", "sourceDisplay", "mapping_tool", "other"), long, long)
  .map(([key, one, other]) => textPieces(key, `${one} ${other}`));

const r4Condition = fc.record({
  property: text,
  system: fc.constantFrom("http://example.org/age", "urn:oid:1.2"),
  value: text,
});
const r5Condition = fc.oneof(
  fc.record({ attribute: fc.constantFrom("age", "sex"), valueString: text }),
  fc.record({ attribute: fc.constant("age"), valueBoolean: fc.boolean() }),
);

/** What makes conditions of a release of FHIR; and what only looks like them. */
export const conditions = {
  R4: fc.array(r4Condition, { minLength: 1, maxLength: 2 }).map((one) => JSON.stringify(one)),
  R5: fc.array(r5Condition, { minLength: 1, maxLength: 2 }).map((one) => JSON.stringify(one)),
};

const keys = [
  ..."comment sourceDisplay targetDisplay dependsOn product equivalence predicate_id".split(" "),
  ..."confidence mapping_justification object_source subject_id prio flag extra a_b a-b".split(" "),
  ...[
    "comment [2]",
    "prio [2]",
    "prio [3]",
    "property:comment",
    "property:x",
    "two  blanks",
    "a.b",
  ],
];

/** Attributes with keys that forms have places for, and others. */
function attributes(
  given: readonly string[],
  special: readonly fc.Arbitrary<string>[],
): fc.Arbitrary<readonly CustomAttribute[]> {
  const value = fc.option(fc.oneof(text, ...special), { nil: null });
  const key = fc.oneof(fc.constantFrom(...given), text);
  return fc.uniqueArray(fc.record({ key, value }), { selector: (one) => one.key, maxLength: 6 });
}

const said = fc.constantFrom(
  "equivalent",
  "equal",
  "inexact",
  "disjoint",
  "skos:closeMatch",
  "5",
  "1.0",
);

/** Pairs, and no-maps where the source has no target in the target system. */
function pairs(special: readonly fc.Arbitrary<string>[]): fc.Arbitrary<readonly PairContent[]> {
  const slug = fc.constantFrom(...systems.map((one) => one.slug));
  const code = fc.oneof(fc.constantFrom("A", "B", "B.1", "a b", "http://x"), text);
  const related = fc.option(fc.constantFrom(...mapRelationships), { nil: null });
  const told = attributes(keys, [said, long, ...special]);
  const statement = fc.record({ relationship: related, attributes: told });
  const pair = fc.record({
    sourceSystem: slug,
    sourceCode: code,
    targetSystem: slug,
    targetCode: fc.oneof(
      { weight: 4, arbitrary: code },
      { weight: 1, arbitrary: fc.constant(NO_MAP) },
    ),
    relationship: related,
    attributes: fc.oneof({ weight: 9, arbitrary: told }, { weight: 1, arbitrary: pieces }),
  });
  const whole = fc.tuple(pair, fc.array(statement, { maxLength: 2 })).map(([one, others]) => {
    const again = others.map((other) => ({ ...one, ...other }));
    const ofNoMap = again.map((other) => ({ ...other, relationship: null }));
    const first = one.targetCode === NO_MAP ? { ...one, relationship: null } : one;
    return foldAlternatives(first, one.targetCode === NO_MAP ? ofNoMap : again).pair;
  });
  const group = (one: PairContent) => pairKeyText({ ...one, targetCode: NO_MAP });
  return fc.uniqueArray(whole, { selector: pairKeyText, minLength: 1, maxLength: 8 }).map((all) => {
    const withTargets = new Set(all.filter((one) => one.targetCode !== NO_MAP).map(group));
    return all.filter((one) => one.targetCode !== NO_MAP || !withTargets.has(group(one)));
  });
}

const ofTheWhole = [
  ..."fhir:url fhir:status fhir:title fhir:name fhir:contact fhir:experimental fhir:groups".split(
    " ",
  ),
  ..."fhir:property fhir:sourceScopeUri fhir:approvalDate sssom:license sssom:mapping_set_id".split(
    " ",
  ),
  ..."sssom:curie_map sssom:see_also sssom:mapping_set_title release owner fhir: sssom:".split(" "),
];
const json = fc.constantFrom(
  '[{"name":"Somebody"}]',
  '{"orcid":"https://orcid.org/"}',
  '["a","b"]',
  '[{"code":"prio","type":"integer"},{"code":"flag","type":"boolean","uri":"http://example.org/flag"}]',
  '[{"source":"http://example.org/cs/colours","target":"urn:oid:1.2.3.4","unmapped":{"mode":"fixed","code":"X"}}]',
);

/** A crosswalk with anything in it. @param special what some attributes have as values */
export function crosswalks(special: readonly fc.Arbitrary<string>[]): fc.Arbitrary<Held> {
  return fc.record({
    name: text,
    description: fc.option(text, { nil: null }),
    attributes: attributes(ofTheWhole, [json, fc.constantFrom("true", "active", "draft")]),
    pairs: pairs(special),
  });
}
