import { registerEnumType } from "type-graphql";

export const CrosswalkVersionStatus = { DRAFT: "DRAFT", PUBLISHED: "PUBLISHED" } as const;

registerEnumType(CrosswalkVersionStatus, {
  name: "CrosswalkVersionStatus",
  description: "Whether a version may still change.",
  valuesConfig: {
    DRAFT: {
      description: "Still being edited; always the newest version, and not used by others.",
    },
    PUBLISHED: { description: "In use; never changes again." },
  },
});
