import type { JobKindName } from "../../rules/jobs/job.js";
import { addReferencesJob } from "./addReferencesJob.js";
import { importCodeSystemJob } from "./importCodeSystemJob.js";
import type { JobKind } from "./jobKind.js";

/** Every kind of job there is. */
export const jobKinds: Readonly<Record<JobKindName, JobKind>> = {
  IMPORT_CODE_SYSTEM: importCodeSystemJob,
  ADD_COLLECTION_REFERENCES: addReferencesJob,
};
