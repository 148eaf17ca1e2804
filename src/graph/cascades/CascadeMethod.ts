import { registerEnumType } from "type-graphql";

export const CascadeMethod = {
  SOURCE_TO_CONCEPTS: "SOURCE_TO_CONCEPTS",
  SOURCE_MAPPINGS: "SOURCE_MAPPINGS",
} as const;

export type CascadeMethodValue = keyof typeof CascadeMethod;

registerEnumType(CascadeMethod, {
  name: "CascadeMethod",
  description: "What a cascade goes along.",
  valuesConfig: {
    SOURCE_TO_CONCEPTS: {
      description:
        "Mappings and the hierarchy, on to the concepts that they lead to, level by level.",
    },
    SOURCE_MAPPINGS: { description: "The mappings of the concept alone; it goes on to nothing." },
  },
});
