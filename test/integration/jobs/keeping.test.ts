import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";
import { jobKinds } from "../../../src/commands/jobs/jobKinds.js";
import { keptSince } from "../../../src/rules/jobs/job.js";
import { startJobRunner } from "../../../src/server/jobRunner.js";
import { createLog } from "../../../src/server/log.js";
import { forgetJobs } from "../../../src/store/jobs/writes.js";
import { useTestDatabase } from "../../support/testDatabase.js";

const { database } = useTestDatabase();

afterEach(async () => {
  await database.reads.execute("delete from job");
});

const DAY = 24 * 60 * 60 * 1000;
const daysAgo = (days: number) => new Date(Date.now() - days * DAY);

/** A job that was asked for long ago, and ended so many days ago; null: has not ended. */
async function job(endedDaysAgo: number | null): Promise<string> {
  const id = randomUUID();
  const ended = endedDaysAgo === null ? null : daysAgo(endedDaysAgo).toISOString();
  await database.reads.execute(sql`
    insert into job (id, kind, status, client, organizations, scopes, created_by, input, created_at, finished_at)
    values (${id}, 'IMPORT_CODE_SYSTEM', ${ended === null ? "QUEUED" : "SUCCEEDED"}, 'test', '{}', '{}',
      'test', '{}', ${daysAgo(100).toISOString()}, ${ended})`);
  await database.reads.execute(
    sql`insert into job_content (job_id, content) values (${id}, 'content')`,
  );
  return id;
}

async function left(): Promise<readonly string[]> {
  const rows = await database.reads.execute<{ id: string }>(
    sql`select job_id as id from job_content join job on id = job_id`,
  );
  return rows.map(({ id }) => id).toSorted();
}

describe("a job that has ended", () => {
  it("is kept for 30 days, and one that has not for ever", async () => {
    const kept = [await job(null), await job(0), await job(29)];
    await job(31);
    await job(400);
    expect(await forgetJobs(database, keptSince(new Date()))).toBe(2);
    expect(await left()).toEqual(kept.toSorted());
    expect(await forgetJobs(database, keptSince(new Date()))).toBe(0);
  });

  it("is found by an index, not by looking at all of them", async () => {
    await database.reads.execute(sql`
      insert into job (id, kind, status, client, organizations, scopes, created_by, input, created_at, finished_at)
      select gen_random_uuid(), 'IMPORT_CODE_SYSTEM', 'SUCCEEDED', 'test', '{}', '{}', 'test', '{}', now(), now()
      from generate_series(1, 5000)`);
    await database.reads.execute("analyze job");
    const plan = await database.reads.execute(sql`
      explain select id from job where finished_at < now() - interval '30 days' order by finished_at limit 10`);
    expect(JSON.stringify(plan)).toContain("job_finished");
  });

  it("is forgotten by a server as it goes, once in an hour", async () => {
    await job(31);
    const settings = { atOnce: 0, lease: 10_000, beat: 10, tidying: 60 * 60 * 1000 };
    const log = createLog("silent");
    const runner = await startJobRunner({ database, kinds: jobKinds, log, settings });
    await expect.poll(left, { timeout: 5000 }).toEqual([]);
    const another = await job(31);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await left()).toEqual([another]);
    await runner.stop(0);
  });
});
