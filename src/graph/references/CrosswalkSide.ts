import { registerEnumType } from "type-graphql";

export const CrosswalkSide = { SOURCE: "SOURCE", TARGET: "TARGET" } as const;

registerEnumType(CrosswalkSide, {
  name: "CrosswalkSide",
  description: "One of the two sets of codes between which a crosswalk maps.",
  valuesConfig: {
    SOURCE: { description: "What it maps from, with codes that are stated to have no target." },
    TARGET: { description: "What it maps to; targets that are stated not to be related are none." },
  },
});
