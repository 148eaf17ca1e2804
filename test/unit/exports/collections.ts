import fc from "fast-check";
import { newCollectionDetails } from "../../../src/rules/collections/details.js";
import type {
  SaidOfReference,
  SetReference,
  SetVersion,
} from "../../../src/rules/collections/forms/setContent.js";
import { checkedDefinition } from "../../../src/rules/references/checkedDefinition.js";
import { FILTER_OPS, type ReferenceDefinition } from "../../../src/rules/references/definition.js";
import { expressionOf } from "../../../src/rules/references/expressionOf.js";
import { filterOf, filterValues } from "../../../src/rules/references/filters.js";
import { readExpression } from "../../../src/rules/references/readExpression.js";
import { text } from "./crosswalks.js";
import type { HeldSet } from "./setsWrittenAndRead.js";

const locale = fc.constantFrom("en", "fr", "pt-BR", "zh-Hant-TW");
const maybe = <Value>(of: fc.Arbitrary<Value>) => fc.option(of, { nil: null });
const label = fc.constantFrom("1", "2.0.1", "2024-01", "v1.0_rc@1");
const localized = fc.array(fc.record({ text, locale, preferred: fc.constant(false) }), {
  maxLength: 2,
});
const extras = fc.dictionary(
  fc.constantFrom("note", "place", "fhirs", "more things"),
  fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null), fc.array(text, { maxLength: 2 })),
  { maxKeys: 3, noNullPrototype: true },
);

/** What FHIR says of a value set, as it is kept. */
const fhir = fc.record(
  {
    status: fc.constantFrom("unknown"),
    version: fc.constant("http://snomed.info/sct/900000000000207008/version/2024-01"),
    experimental: fc.boolean(),
    date: fc.constantFrom("2024", "2024-02-03"),
    publisher: text,
    contact: fc.constant([{ name: "Somebody", telecom: [{ system: "url", value: "x" }] }]),
    identifier: fc.constant([{ system: "urn:ietf:rfc:3986", value: "urn:oid:1.2" }]),
    jurisdiction: fc.constant([{ coding: [{ system: "urn:iso:std:iso:3166", code: "US" }] }]),
    useContext: fc.constant([{ code: { code: "focus" }, valueCodeableConcept: { text: "all" } }]),
    immutable: fc.boolean(),
    purpose: text,
    copyright: text,
    _copyright: fc.constant({ extension: [{ url: "http://example.org/x", valueBoolean: true }] }),
    copyrightLabel: text,
    approvalDate: fc.constant("2024-05-06"),
    scope: fc.constant({ inclusionCriteria: "what fits" }),
    extension: fc.constant([{ url: "http://example.org/level", valueInteger: 3 }]),
    compose: fc.constantFrom({ inactive: false }, { lockedDate: "2024-01-01", inactive: true }),
  },
  { requiredKeys: [] },
);

const details = fc
  .record({
    name: text,
    fullName: text,
    description: maybe(text),
    publicAccess: fc.constantFrom("VIEW", "EDIT", "NONE"),
    defaultLocale: locale,
    supportedLocales: fc.array(locale, { maxLength: 3 }),
    canonicalUrl: maybe(fc.constantFrom("http://example.org/vs/x", "urn:oid:1.2.3")),
    website: maybe(text),
    externalId: maybe(text),
    collectionType: maybe(text),
    preferredSource: maybe(text),
    names: localized,
    descriptions: localized,
    extras,
    fhir: maybe(fhir),
  })
  .map(({ fhir: kept, ...input }) =>
    newCollectionDetails({
      ...input,
      extras: kept && Object.keys(kept).length > 0 ? { ...input.extras, fhir: kept } : input.extras,
    }),
  );

const version: fc.Arbitrary<SetVersion | null> = maybe(
  fc.record({
    label,
    released: fc.boolean(),
    retired: fc.boolean(),
    description: maybe(text),
    externalId: maybe(text),
    extras,
  }),
);

const repository = fc.constantFrom(
  { canonicalUrl: "http://example.org/cs/colours" },
  { canonicalUrl: "urn:oid:1.2.3.4" },
  { canonicalUrl: "http://example.org/concepts/odd?x=1" },
  { owner: { kind: "ORGANIZATION", name: "Paints" }, kind: "CODE_SYSTEM", shortCode: "Colours" },
  { owner: { kind: "USER", name: "jane" }, kind: "CODE_SYSTEM", shortCode: "bare" },
  { owner: { kind: "ORGANIZATION", name: "Paints" }, kind: "COLLECTION", shortCode: "Reds" },
  { owner: { kind: "USER", name: "jane" }, kind: "COLLECTION", shortCode: "mine" },
) as fc.Arbitrary<NonNullable<ReferenceDefinition["system"]>["repository"]>;
const named = fc.record({ repository, version: maybe(fc.constantFrom("HEAD", "1.0", "2024")) });
const code = fc.oneof(fc.constantFrom("A", "B.1", "a b", "1/2"), text);
const property = fc.constantFrom(
  ..."q externalId retired code name conceptClass datatype locale parent child mapType".split(" "),
  ..."extras.flag extras.concept extras.extras.x extras.display extras.two words".split(" "),
);
const filter = fc
  .record({
    property,
    op: fc.constantFrom(...FILTER_OPS),
    value: fc.oneof(fc.constantFrom("true", "false", "a,b", "[A-Z]+"), code),
  })
  .map(({ property: of, op, value }) =>
    filterOf(of, op, filterValues({ property: of, op, value })),
  );

const definition = fc.record({
  referenceType: fc.constantFrom("CONCEPTS", "CONCEPTS", "CONCEPTS", "MAPPINGS", "ALL"),
  include: fc.boolean(),
  system: fc.option(named, { nil: null, freq: 6 }),
  valuesets: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(named, { maxLength: 2 }) },
  ),
  code: fc.option(code, { nil: null, freq: 2 }),
  resourceVersion: fc.option(fc.constantFrom("1", "12"), { nil: null, freq: 1 }),
  mappingsOf: fc.oneof(
    { weight: 9, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.constantFrom("DIRECT", "WITH_INVERSE") },
  ),
  filters: fc.array(filter, { maxLength: 2 }),
  cascade: fc.oneof(
    { weight: 5, arbitrary: fc.constant("NONE") },
    { weight: 1, arbitrary: fc.constantFrom("SOURCE_MAPPINGS", "SOURCE_TO_CONCEPTS") },
  ),
}) as fc.Arbitrary<ReferenceDefinition>;

const designation = fc.record(
  {
    language: locale,
    value: text,
    use: fc.constant({ system: "http://snomed.info/sct", code: "900000000000013009" }),
  },
  { requiredKeys: ["value"] },
);

const said: fc.Arbitrary<SaidOfReference | null> = maybe(
  fc.record(
    {
      display: text,
      designation: fc.array(designation, { minLength: 1, maxLength: 2 }),
      extension: fc.constant([{ url: "http://example.org/note", valueString: "noted" }]),
    },
    { requiredKeys: ["display"] },
  ),
);

/** What a definition is after it was written as an expression; null where nothing reads it so. */
function settled(given: ReferenceDefinition): ReferenceDefinition | null {
  const checked = checkedDefinition(given);
  if (!checked.ok) return null;
  const read = readExpression(expressionOf(checked.value), null);
  return read.ok ? { ...read.value, include: given.include } : null;
}

const references = fc.array(fc.record({ definition, said }), { maxLength: 12 }).map((all) => {
  const kept = new Map<string, SetReference>();
  for (const one of all) {
    const meant = settled(one.definition);
    if (meant === null) continue;
    // Something is said of concepts that are listed, and of nothing else.
    const listed =
      meant.code !== null &&
      meant.referenceType === "CONCEPTS" &&
      meant.mappingsOf === null &&
      meant.cascade === "NONE" &&
      meant.system !== null;
    const key = `${meant.include} ${expressionOf(meant)}`;
    kept.set(key, { definition: meant, said: listed ? one.said : null });
  }
  return [...kept.values()];
});

/** A collection with anything in it. */
export const collections: fc.Arbitrary<HeldSet> = fc
  .record({
    shortCode: fc.constantFrom("Reds", "with_underscore", "x".repeat(70), "a@b"),
    details,
    version,
    references,
  })
  .map((held) => {
    // FHIR's version stands beside the label that was made of it, and nowhere without one.
    const kept = held.details.extras.fhir;
    if (typeof kept !== "object" || kept === null || !("version" in kept)) return held;
    if (held.version !== null) {
      return {
        ...held,
        version: {
          ...held.version,
          label: "http-snomed.info-sct-900000000000207008-version-2024-01",
        },
      };
    }
    const { version: _, ...others } = kept;
    return {
      ...held,
      details: {
        ...held.details,
        extras: { ...held.details.extras, fhir: { ...others, experimental: true } },
      },
    };
  });
