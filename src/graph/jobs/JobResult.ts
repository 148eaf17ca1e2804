import { createUnionType } from "type-graphql";
import { AddCollectionReferencesPayload } from "../references/AddCollectionReferencesPayload.js";
import { ImportCodeSystemPayload } from "./ImportCodeSystemPayload.js";

export const JobResult = createUnionType({
  name: "JobResult",
  description:
    "What a job answers when it has succeeded: the payload of the mutation that began it.",
  types: () => [AddCollectionReferencesPayload, ImportCodeSystemPayload] as const,
});
