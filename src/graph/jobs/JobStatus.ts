import { registerEnumType } from "type-graphql";

export const JobStatus = {
  QUEUED: "QUEUED",
  RUNNING: "RUNNING",
  SUCCEEDED: "SUCCEEDED",
  FAILED: "FAILED",
} as const;

registerEnumType(JobStatus, {
  name: "JobStatus",
  description: "Where a job is in its life. The last two are the ends.",
  valuesConfig: {
    QUEUED: { description: "Waits for a server to begin it." },
    RUNNING: { description: "Is being carried out." },
    SUCCEEDED: { description: "Has been carried out whole; `result` says what came of it." },
    FAILED: { description: "Has ended without changing anything; `userErrors` say why." },
  },
});
