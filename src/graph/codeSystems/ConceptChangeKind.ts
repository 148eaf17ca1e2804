import { registerEnumType } from "type-graphql";
import type { ConceptChangeKind as Kind } from "../../rules/codeSystems/conceptChanges.js";

export const ConceptChangeKind: { readonly [K in Kind]: K } = {
  ADDED: "ADDED",
  REMOVED: "REMOVED",
  RETIRED: "RETIRED",
  REVIVED: "REVIVED",
  REWORDED: "REWORDED",
  REPARENTED: "REPARENTED",
  ATTRIBUTES_CHANGED: "ATTRIBUTES_CHANGED",
};

registerEnumType(ConceptChangeKind, {
  name: "ConceptChangeKind",
  description: "How a concept is not the same in two versions of its code system.",
  valuesConfig: {
    ADDED: { description: "The code is in this version and not in the other." },
    REMOVED: { description: "The code is in the other version and not in this one." },
    RETIRED: { description: "The concept is retired in this version and not in the other." },
    REVIVED: { description: "The concept is retired in the other version and not in this one." },
    REWORDED: { description: "Its names or descriptions are others." },
    REPARENTED: { description: "Its parents are others." },
    ATTRIBUTES_CHANGED: { description: "Its class, datatype, extras or external id is another." },
  },
});
