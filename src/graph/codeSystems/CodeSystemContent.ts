import { registerEnumType } from "type-graphql";

export const CodeSystemContent = {
  COMPLETE: "COMPLETE",
  FRAGMENT: "FRAGMENT",
  NOT_PRESENT: "NOT_PRESENT",
} as const;

registerEnumType(CodeSystemContent, {
  name: "CodeSystemContent",
  description: "How much of a code system is here, in FHIR's words.",
  valuesConfig: {
    COMPLETE: { description: "All its codes are here; others are not accepted in crosswalks." },
    FRAGMENT: {
      description: "Some of its codes are here: the others are accepted too and have no display.",
    },
    NOT_PRESENT: {
      description: "None of its codes are here: every code is accepted and none has a display.",
    },
  },
});
