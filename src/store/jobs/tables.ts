import { sql } from "drizzle-orm";
import { bigserial, check, index, integer, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import type { Failure } from "../../rules/failure.js";
import type { JobKindName } from "../../rules/jobs/job.js";
import { userAccount } from "../access/tables.js";
import { bytes, exactText, instant } from "../columns.js";
import { container } from "../ledger/tables.js";

/** Work that goes on after the request that asked for it; any server of the database may do it. */
export const job = pgTable(
  "job",
  {
    id: uuid("id").primaryKey(),
    /** In which order they came: of two servers' clocks either may be late. */
    ordinal: bigserial("ordinal", { mode: "number" }).notNull(),
    kind: text("kind").$type<JobKindName>().notNull(),
    /** Jobs with the same words here are done one after another, as they came; null: it waits for none. */
    queue: exactText("queue"),
    status: text("status", { enum: ["QUEUED", "RUNNING", "SUCCEEDED", "FAILED"] }).notNull(),
    /** Who asked: the token's client, user, organizations and scopes, and the name to sign with. */
    client: exactText("client").notNull(),
    userId: integer("user_id").references(() => userAccount.id),
    organizations: text("organizations").array().notNull(),
    scopes: text("scopes").array().notNull(),
    createdBy: text("created_by").notNull(),
    /** What is to be done, as the job's kind reads it. */
    input: jsonb("input").notNull(),
    total: integer("total"),
    done: integer("done"),
    message: text("message"),
    result: jsonb("result").$type<object>(),
    userErrors: jsonb("user_errors").$type<readonly Failure[]>().notNull().default([]),
    createdAt: instant("created_at").notNull(),
    startedAt: instant("started_at"),
    finishedAt: instant("finished_at"),
    /** Which server does it, and until when nobody else may; a server that lives keeps moving it on. */
    leaseOwner: uuid("lease_owner"),
    leaseUntil: instant("lease_until"),
    attempts: integer("attempts").notNull().default(0),
    /** What is said to be processing while the job runs: HEAD of a collection, or one of its versions. */
    worksOn: integer("works_on").references(() => container.id),
    worksOnVersion: integer("works_on_version"),
  },
  (table) => [
    check("job_status_known", sql`${table.status} in ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED')`),
    check(
      "job_leased_while_running",
      sql`(${table.status} = 'RUNNING') = (${table.leaseOwner} is not null)`,
    ),
    index("job_at_work").on(table.worksOn).where(sql`${table.status} = 'RUNNING'`),
    index("job_finished").on(table.finishedAt).where(sql`${table.finishedAt} is not null`),
    index("job_unfinished").on(table.ordinal).where(sql`${table.status} in ('QUEUED', 'RUNNING')`),
  ],
);

/** The file that a job takes in, or a request that is as long; gone when the job has ended. */
export const jobContent = pgTable("job_content", {
  jobId: uuid("job_id")
    .primaryKey()
    .references(() => job.id, { onDelete: "cascade" }),
  content: bytes("content").notNull(),
});
