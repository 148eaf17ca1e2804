import { registerEnumType } from "type-graphql";

export const SkipReason = {
  SOURCE_CODE_SYSTEM_MISSING: "SOURCE_CODE_SYSTEM_MISSING",
  SOURCE_CODE_MISSING: "SOURCE_CODE_MISSING",
  TARGET_CODE_SYSTEM_MISSING: "TARGET_CODE_SYSTEM_MISSING",
  TARGET_CODE_MISSING: "TARGET_CODE_MISSING",
  CODE_SYSTEM_UNKNOWN: "CODE_SYSTEM_UNKNOWN",
  LICENSE_REQUIRED: "LICENSE_REQUIRED",
  SOURCE_CODE_INVALID: "SOURCE_CODE_INVALID",
  TARGET_CODE_INVALID: "TARGET_CODE_INVALID",
  NOT_MAPPED: "NOT_MAPPED",
  DUPLICATE: "DUPLICATE",
} as const;

registerEnumType(SkipReason, {
  name: "SkipReason",
  description: "Why a mapping or one of its targets was left out while the rest went in.",
  valuesConfig: {
    SOURCE_CODE_SYSTEM_MISSING: { description: "The mapping names no source code system." },
    SOURCE_CODE_MISSING: { description: "The mapping names no source code." },
    TARGET_CODE_SYSTEM_MISSING: { description: "The mapping names no target code system." },
    TARGET_CODE_MISSING: { description: "The target has no code, or the mapping has no targets." },
    CODE_SYSTEM_UNKNOWN: { description: "There is no code system of that slug." },
    LICENSE_REQUIRED: { description: "The code system needs a licence that the caller lacks." },
    SOURCE_CODE_INVALID: { description: "The source code system does not have the source code." },
    TARGET_CODE_INVALID: { description: "The target code system does not have the target code." },
    NOT_MAPPED: { description: "The pair to be deleted is not in the crosswalk." },
    DUPLICATE: {
      description:
        "The request mentions the pair earlier; the attributes of both were taken together.",
    },
  },
});
