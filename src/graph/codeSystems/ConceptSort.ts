import { registerEnumType } from "type-graphql";

export const ConceptSort = {
  BEST_MATCH: "BEST_MATCH",
  LAST_UPDATE: "LAST_UPDATE",
  NAME: "NAME",
  ID: "ID",
  DATATYPE: "DATATYPE",
  CONCEPT_CLASS: "CONCEPT_CLASS",
} as const;

registerEnumType(ConceptSort, {
  name: "ConceptSort",
  description: "What a list of concepts is sorted by. Ties go by the concepts' URLs.",
  valuesConfig: {
    BEST_MATCH: {
      description:
        "How well the concept meets `q`, best first whatever the direction: its code, the beginning of its " +
        "code, its whole display, the beginning of it, a part of it, all words; other names after displays, " +
        "and shorter texts before longer ones. Without `q` the same as ID, ascending.",
    },
    LAST_UPDATE: { description: "When this version of the concept was made; newest first." },
    NAME: { description: "Its display, without regard to case, accents and punctuation." },
    ID: { description: "Its code." },
    DATATYPE: { description: "What values it takes, in the bytes' order: N/A, Numeric, Text." },
    CONCEPT_CLASS: {
      description: "What kind of concept it is, in the bytes' order: Diagnosis, Procedure.",
    },
  },
});
