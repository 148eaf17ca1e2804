import type { MapRelationship } from "../content.js";

/** How a subject stands to its object, in SSSOM's two columns. */
export interface Predicate {
  readonly id: string;
  /** `predicate_modifier` is `Not`: it is said that the predicate does not hold. */
  readonly negated: boolean;
}

/** What predicates say; the first of each relationship is the usual one. */
const RELATIONSHIPS: Readonly<Record<string, MapRelationship | null>> = {
  "skos:exactMatch": "EQUIVALENT",
  "owl:equivalentClass": "EQUIVALENT",
  "owl:equivalentProperty": "EQUIVALENT",
  "owl:sameAs": "EQUIVALENT",
  "skos:broadMatch": "SOURCE_IS_NARROWER_THAN_TARGET",
  "rdfs:subClassOf": "SOURCE_IS_NARROWER_THAN_TARGET",
  "rdfs:subPropertyOf": "SOURCE_IS_NARROWER_THAN_TARGET",
  "skos:narrowMatch": "SOURCE_IS_BROADER_THAN_TARGET",
  "skos:relatedMatch": "RELATED_TO",
  "skos:closeMatch": "RELATED_TO",
  "oboInOwl:hasDbXref": "RELATED_TO",
  "rdfs:seeAlso": "RELATED_TO",
  "semapv:crossSpeciesExactMatch": "RELATED_TO",
  "semapv:crossSpeciesCloseMatch": "RELATED_TO",
  "semapv:crossSpeciesBroadMatch": "RELATED_TO",
  "semapv:crossSpeciesNarrowMatch": "RELATED_TO",
  "skos:mappingRelation": null,
};

const NAMESPACES: readonly (readonly [string, string])[] = [
  ["http://www.w3.org/2004/02/skos/core#", "skos:"],
  ["http://www.w3.org/2002/07/owl#", "owl:"],
  ["http://www.w3.org/2000/01/rdf-schema#", "rdfs:"],
  ["http://www.geneontology.org/formats/oboInOwl#", "oboInOwl:"],
  ["https://w3id.org/semapv/vocab/", "semapv:"],
];

function short(id: string): string {
  const [base = "", prefix = ""] = NAMESPACES.find(([uri]) => id.startsWith(uri)) ?? [];
  return prefix + id.slice(base.length);
}

/** What a predicate says in a crosswalk's words; null where it says nothing of the kind. */
export function relationshipOfPredicate({ id, negated }: Predicate): MapRelationship | null {
  if (negated) return "NOT_RELATED_TO";
  const known = short(id);
  return Object.hasOwn(RELATIONSHIPS, known) ? (RELATIONSHIPS[known] ?? null) : null;
}

/** Whether nothing but the relationship has to be known to write a predicate again. */
export function isUsual(predicate: Predicate): boolean {
  const usual = usualPredicate(relationshipOfPredicate(predicate));
  return usual.id === predicate.id && usual.negated === predicate.negated;
}

/** The predicate for a relationship where nothing says that another of the same meaning is wanted. */
export function usualPredicate(relationship: MapRelationship | null): Predicate {
  if (relationship === "NOT_RELATED_TO") return { id: "skos:relatedMatch", negated: true };
  const [id = "skos:mappingRelation"] =
    Object.entries(RELATIONSHIPS).find(([, known]) => known === relationship) ?? [];
  return { id, negated: false };
}

/** The predicate of a no-map. */
export const NO_MAP_PREDICATE = "skos:exactMatch";
/** The object of a no-map. */
export const NO_TERM = "sssom:NoTermFound";
