import { registerEnumType } from "type-graphql";

export const SetFormat = {
  FHIR_R4: "FHIR_R4",
  FHIR_R5: "FHIR_R5",
  OCL: "OCL",
  OCL_JSON: "OCL_JSON",
} as const;

registerEnumType(SetFormat, {
  name: "SetFormat",
  description: "A form in which collections go out; the command line reads all of them.",
  valuesConfig: {
    FHIR_R4: {
      description: "A ValueSet of FHIR R4 in JSON: what defines the collection, and its expansion.",
    },
    FHIR_R5: { description: "The same of FHIR R5." },
    OCL: {
      description:
        "OCL's export of a version, the JSON that it zips: references, concepts and mappings.",
    },
    OCL_JSON: {
      description:
        "OCL's bulk import: a line for the collection, lines for its references, and one for the version.",
    },
  },
});
