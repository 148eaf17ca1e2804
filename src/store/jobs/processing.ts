import { type SQL, sql } from "drizzle-orm";
import type { Queries } from "../database.js";
import { job } from "./tables.js";

/** What a job works on: a version of a collection, or its HEAD. */
export interface WorkedOn {
  readonly containerId: number;
  /** Null: HEAD. */
  readonly ordinal: number | null;
}

/** A job that runs, and has been heard of lately by the database's clock, which all servers share. */
const alive = sql`${job.status} = 'RUNNING' and ${job.leaseUntil} > clock_timestamp()`;

/** Whether a job works on the version of an ordinal; null stands for HEAD. */
export function isWorkedOn(containerId: SQL, ordinal: SQL): SQL<boolean> {
  return sql<boolean>`exists (select from ${job} where ${job.worksOn} = ${containerId}
    and ${job.worksOnVersion} is not distinct from ${ordinal} and ${alive})`;
}

/** Reads of what jobs work on. */
export function processingQueries(reads: Queries) {
  const processing = reads
    .select({ at: sql<number>`asked.at::int` })
    .from(
      sql`unnest(${sql.placeholder("ids")}::int[], ${sql.placeholder("ordinals")}::int[])
        with ordinality as asked(id, ordinal, at)`,
    )
    .where(isWorkedOn(sql`asked.id`, sql`asked.ordinal`))
    .prepare("versions_worked_on");
  return {
    /** Whether a job works on each. */
    areWorkedOn: async (keys: readonly WorkedOn[]): Promise<readonly boolean[]> => {
      const rows = await processing.execute({
        ids: keys.map(({ containerId }) => containerId),
        ordinals: keys.map(({ ordinal }) => ordinal),
      });
      const found = new Set(rows.map(({ at }) => at - 1));
      return keys.map((_, place) => found.has(place));
    },
  };
}

/**
 * Lets go of what jobs are said to work on; the jobs go on, and are no longer counted.
 * @returns whether any worked on it
 */
export async function letGo(
  queries: Queries,
  { containerId, ordinal }: WorkedOn,
): Promise<boolean> {
  const cleared = await queries
    .update(job)
    .set({ worksOn: null, worksOnVersion: null })
    .where(
      sql`${job.worksOn} = ${containerId} and ${job.worksOnVersion} is not distinct from ${ordinal}::int
        and ${alive}`,
    )
    .returning({ id: job.id });
  return cleared.length > 0;
}
