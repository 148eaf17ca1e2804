import { registerEnumType } from "type-graphql";

export const Licensor = { AMA: "AMA", ADA: "ADA", APA: "APA" } as const;

registerEnumType(Licensor, {
  name: "Licensor",
  description: "Whose licence the content of some code systems needs.",
  valuesConfig: {
    AMA: { description: "American Medical Association: CPT." },
    ADA: { description: "American Dental Association: CDT." },
    APA: { description: "American Psychological Association: DSM." },
  },
});
