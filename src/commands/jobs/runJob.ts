import { abandoned, broken, JOB_ATTEMPTS, type JobEnd } from "../../rules/jobs/job.js";
import { endJob, LeaseLost, putProgress, requeueJob } from "../../store/jobs/writes.js";
import type { JobKind, JobWork } from "./jobKind.js";

/** Milliseconds between two writings of a job's progress. */
const PROGRESS_EVERY = 250;

/** What came of carrying out a job; a fault is the server's own, and belongs into its log. */
export type JobOutcome =
  | { readonly outcome: "ENDED" | "LOST" | "RELEASED" }
  | { readonly outcome: "BROKEN"; readonly fault: unknown };

/** Carries out a job that was claimed, up to its end. Throws where the database can't be reached. */
export async function runJob(kind: JobKind, work: Omit<JobWork, "progress">): Promise<JobOutcome> {
  const { database, job } = work;
  if (job.attempts > JOB_ATTEMPTS) return await ended(work, abandoned);
  const progress = progressWriter(work);
  try {
    const end = await kind({ ...work, progress: progress.tell });
    await progress.settled();
    return end ? await ended(work, end) : { outcome: "ENDED" };
  } catch (fault) {
    await progress.settled();
    if (fault instanceof LeaseLost) return { outcome: "LOST" };
    if (work.signal.aborted) return { outcome: "RELEASED" };
    if (job.attempts >= JOB_ATTEMPTS) await ended(work, broken(job.id));
    else await requeueJob(database, job, true);
    return { outcome: "BROKEN", fault };
  }
}

async function ended(
  { database, job, now }: Pick<JobWork, "database" | "job" | "now">,
  end: JobEnd,
): Promise<JobOutcome> {
  try {
    await database.write((transaction) => endJob(transaction, job, end, now()));
    return { outcome: "ENDED" };
  } catch (error) {
    if (error instanceof LeaseLost) return { outcome: "LOST" };
    throw error;
  }
}

/**
 * Writes progress on a connection of its own, where it is seen while the job's transaction is still open:
 * one writing at a time, and not more often than is of use.
 */
function progressWriter({ database, job, now }: Omit<JobWork, "progress">) {
  let writing: Promise<void> | null = null;
  let writtenAt = Number.NEGATIVE_INFINITY;
  const tell = (done: number, total: number) => {
    if (writing || now().getTime() - writtenAt < PROGRESS_EVERY) return;
    writtenAt = now().getTime();
    writing = putProgress(database, job, { done, total })
      // Whoever has the job now tells of it; and a database that is gone is noticed by the work itself.
      .catch(() => {})
      .finally(() => {
        writing = null;
      });
  };
  return { tell, settled: async () => await writing };
}
