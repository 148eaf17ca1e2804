import type { Failure } from "../failure.js";

/** What jobs there are; how each is carried out stands in the commands. */
export type JobKindName = "IMPORT_CODE_SYSTEM" | "ADD_COLLECTION_REFERENCES";

export type JobStatus = "QUEUED" | "RUNNING" | "SUCCEEDED" | "FAILED";

/** How often a job is begun before it is given up. */
export const JOB_ATTEMPTS = 3;

/** Days for which a job that has ended is kept, to be asked what came of it. */
const KEPT_DAYS = 30;

/** Jobs that ended before this moment are kept no longer. */
export function keptSince(now: Date): Date {
  return new Date(now.getTime() - KEPT_DAYS * 24 * 60 * 60 * 1000);
}

/** How a job ended. A result is data that the database keeps; failures are what its caller can mend. */
export type JobEnd =
  | {
      readonly status: "SUCCEEDED";
      readonly message: string;
      readonly result: object;
      /** Of how many it was done with all, where that was not told before. */
      readonly total?: number;
    }
  | {
      readonly status: "FAILED";
      readonly message: string;
      readonly userErrors: readonly Failure[];
    };

/** Whether nothing more will become of it. */
export function hasEnded(status: JobStatus): boolean {
  return status === "SUCCEEDED" || status === "FAILED";
}

/**
 * How far a job has come, from 0 to 1. What has been taken in still has to be written: only a job that has
 * succeeded is at 1.
 */
export function progressOf(job: {
  readonly status: JobStatus;
  readonly total: number | null;
  readonly done: number | null;
}): number {
  if (job.status === "SUCCEEDED") return 1;
  if (!job.total || job.done === null) return 0;
  return Math.min(job.done / job.total, 1) * READING;
}

const READING = 0.9;

/** What ends a job that was begun too often. */
export const abandoned: JobEnd = {
  status: "FAILED",
  message: `The job was given up: it was begun ${JOB_ATTEMPTS} times, and each time the server broke off.`,
  userErrors: [],
};

/** What ends a job that fails by our own fault, however often it is begun. */
export function broken(id: string): JobEnd {
  const message =
    `The job was given up after ${JOB_ATTEMPTS} attempts because of a fault of the server's; ` +
    `its log has it under ${id}.`;
  return { status: "FAILED", message, userErrors: [] };
}
