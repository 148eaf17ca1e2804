import { registerEnumType } from "type-graphql";

export const CrosswalkChangeKind = {
  ADDED: "ADDED",
  REMOVED: "REMOVED",
  MODIFIED: "MODIFIED",
} as const;

registerEnumType(CrosswalkChangeKind, {
  name: "CrosswalkChangeKind",
  description: "How a pair differs between two versions.",
  valuesConfig: {
    ADDED: { description: "It is in the later one only." },
    REMOVED: { description: "It is in the earlier one only." },
    MODIFIED: { description: "It is in both, with other attributes or another relationship." },
  },
});
