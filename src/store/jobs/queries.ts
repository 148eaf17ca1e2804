import { sql } from "drizzle-orm";
import type { Viewer } from "../../rules/access/viewer.js";
import type { Queries } from "../database.js";
import { job } from "./tables.js";

const p = sql.placeholder;

const columns = {
  id: job.id,
  kind: job.kind,
  status: job.status,
  createdBy: job.createdBy,
  total: job.total,
  done: job.done,
  message: job.message,
  result: job.result,
  userErrors: job.userErrors,
  createdAt: job.createdAt,
  startedAt: job.startedAt,
  finishedAt: job.finishedAt,
};

/** Whoever asked for it: the same user, or the same client where there is no user; and the operator. */
const visible = sql`(${job.userId} = ${p("viewerUser")}::int
  or (${job.userId} is null and ${job.client} = ${p("viewerClient")}::text)
  or ${p("operator")}::boolean)`;

/** Reads of jobs that the viewer may see. */
export function jobQueries(reads: Queries) {
  const byIds = reads
    .select(columns)
    .from(job)
    .where(sql`${job.id} = any(${p("ids")}::uuid[]) and ${visible}`)
    .prepare("jobs_by_id");
  return {
    byIds: (viewer: Viewer, ids: readonly string[]): Promise<JobRow[]> =>
      byIds.execute({
        ids,
        viewerUser: viewer.user?.id ?? null,
        viewerClient: viewer.user ? null : viewer.client,
        operator: viewer.scopes.has("admin"),
      }),
  };
}

/** A job as those see it who may. */
export type JobRow = Pick<typeof job.$inferSelect, keyof typeof columns>;
