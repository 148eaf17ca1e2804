import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { jobKinds } from "../../../src/commands/jobs/jobKinds.js";
import { runJob } from "../../../src/commands/jobs/runJob.js";
import type { Viewer } from "../../../src/rules/access/viewer.js";
import { endJob, extendLease, queueJob, requeueJob } from "../../../src/store/jobs/writes.js";
import { FIXED_NOW } from "../../support/clock.js";
import { dataOf, graphOver } from "../../support/graph.js";
import {
  CVX_FILE,
  claimNext,
  jobOf,
  keeperOfCvx,
  passed,
  queuedImport,
  runNext,
  workOn,
} from "../../support/jobs.js";
import { useTestDatabase } from "../../support/testDatabase.js";

const { database } = useTestDatabase();
const ask = graphOver(database);
let keeper: Viewer;

beforeAll(async () => {
  keeper = await keeperOfCvx(database);
});

afterEach(async () => {
  await database.reads.execute("delete from job");
});

async function concepts(): Promise<unknown> {
  const text = `{ codeSystem(slug: "cvx") { content latestVersion { label }
    atVersion { concepts { totalCount } } } }`;
  return (await dataOf(ask(text))).codeSystem;
}

const inputOf = (queue: string) => ({ of: queue });

async function queued(queue: string): Promise<void> {
  const made = { id: randomUUID(), kind: "IMPORT_CODE_SYSTEM", input: inputOf(queue) } as const;
  await database.write((transaction) =>
    queueJob(transaction, keeper, { ...made, queue, content: Buffer.alloc(0), at: FIXED_NOW }),
  );
}

describe("the queue", () => {
  it("gives each job to one, oldest first, however many ask at once", async () => {
    for (const queue of ["a", "b", "c"]) await queued(queue);
    const claimed = await Promise.all(Array.from({ length: 6 }, () => claimNext(database)));
    const got = claimed.filter((job) => job !== null);
    expect(new Set(got.map(({ input }) => input))).toEqual(new Set(["a", "b", "c"].map(inputOf)));
    expect(new Set(got.map(({ id }) => id)).size).toBe(3);
    expect(got.map(({ attempts }) => attempts)).toEqual([1, 1, 1]);
  });

  it("lets a job wait for those before it that change the same, and for no others", async () => {
    for (const queue of ["a", "a", "b"]) await queued(queue);
    const first = await claimNext(database);
    const other = await claimNext(database);
    expect([first?.input, other?.input]).toEqual(["a", "b"].map(inputOf));
    expect(await claimNext(database)).toBeNull();
    if (!first) throw new Error("no job");
    await database.write((transaction) =>
      endJob(transaction, first, { status: "FAILED", message: "no", userErrors: [] }, FIXED_NOW),
    );
    expect(await claimNext(database)).toMatchObject({ input: inputOf("a"), attempts: 1 });
    expect(await claimNext(database)).toBeNull();
  });

  it("carries out imports into one code system as they came", async () => {
    const ids = [];
    for (const version of ["2031", "2032", "2033"]) {
      ids.push(
        await queuedImport(ask, keeper, { version, content: CVX_FILE.replace("DTP", version) }),
      );
    }
    const claims = await Promise.all([1, 2, 3].map(() => claimNext(database)));
    expect(claims.filter((claim) => claim !== null)).toHaveLength(1);
    const [held] = claims.filter((claim) => claim !== null);
    if (held) await requeueJob(database, held, false);
    const ended = [];
    for (const _ of ids) ended.push((await runNext(database)).id);
    expect(ended).toEqual(ids);
  });

  it("gives a job away when its server has not been heard of", async () => {
    await queuedImport(ask, keeper);
    const first = await claimNext(database, 1);
    if (!first) throw new Error("no job");
    await passed(20);
    const second = await claimNext(database);
    expect(second).toMatchObject({ id: first.id, attempts: 2 });
    const lease = { owner: first.owner, milliseconds: 60_000 };
    expect(await extendLease(database, first, lease)).toBe(false);
    expect(await extendLease(database, second ?? first, lease)).toBe(true);
  });

  it("keeps nothing of what is done for a job by a server that has lost it", async () => {
    const id = await queuedImport(ask, keeper, { version: "2028-01-01", content: `${CVX_FILE}\n` });
    const late = await claimNext(database, 1);
    if (!late) throw new Error("no job");
    await passed(20);
    const other = await claimNext(database);
    const before = await concepts();
    expect(await runJob(jobKinds.IMPORT_CODE_SYSTEM, workOn(database, late))).toEqual({
      outcome: "LOST",
    });
    expect(await concepts()).toEqual(before);
    const end = { status: "FAILED", message: "no", userErrors: [] } as const;
    await expect(
      database.write((transaction) => endJob(transaction, late, end, FIXED_NOW)),
    ).rejects.toThrow("The lease of job");
    await expect(requeueJob(database, late, true)).rejects.toThrow("The lease of job");
    if (other) await requeueJob(database, other, false);
    await runNext(database);
    expect(await jobOf(ask, keeper, id)).toMatchObject({ status: "SUCCEEDED" });
  });

  it("gives a job up that was begun three times", async () => {
    const id = await queuedImport(ask, keeper);
    for (const attempts of [1, 2, 3]) {
      expect(await claimNext(database, 1)).toMatchObject({ attempts });
      await passed(20);
    }
    expect(await runNext(database)).toEqual({ id, outcome: "ENDED" });
    expect(await jobOf(ask, keeper, id)).toMatchObject({
      status: "FAILED",
      message: "The job was given up: it was begun 3 times, and each time the server broke off.",
      userErrors: [],
      result: null,
    });
    expect(await claimNext(database)).toBeNull();
  });

  it("gives a job up that breaks three times, and says under what the log has it", async () => {
    const id = await queuedImport(ask, keeper);
    const fault = new Error("disk on fire");
    for (const _ of [1, 2, 3]) {
      const job = await claimNext(database);
      if (!job) throw new Error("no job");
      const kind = async () => Promise.reject(fault);
      expect(await runJob(kind, workOn(database, job))).toEqual({ outcome: "BROKEN", fault });
    }
    expect(await jobOf(ask, keeper, id)).toMatchObject({
      status: "FAILED",
      message: expect.stringMatching(
        /^The job was given up after 3 attempts because of a fault of/,
      ),
      userErrors: [],
    });
    const [left] = await database.reads.execute(
      sql`select count(*)::int as count from job_content`,
    );
    expect(left).toEqual({ count: 0 });
  });

  it("shows progress while the work is not yet to be seen", async () => {
    const id = await queuedImport(ask, keeper);
    const job = await claimNext(database);
    if (!job) throw new Error("no job");
    let clock = 0;
    const seen: unknown[] = [];
    const look = async () => {
      const { status, done, total, progress } = (await jobOf(ask, keeper, id)) as never;
      seen.push({ status, done, total, progress });
    };
    const outcome = await runJob(
      async ({ progress }) =>
        database.write(async () => {
          for (const done of [0, 50, 100]) {
            clock += 1000;
            progress(done, 100);
            await passed(100);
            await look();
          }
          return { status: "FAILED", message: "tried", userErrors: [] } as const;
        }),
      { ...workOn(database, job), now: () => new Date(clock) },
    );
    expect(outcome).toEqual({ outcome: "ENDED" });
    const running = (done: number, progress: number) => ({
      status: "RUNNING",
      done,
      total: 100,
      progress,
    });
    expect(seen).toEqual([running(0, 0), running(50, 0.45), running(100, 0.9)]);
  });
});
