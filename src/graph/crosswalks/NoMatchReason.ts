import { registerEnumType } from "type-graphql";

export const NoMatchReason = {
  NO_MAP: "NO_MAP",
  CODE_UNKNOWN: "CODE_UNKNOWN",
  CODE_SYSTEM_UNKNOWN: "CODE_SYSTEM_UNKNOWN",
  LICENSE_REQUIRED: "LICENSE_REQUIRED",
} as const;

registerEnumType(NoMatchReason, {
  name: "NoMatchReason",
  description: "Why a coding has no match.",
  valuesConfig: {
    NO_MAP: { description: "No crosswalk maps the code, or one states that nothing corresponds." },
    CODE_UNKNOWN: { description: "The code system does not have the code." },
    CODE_SYSTEM_UNKNOWN: { description: "There is no such code system." },
    LICENSE_REQUIRED: { description: "The code system needs a licence that the caller lacks." },
  },
});
