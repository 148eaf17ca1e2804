/** How a concept is not the same in two versions of its code system. */
export type ConceptChangeKind =
  | "ADDED"
  | "REMOVED"
  | "RETIRED"
  | "REVIVED"
  | "REWORDED"
  | "REPARENTED"
  | "ATTRIBUTES_CHANGED";

const OPPOSITES: Readonly<Partial<Record<ConceptChangeKind, ConceptChangeKind>>> = {
  ADDED: "REMOVED",
  REMOVED: "ADDED",
  RETIRED: "REVIVED",
  REVIVED: "RETIRED",
};

/** The same changes seen from the other end: what was added is what is removed. */
export function reversedKinds(kinds: readonly ConceptChangeKind[]): ConceptChangeKind[] {
  return kinds.map((kind) => OPPOSITES[kind] ?? kind);
}
