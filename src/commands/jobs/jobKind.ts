import type { JobEnd } from "../../rules/jobs/job.js";
import type { Database } from "../../store/database.js";
import type { ClaimedJob } from "../../store/jobs/writes.js";

/** What a job is carried out with. */
export interface JobWork {
  readonly database: Database;
  readonly job: ClaimedJob;
  readonly now: () => Date;
  readonly newUuid: () => string;
  /** Tells how far it has come; may be called as often as one likes. */
  readonly progress: (done: number, total: number) => void;
  /** Aborted when the server stops: whoever can break off does. */
  readonly signal: AbortSignal;
}

/**
 * How jobs of one kind are carried out. May be begun again from the start after a crash, so what it does is
 * all or nothing. Answers how the job ends, or null where the transaction that did the work has ended it.
 */
export type JobKind = (work: JobWork) => Promise<JobEnd | null>;
