import { registerEnumType } from "type-graphql";

export const MapFormat = {
  CSV: "CSV",
  FHIR_R4: "FHIR_R4",
  FHIR_R5: "FHIR_R5",
  SSSOM: "SSSOM",
} as const;

registerEnumType(MapFormat, {
  name: "MapFormat",
  description: "A form in which crosswalks come and go.",
  valuesConfig: {
    CSV: {
      description:
        "A table with the columns `sourceCodeSystem`, `sourceCode`, `targetCodeSystem`, `targetCode`, " +
        "`relationship`, `noMap` and `attribute:KEY` for any keys. Holds the pairs alone.",
    },
    FHIR_R4: { description: "A ConceptMap of FHIR R4 in JSON." },
    FHIR_R5: { description: "A ConceptMap of FHIR R5 in JSON." },
    SSSOM: {
      description:
        "The Simple Standard for Sharing Ontological Mappings: tab-separated, with the metadata in front.",
    },
  },
});
