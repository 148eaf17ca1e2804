import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { jobKinds } from "../../src/commands/jobs/jobKinds.js";
import { runJob } from "../../src/commands/jobs/runJob.js";
import { nodeId } from "../../src/graph/shared/Node.js";
import type { Viewer } from "../../src/rules/access/viewer.js";
import { ensureUser, putMember } from "../../src/store/access/writes.js";
import type { Database } from "../../src/store/database.js";
import { type ClaimedJob, claimJob } from "../../src/store/jobs/writes.js";
import { FIXED_NOW } from "./clock.js";
import { type Ask, dataOf } from "./graph.js";
import { callerOf } from "./viewers.js";

/** Fifteen vaccines as their publisher ships them. */
export const CVX_FILE = readFileSync("test/fixtures/cvx-flat/cvx.txt", "utf8");
export const CVX_COUNT = 15;

/** A member of the organization that owns CVX. */
export async function keeperOfCvx(database: Database): Promise<Viewer> {
  await database.write(async ({ queries }) => {
    await ensureUser(queries, "keeper", FIXED_NOW);
    await putMember(queries, { organization: "CDC-NCIRD", user: "keeper", role: "MEMBER" });
  });
  return await callerOf(database, { user: "keeper" });
}

const JOB = `id kind status progress total done message createdBy createdAt startedAt finishedAt
  userErrors { __typename message path }
  result { ... on ImportCodeSystemPayload {
    job { id } userErrors { message }
    report { outcome codeSystem version read concepts added changed removed retired skipped
      skippedLines { line reason } notes } } }`;

/** Asks for an import; answers the payload. */
export async function askImport(
  ask: Ask,
  as: Viewer,
  input: Readonly<Record<string, unknown>> = {},
): Promise<unknown> {
  const text = `mutation ($input: ImportCodeSystemInput!) { importCodeSystem(input: $input) {
    job { id status progress total done message userErrors { message } result { __typename } }
    report { read } userErrors { __typename message path
      ... on LicenseRequired { codeSystem licensor } } } }`;
  const usual = { codeSystem: "cvx", version: "2025-12-09", content: CVX_FILE };
  const variables = { input: { ...usual, ...input } };
  return (await dataOf(ask(text, { as, variables }))).importCodeSystem;
}

/** Asks for an import that is taken; answers the job's id. */
export async function queuedImport(
  ask: Ask,
  as: Viewer,
  input: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const payload = (await askImport(ask, as, input)) as { job: { id: string } | null };
  if (!payload.job) throw new Error(JSON.stringify(payload));
  return payload.job.id;
}

/** A job as a caller sees it. */
export async function jobOf(ask: Ask, as: Viewer, id: string): Promise<unknown> {
  const text = `query ($id: ID!) { job(id: $id) { ${JOB} } }`;
  return (await dataOf(ask(text, { as, variables: { id } }))).job;
}

/** Claims the next job, as a server does. */
export async function claimNext(database: Database, milliseconds = 60_000) {
  return await claimJob(database, { owner: randomUUID(), milliseconds }, FIXED_NOW);
}

/** Carries out the next job, as a server does; answers how it went. */
export async function runNext(database: Database) {
  const job = await claimNext(database);
  if (!job) throw new Error("There is no job");
  return {
    id: nodeId("Job", job.id),
    ...(await runJob(jobKinds[job.kind], workOn(database, job))),
  };
}

/** What a job is carried out with, by a server that goes on until it is stopped. */
export function workOn(
  database: Database,
  job: ClaimedJob,
  signal = new AbortController().signal,
): Parameters<typeof runJob>[1] {
  return { database, job, signal, now: () => FIXED_NOW, newUuid: () => randomUUID() };
}

export const passed = (milliseconds: number) =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));
