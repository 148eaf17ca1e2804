import type { MapRelationship } from "../content.js";

/** FHIR R4's codes for how a target stands to its source, with what R5 says for them. */
const EQUIVALENCES: Readonly<Record<string, MapRelationship>> = {
  relatedto: "RELATED_TO",
  inexact: "RELATED_TO",
  equivalent: "EQUIVALENT",
  equal: "EQUIVALENT",
  wider: "SOURCE_IS_NARROWER_THAN_TARGET",
  subsumes: "SOURCE_IS_NARROWER_THAN_TARGET",
  narrower: "SOURCE_IS_BROADER_THAN_TARGET",
  specializes: "SOURCE_IS_BROADER_THAN_TARGET",
  disjoint: "NOT_RELATED_TO",
  unmatched: "NOT_RELATED_TO",
};

const USUAL_EQUIVALENCE: Readonly<Record<MapRelationship, string>> = {
  RELATED_TO: "relatedto",
  EQUIVALENT: "equivalent",
  SOURCE_IS_NARROWER_THAN_TARGET: "wider",
  SOURCE_IS_BROADER_THAN_TARGET: "narrower",
  NOT_RELATED_TO: "disjoint",
};

/** All codes that R4 has. */
export const equivalences: readonly string[] = Object.keys(EQUIVALENCES);

/** What R4's code says in R5's words; null where R4 has no such code. */
export function relationshipOfEquivalence(equivalence: string): MapRelationship | null {
  return Object.hasOwn(EQUIVALENCES, equivalence) ? (EQUIVALENCES[equivalence] ?? null) : null;
}

/** R4's code for a relationship where nothing says that another of the same meaning is wanted. */
export function usualEquivalence(relationship: MapRelationship): string {
  return USUAL_EQUIVALENCE[relationship];
}

/** R4's codes that say of a source without any target that it has none. The first is the usual one. */
export const noMapEquivalences: readonly string[] = ["unmatched", "disjoint"];

/** R5's code for a relationship: `related-to`. */
export function relationshipCode(relationship: MapRelationship): string {
  return relationship.toLowerCase().replaceAll("_", "-");
}

const RELATIONSHIPS: ReadonlyMap<string, MapRelationship> = new Map(
  (Object.keys(USUAL_EQUIVALENCE) as MapRelationship[]).map((one) => [relationshipCode(one), one]),
);

/** All codes that R5 has. */
export const relationshipCodes: readonly string[] = [...RELATIONSHIPS.keys()];

/** The relationship of R5's code; null where R5 has no such code. */
export function relationshipOfCode(code: string): MapRelationship | null {
  return RELATIONSHIPS.get(code) ?? null;
}
