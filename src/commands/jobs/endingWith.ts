import type { JobEnd } from "../../rules/jobs/job.js";
import type { Database } from "../../store/database.js";
import { endJob } from "../../store/jobs/writes.js";
import type { JobWork } from "./jobKind.js";

/**
 * The database, with the write that does a job's work ending the job in the same transaction: the work is
 * done once, however often the server breaks off.
 * @param endOf how the job ends with what a write answers; null: it goes on
 */
export function endingWith(
  { database, job, now }: Pick<JobWork, "database" | "job" | "now">,
  endOf: (outcome: unknown) => JobEnd | null,
): Database {
  return {
    ...database,
    write: (work) =>
      database.write(async (transaction) => {
        const outcome = await work(transaction);
        const end = endOf(outcome);
        if (end) await endJob(transaction, job, end, now());
        return outcome;
      }),
  };
}
