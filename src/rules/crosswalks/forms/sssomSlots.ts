import { SOURCE_DISPLAY, TARGET_DISPLAY } from "./fhirSlots.js";
import { ATTRIBUTE_URI, codeSystemUri } from "./ownUris.js";

/** The slots of a mapping, in the order in which they are written. */
export const mappingSlots: readonly string[] = [
  ..."record_id subject_id subject_label subject_category predicate_id predicate_label".split(" "),
  ..."predicate_modifier object_id object_label object_category mapping_justification".split(" "),
  ..."author_id author_label reviewer_id reviewer_label creator_id creator_label license".split(
    " ",
  ),
  ..."subject_type subject_source subject_source_version object_type object_source".split(" "),
  ..."object_source_version predicate_type mapping_provider mapping_source".split(" "),
  ..."mapping_cardinality cardinality_scope mapping_tool mapping_tool_id".split(" "),
  ..."mapping_tool_version mapping_date publication_date review_date confidence".split(" "),
  ..."reviewer_agreement curation_rule curation_rule_text subject_match_field".split(" "),
  ..."object_match_field match_string subject_preprocessing object_preprocessing".split(" "),
  ..."similarity_score similarity_measure semantic_similarity_score".split(" "),
  ..."semantic_similarity_measure see_also issue_tracker_item other comment match_type".split(" "),
];

/** Slots that say which pair it is and how it stands. */
const PAIR_SLOTS = new Set(["subject_id", "predicate_id", "predicate_modifier", "object_id"]);
/** Slots that every mapping has. */
export const requiredSlots: readonly string[] = ["subject_id", "predicate_id", "object_id"];
/** Required too, but not known to older files. */
export const JUSTIFICATION = "mapping_justification";
/** What stands where nobody has said why. */
export const UNSPECIFIED = "semapv:UnspecifiedMatching";
export const UNSPECIFIED_LICENSE = "https://w3id.org/sssom/license/unspecified";

const KEYS: Readonly<Record<string, string>> = {
  subject_label: SOURCE_DISPLAY,
  object_label: TARGET_DISPLAY,
};
const SLOTS: ReadonlyMap<string, string> = new Map(
  Object.entries(KEYS).map(([slot, key]) => [key, slot]),
);

/** The key of the attribute that a slot becomes; null of those that become none. */
export function keyOfSlot(slot: string): string | null {
  return PAIR_SLOTS.has(slot) ? null : (KEYS[slot] ?? slot);
}

/** The slot that an attribute of a pair has of its own; null where there is none. */
export function slotOfKey(key: string): string | null {
  const slot = SLOTS.get(key) ?? key;
  return mappingSlots.includes(slot) && keyOfSlot(slot) === key ? slot : null;
}

/** What the definition of a slot of our own names, for an attribute of any key. */
export function extensionProperty(key: string): string {
  return `${ATTRIBUTE_URI}:${encodeURIComponent(key)}`;
}

/** The key in {@link extensionProperty}; null where it is another's. */
export function keyOfProperty(property: string): string | null {
  const own = `${ATTRIBUTE_URI}:`;
  if (!property.startsWith(own)) return null;
  try {
    return decodeURIComponent(property.slice(own.length));
  } catch {
    return null;
  }
}

/** The name of a slot of our own, until a number has to make it another. */
export function extensionSlot(key: string): string {
  return `ext_${key.replaceAll(/[^A-Za-z0-9]+/g, "_").slice(0, 60)}`;
}

const PREFIX = "sssom:";

/** The key of the attribute that holds a slot of the set. */
export function setKey(slot: string): string {
  return PREFIX + slot;
}

/** The slot of the set that an attribute holds; null where it holds none. */
export function slotOfSetKey(key: string): string | null {
  return key.startsWith(PREFIX) ? key.slice(PREFIX.length) : null;
}

/** Prefixes that need no mention. */
export const builtInPrefixes: ReadonlyMap<string, string> = new Map([
  ["owl", "http://www.w3.org/2002/07/owl#"],
  ["rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"],
  ["rdfs", "http://www.w3.org/2000/01/rdf-schema#"],
  ["semapv", "https://w3id.org/semapv/vocab/"],
  ["skos", "http://www.w3.org/2004/02/skos/core#"],
  ["sssom", "https://w3id.org/sssom/"],
  ["xsd", "http://www.w3.org/2001/XMLSchema#"],
  ["linkml", "https://w3id.org/linkml/"],
]);

/** What the codes of a system are put behind to make URIs of them. */
export function baseOf(uri: string): string {
  return /[A-Za-z0-9]$/.test(uri) ? `${uri}${uri.startsWith(codeSystemUri("")) ? "#" : "/"}` : uri;
}

/** What the system may be called whose codes are put behind a base. */
export function urisOfBase(base: string): readonly string[] {
  const bare = base.replace(/[/#]$/, "");
  return bare === base ? [base] : [base, bare];
}
