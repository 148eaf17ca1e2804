import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Scope, Viewer } from "../../rules/access/viewer.js";
import { signature } from "../../rules/access/viewer.js";
import type { JobEnd, JobKindName } from "../../rules/jobs/job.js";
import { userAccount } from "../access/tables.js";
import type { Database, Queries, Transaction } from "../database.js";
import type { WorkedOn } from "./processing.js";
import { job, jobContent } from "./tables.js";

/** On which a job's id is told whenever something about the job has changed. */
export const JOB_CHANNEL = "termgate_job";
/** On which it is told that there is a job to be done. */
export const JOB_QUEUE_CHANNEL = "termgate_job_queue";

/** Somebody else has the job now: whatever was done for it must not be kept. */
export class LeaseLost extends Error {
  override readonly name = "LeaseLost";
  constructor(id: string) {
    super(`The lease of job ${id} has been lost`);
  }
}

/** A job to be put on the queue. */
export interface NewJob {
  readonly id: string;
  readonly kind: JobKindName;
  /** What it changes: jobs that change the same are done one after another, as they came. */
  readonly queue: string;
  readonly input: object;
  readonly content: Buffer;
  /** The collection, or the version of one, that is processing while the job runs. */
  readonly worksOn?: WorkedOn;
  readonly at: Date;
}

/** Puts a job on the queue for whoever asks. */
export async function queueJob(
  transaction: Transaction,
  viewer: Viewer,
  made: NewJob,
): Promise<void> {
  const { queries } = transaction;
  const { id, kind, queue, input, content, worksOn, at } = made;
  await queries.insert(job).values({
    id,
    kind,
    queue,
    input,
    status: "QUEUED",
    client: viewer.client ?? "",
    userId: viewer.user?.id ?? null,
    // Those of which the database knows are looked up again when the job is begun.
    organizations: viewer.organizations.filter((one) => one.asserted).map(({ name }) => name),
    scopes: [...viewer.scopes],
    createdBy: signature(viewer),
    createdAt: at,
    worksOn: worksOn?.containerId ?? null,
    worksOnVersion: worksOn?.ordinal ?? null,
  });
  await queries.insert(jobContent).values({ jobId: id, content });
  await transaction.notify(JOB_QUEUE_CHANNEL, "");
}

/** Whose lease it is, and how long it holds unless it is extended. */
export interface Lease {
  readonly owner: string;
  readonly milliseconds: number;
}

/** A job that was taken from the queue. */
export interface ClaimedJob {
  readonly id: string;
  readonly kind: JobKindName;
  readonly input: unknown;
  readonly client: string;
  readonly user: string | null;
  readonly organizations: readonly string[];
  readonly scopes: readonly Scope[];
  readonly createdBy: string;
  /** How often it has been begun, this time included. */
  readonly attempts: number;
  readonly owner: string;
}

/** Until when a lease holds that begins now, by the database's clock, which all servers share. */
function leased(milliseconds: number): SQL {
  return sql`clock_timestamp() + ${milliseconds}::int * interval '1 millisecond'`;
}

/**
 * Takes the oldest job that nobody does: one of the queue, or one whose lease has run out. Of several
 * servers that ask at once each gets another one. A job waits until those before it in its queue have ended.
 */
export async function claimJob(
  database: Database,
  { owner, milliseconds }: Lease,
  now: Date,
): Promise<ClaimedJob | null> {
  return await database.write(async (transaction) => {
    const [claimed] = await transaction.queries
      .update(job)
      .set({
        status: "RUNNING",
        leaseOwner: owner,
        leaseUntil: leased(milliseconds),
        attempts: sql`${job.attempts} + 1`,
        startedAt: sql`coalesce(${job.startedAt}, ${now.toISOString()}::timestamptz)`,
        done: null,
      })
      .where(
        sql`${job.id} = (select one.id from ${job} one
          where (one.status = 'QUEUED'
              or (one.status = 'RUNNING' and one.lease_until < clock_timestamp()))
            and not exists (select from ${job} earlier
              where earlier.status in ('QUEUED', 'RUNNING')
                and earlier.queue = one.queue and earlier.ordinal < one.ordinal)
          order by one.ordinal limit 1 for update of one skip locked)`,
      )
      .returning();
    if (!claimed) return null;
    await transaction.notify(JOB_CHANNEL, claimed.id);
    const { id, kind, input, client, organizations, createdBy, attempts } = claimed;
    const user = await userNamed(transaction.queries, claimed.userId);
    const scopes = claimed.scopes as Scope[];
    return { id, kind, input, client, user, organizations, scopes, createdBy, attempts, owner };
  });
}

async function userNamed(queries: Queries, id: number | null): Promise<string | null> {
  if (id === null) return null;
  const [user] = await queries
    .select({ name: userAccount.name })
    .from(userAccount)
    .where(eq(userAccount.id, id));
  return user?.name ?? null;
}

/** Reads the file of a job. */
export async function contentOf(queries: Queries, id: string): Promise<Buffer> {
  const [row] = await queries.select().from(jobContent).where(eq(jobContent.jobId, id));
  if (!row) throw new Error(`Job ${id} has no content`);
  return row.content;
}

/** Which job, in whose hands. */
type Held = Pick<ClaimedJob, "id" | "owner">;

function isHeld({ id, owner }: Held): SQL | undefined {
  return and(eq(job.id, id), eq(job.leaseOwner, owner), eq(job.status, "RUNNING"));
}

async function changeHeld(
  transaction: Transaction,
  held: Held,
  change: Partial<Record<keyof typeof job.$inferInsert, unknown>>,
): Promise<void> {
  const changed = await transaction.queries
    .update(job)
    .set(change as Partial<typeof job.$inferInsert>)
    .where(isHeld(held))
    .returning({ id: job.id });
  if (changed.length === 0) throw new LeaseLost(held.id);
  await transaction.notify(JOB_CHANNEL, held.id);
}

/** Keeps a job for longer. @returns false where somebody else has it */
export async function extendLease(database: Database, held: Held, lease: Lease): Promise<boolean> {
  return await database.write(async ({ queries }) => {
    const extended = await queries
      .update(job)
      .set({ leaseUntil: leased(lease.milliseconds) })
      .where(isHeld(held))
      .returning({ id: job.id });
    return extended.length > 0;
  });
}

/** Tells how far a job has come. @throws LeaseLost */
export async function putProgress(
  database: Database,
  held: Held,
  { done, total }: { readonly done: number; readonly total: number },
): Promise<void> {
  await database.write((transaction) => changeHeld(transaction, held, { done, total }));
}

/**
 * Ends a job. Within the transaction that does its work, so that the work is done once: if the lease was
 * lost, none of it is kept. @throws LeaseLost
 */
export async function endJob(
  transaction: Transaction,
  held: Held,
  end: JobEnd,
  now: Date,
): Promise<void> {
  const result = end.status === "SUCCEEDED" ? storable(end.result) : null;
  const userErrors = end.status === "FAILED" ? storable(end.userErrors) : [];
  await changeHeld(transaction, held, {
    status: end.status,
    message: storable(end.message),
    result,
    userErrors,
    finishedAt: now,
    leaseOwner: null,
    leaseUntil: null,
    ...(end.status === "SUCCEEDED" ? doneWith(end.total) : {}),
  });
  await transaction.queries.delete(jobContent).where(eq(jobContent.jobId, held.id));
}

function doneWith(total: number | undefined) {
  return total === undefined ? { done: job.total } : { done: total, total };
}

/** So many jobs are forgotten at once; a server that was away for long catches up by and by. */
const FORGOTTEN_AT_ONCE = 10_000;

/** Forgets jobs that ended before a moment, the oldest first. @returns how many */
export async function forgetJobs(database: Database, endedBefore: Date): Promise<number> {
  return await database.write(async ({ queries }) => {
    const forgotten = await queries
      .delete(job)
      .where(
        sql`${job.id} in (select old.id from ${job} old
          where old.finished_at < ${endedBefore.toISOString()}::timestamptz
          order by old.finished_at limit ${FORGOTTEN_AT_ONCE} for update skip locked)`,
      )
      .returning({ id: job.id });
    return forgotten.length;
  });
}

/**
 * Puts a job back on the queue.
 * @param counts whether this beginning counts among its attempts
 */
export async function requeueJob(database: Database, held: Held, counts: boolean): Promise<void> {
  await database.write(async (transaction) => {
    await changeHeld(transaction, held, {
      status: "QUEUED",
      leaseOwner: null,
      leaseUntil: null,
      ...(counts ? {} : { attempts: sql`${job.attempts} - 1` }),
    });
    await transaction.notify(JOB_QUEUE_CHANNEL, "");
  });
}

/** What publishers' files hold is quoted in reports, and may be no text that the database keeps. */
function storable<Value>(value: Value): Value {
  const json = JSON.stringify(value, (_, part: unknown) =>
    typeof part === "string" ? part.toWellFormed().replaceAll("\u0000", "\ufffd") : part,
  );
  return JSON.parse(json) as Value;
}
