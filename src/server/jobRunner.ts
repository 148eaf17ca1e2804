import { randomUUID } from "node:crypto";
import type { JobKind } from "../commands/jobs/jobKind.js";
import { type JobOutcome, runJob } from "../commands/jobs/runJob.js";
import { type JobKindName, keptSince } from "../rules/jobs/job.js";
import type { Database } from "../store/database.js";
import {
  type ClaimedJob,
  claimJob,
  extendLease,
  forgetJobs,
  JOB_QUEUE_CHANNEL,
  type Lease,
  requeueJob,
} from "../store/jobs/writes.js";
import { reportError } from "./errorReport.js";
import type { Log } from "./log.js";

/** How jobs are taken and kept. */
interface RunnerSettings {
  /** How many are carried out at once by this process. */
  readonly atOnce: number;
  /** Milliseconds for which a job is ours unless we say that we live. */
  readonly lease: number;
  /** Milliseconds between two signs of life, and between two looks for jobs whose server has died. */
  readonly beat: number;
  /** Milliseconds between two looks for jobs that ended too long ago to be kept. */
  readonly tidying: number;
}

const HOUR = 60 * 60 * 1000;
const usual: RunnerSettings = { atOnce: 2, lease: 10_000, beat: 3000, tidying: HOUR };

interface RunnerParts {
  readonly database: Database;
  readonly kinds: Readonly<Record<JobKindName, JobKind>>;
  readonly log: Log;
  readonly settings?: RunnerSettings;
}

/** Carries out jobs until it is stopped. */
export interface JobRunner {
  /**
   * Takes no more jobs, lets those under way end for so many seconds, and gives the others back to be begun
   * by somebody else.
   */
  stop(seconds: number): Promise<void>;
}

interface Running {
  readonly job: ClaimedJob;
  readonly abort: AbortController;
  readonly over: Promise<void>;
}

/** Begins to take jobs from the queue of a database, beside any other server of it. */
export async function startJobRunner(parts: RunnerParts): Promise<JobRunner> {
  const runner = new Runner(parts);
  await parts.database.listen(JOB_QUEUE_CHANNEL, () => runner.look());
  return runner;
}

class Runner implements JobRunner {
  readonly #database: Database;
  readonly #kinds: RunnerParts["kinds"];
  readonly #log: Log;
  readonly #settings: RunnerSettings;
  readonly #running = new Map<string, Running>();
  readonly #timer: NodeJS.Timeout;
  readonly #lease: Lease;
  #looking: Promise<void> | null = null;
  #lookAgain = false;
  #stopping = false;
  #tidiedAt = Number.NEGATIVE_INFINITY;

  constructor({ database, kinds, log, settings = usual }: RunnerParts) {
    this.#database = database;
    this.#kinds = kinds;
    this.#log = log;
    this.#settings = settings;
    this.#lease = { owner: randomUUID(), milliseconds: settings.lease };
    this.#timer = setInterval(() => this.#beat(), settings.beat);
  }

  /** Takes as many jobs as there is room for. */
  look(): void {
    this.#lookAgain = true;
    this.#looking ??= this.#take().finally(() => {
      this.#looking = null;
      if (this.#lookAgain) this.look();
    });
  }

  async stop(seconds: number): Promise<void> {
    this.#stopping = true;
    await this.#looking;
    const all = Promise.all([...this.#running.values()].map(({ over }) => over));
    await Promise.race([all, passed(seconds)]);
    const left = [...this.#running.values()];
    await Promise.all(left.map((running) => this.#release(running)));
    clearInterval(this.#timer);
  }

  async #take(): Promise<void> {
    this.#lookAgain = false;
    try {
      while (!this.#stopping && this.#running.size < this.#settings.atOnce) {
        const job = await claimJob(this.#database, this.#lease, new Date());
        if (!job) return;
        this.#begin(job);
      }
    } catch (error) {
      // The next beat tries again.
      this.#log.warn({ error: reportError(error) }, "jobs could not be taken");
    }
  }

  #begin(job: ClaimedJob): void {
    const abort = new AbortController();
    const over = this.#run(job, abort.signal).finally(() => {
      this.#running.delete(job.id);
      this.look();
    });
    this.#running.set(job.id, { job, abort, over });
  }

  async #run(job: ClaimedJob, signal: AbortSignal): Promise<void> {
    const startedAt = performance.now();
    const line = { job: job.id, kind: job.kind, attempt: job.attempts };
    this.#log.info(line, "job begun");
    const world = { now: () => new Date(), newUuid: () => randomUUID() };
    const work = { database: this.#database, job, signal, ...world };
    const came = await runJob(this.#kinds[job.kind], work).catch(
      (fault: unknown): JobOutcome => ({ outcome: "BROKEN", fault }),
    );
    const ms = Math.round(performance.now() - startedAt);
    if (came.outcome !== "BROKEN")
      this.#log.info({ ...line, ms }, `job ${came.outcome.toLowerCase()}`);
    else this.#log.error({ ...line, ms, error: reportError(came.fault) }, "job broken");
  }

  /** Says of every job that it is still being done, looks for others that nobody does, forgets old ones. */
  #beat(): void {
    for (const { job, abort } of this.#running.values()) {
      extendLease(this.#database, job, this.#lease).then(
        (held) => held || abort.abort(),
        (error: unknown) => this.#log.warn({ error: reportError(error) }, "lease not extended"),
      );
    }
    if (this.#stopping) return;
    this.look();
    this.#tidy();
  }

  #tidy(): void {
    const at = performance.now();
    if (at - this.#tidiedAt < this.#settings.tidying) return;
    this.#tidiedAt = at;
    forgetJobs(this.#database, keptSince(new Date())).then(
      (forgotten) => forgotten > 0 && this.#log.info({ forgotten }, "old jobs forgotten"),
      (error: unknown) => this.#log.warn({ error: reportError(error) }, "old jobs not forgotten"),
    );
  }

  async #release({ job, abort }: Running): Promise<void> {
    try {
      await requeueJob(this.#database, job, false);
      this.#log.info({ job: job.id }, "job given back");
    } catch (error) {
      this.#log.warn({ job: job.id, error: reportError(error) }, "job not given back");
    }
    abort.abort();
  }
}

function passed(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000).unref());
}
