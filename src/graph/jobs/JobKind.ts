import { registerEnumType } from "type-graphql";

export const JobKind = {
  IMPORT_CODE_SYSTEM: "IMPORT_CODE_SYSTEM",
  ADD_COLLECTION_REFERENCES: "ADD_COLLECTION_REFERENCES",
} as const;

registerEnumType(JobKind, {
  name: "JobKind",
  description: "What a job does.",
  valuesConfig: {
    IMPORT_CODE_SYSTEM: { description: "Puts a release into a code system." },
    ADD_COLLECTION_REFERENCES: {
      description: "Does what `addCollectionReferences` does that is not to wait for it.",
    },
  },
});
