import { registerEnumType } from "type-graphql";

export const SortDirection = { ASC: "ASC", DESC: "DESC" } as const;

registerEnumType(SortDirection, {
  name: "SortDirection",
  description: "Which end of a sorted list comes first.",
  valuesConfig: {
    ASC: { description: "The lowest: A before B, old before new." },
    DESC: { description: "The highest: B before A, new before old." },
  },
});
