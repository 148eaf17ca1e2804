import fc from "fast-check";
import { checkedDefinition } from "../../../../src/rules/references/checkedDefinition.js";
import {
  FILTER_OPS,
  type NamedRepository,
  type ReferenceDefinition,
} from "../../../../src/rules/references/definition.js";
import { filterFault, filterOf, filterValues } from "../../../../src/rules/references/filters.js";

/** A repository of organization O: `S`, `S@v1`, or the collection `C*`, `C*@v1`. */
export function repository(text: string): NamedRepository {
  const [name = "", version = null] = text.split("@");
  const kind = name.endsWith("*") ? "COLLECTION" : "CODE_SYSTEM";
  const shortCode = name.replace("*", "");
  return { repository: { owner: { kind: "ORGANIZATION", name: "O" }, kind, shortCode }, version };
}

export function canonical(url: string, version: string | null = null): NamedRepository {
  return { repository: { canonicalUrl: url }, version };
}

/** A list of all concepts of code system S, but for what is said. */
export function definition(more: Partial<ReferenceDefinition> = {}): ReferenceDefinition {
  return {
    referenceType: "CONCEPTS",
    include: true,
    system: repository("S"),
    valuesets: [],
    code: null,
    resourceVersion: null,
    mappingsOf: null,
    filters: [],
    cascade: "NONE",
    ...more,
  };
}

const text = fc
  .oneof(
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 8 }),
    fc.string({ unit: fc.constantFrom(..."ab,\\|?&=:/+%# []"), minLength: 1, maxLength: 8 }),
    fc.constantFrom("concepts", "mappings", "HEAD", "versions", "..", "true", "1"),
  )
  .map((one) => one.trim())
  .filter((one) => one !== "" && !one.includes("\u0000"));
const version = fc.constantFrom(null, "HEAD", "v1", "2026-01", "a@b.c");
const shortCode = fc.constantFrom("S", "CIEL", "a.b-c_d@e", "concepts");
const owner = fc.record({
  kind: fc.constantFrom("ORGANIZATION" as const, "USER" as const),
  name: fc.constantFrom("O", "jane", "a@b"),
});
const ofKind = (kind: "CODE_SYSTEM" | "COLLECTION") =>
  fc.record({ repository: fc.record({ owner, kind: fc.constant(kind), shortCode }), version });
const canonicalUrl = fc.constantFrom(
  "http://loinc.org",
  "http://x.org/",
  "urn:oid:1.2",
  "http://x.org/concepts/of/mappings",
  "http://x.org/?a=b&c=d",
  "http://x.org/concepts-a#b",
);
const byCanonical = fc.record({ repository: fc.record({ canonicalUrl }), version });
const filter = fc
  .record({
    property: fc.constantFrom(
      ...["q", "code", "conceptClass", "mapType", "retired", "extras.a:b,c_d", "extras.x&y=%"],
    ),
    op: fc.constantFrom(...FILTER_OPS),
    values: fc.uniqueArray(text, { minLength: 1, maxLength: 3 }),
  })
  .map(({ property, op, values }) => {
    const raw = filterOf(property, op, values);
    return filterOf(property, op, filterValues(raw));
  });

/** References that readers make, of every form. */
export const anyDefinition: fc.Arbitrary<ReferenceDefinition> = fc
  .record({
    referenceType: fc.constantFrom("CONCEPTS" as const, "MAPPINGS" as const, "ALL" as const),
    include: fc.constant(true),
    system: fc.option(fc.oneof(ofKind("CODE_SYSTEM"), ofKind("COLLECTION"), byCanonical)),
    valuesets: fc.array(fc.oneof(ofKind("COLLECTION"), byCanonical), { maxLength: 2 }),
    code: fc.option(text),
    resourceVersion: fc.option(fc.constantFrom("1", "12")),
    mappingsOf: fc.option(fc.constantFrom("DIRECT" as const, "WITH_INVERSE" as const)),
    filters: fc.array(filter, { maxLength: 3 }),
    cascade: fc.constantFrom(
      "NONE" as const,
      "SOURCE_MAPPINGS" as const,
      "SOURCE_TO_CONCEPTS" as const,
    ),
  })
  .map((raw) => {
    const mappingsOf = raw.code === null ? null : raw.mappingsOf;
    const type = mappingsOf !== null ? "MAPPINGS" : raw.referenceType;
    const referenceType = raw.code !== null && type === "ALL" ? "CONCEPTS" : type;
    const single = raw.code !== null && mappingsOf === null;
    const filters = raw.filters.filter((one) => filterFault(one, referenceType) === null);
    return checkedDefinition({
      ...raw,
      mappingsOf,
      referenceType,
      resourceVersion: single ? raw.resourceVersion : null,
      filters: single ? [] : filters,
    });
  })
  .filter((checked) => checked.ok)
  .map((checked) => checked.value);
