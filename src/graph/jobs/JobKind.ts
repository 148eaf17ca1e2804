import { registerEnumType } from "type-graphql";

export const JobKind = { IMPORT_CODE_SYSTEM: "IMPORT_CODE_SYSTEM" } as const;

registerEnumType(JobKind, {
  name: "JobKind",
  description: "What a job does.",
  valuesConfig: {
    IMPORT_CODE_SYSTEM: { description: "Puts a release into a code system." },
  },
});
