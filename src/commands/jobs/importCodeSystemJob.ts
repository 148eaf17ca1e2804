import type { CodeSystemFormat } from "../../importers/format.js";
import { formatNamed } from "../../importers/formats.js";
import { fieldInvalid } from "../../rules/failure.js";
import type { JobEnd } from "../../rules/jobs/job.js";
import { accessQueries } from "../../store/access/queries.js";
import type { Database } from "../../store/database.js";
import { contentOf, endJob } from "../../store/jobs/writes.js";
import { settleTables } from "../../store/maintenance.js";
import { importCodeSystem } from "../imports/importCodeSystem.js";
import type { CodeSystemReport, ImportRefusal } from "../imports/report.js";
import { importableSystem } from "./importAccess.js";
import type { JobWork } from "./jobKind.js";

/** What a job keeps of the request for an import; the file is kept beside it. */
export interface ImportJobInput {
  /** Slug. */
  readonly codeSystem: string;
  readonly version: string;
  readonly format: string;
  readonly released: boolean;
  readonly older: boolean;
  readonly skipBadLines: boolean;
}

/**
 * Puts a release into a code system. What the caller may do is looked at again: it may have changed while the
 * job waited. The transaction of the import ends the job too, so that it is done once however often the
 * server breaks off.
 */
export async function importCodeSystemJob(work: JobWork): Promise<JobEnd | null> {
  const { database, job, now } = work;
  const input = job.input as ImportJobInput;
  const refusal = await lostAccess(work, input);
  if (refusal) return refusal;
  const { codeSystem, version, released, older, skipBadLines } = input;
  const content = await contentOf(database.reads, job.id);
  const imported = await importCodeSystem(endingWith(work), {
    codeSystem,
    version,
    released,
    older,
    skipBadLines,
    format: codeSystemFormat(input.format),
    // Some formats look at a file's beginning before they read it.
    files: [{ name: "content", bytes: { [Symbol.asyncIterator]: () => portions(content, work) } }],
    dryRun: false,
    askedBy: "GRAPH",
    by: job.createdBy,
    now: now(),
  });
  if (!imported.ok) return refusedEnd(imported.failure);
  await settleTables(database, "CONCEPTS");
  return null;
}

function codeSystemFormat(name: string): CodeSystemFormat {
  const format = formatNamed(name);
  if (format?.kind !== "CODE_SYSTEM") throw new Error(`There is no format ${name} any more`);
  return format;
}

async function lostAccess(
  { database, job, now }: JobWork,
  { codeSystem }: ImportJobInput,
): Promise<JobEnd | null> {
  const { client, user, organizations, scopes } = job;
  const claims = { client, user, organizations, scopes: new Set(scopes) };
  const { viewer } = await accessQueries(database.reads).viewer(claims, now());
  const system = await importableSystem(database.reads, viewer, codeSystem);
  if (system.ok) return null;
  const [fault, ...others] = system.failure;
  return { status: "FAILED", message: fault.message, userErrors: [fault, ...others] };
}

const PORTION = 64 * 1024;

async function* portions(
  content: Buffer,
  { progress, signal }: Pick<JobWork, "progress" | "signal">,
): AsyncIterator<Uint8Array> {
  progress(0, content.length);
  for (let at = 0; at < content.length; at += PORTION) {
    signal.throwIfAborted();
    const portion = content.subarray(at, at + PORTION);
    yield portion;
    progress(at + portion.length, content.length);
    // All of it is here already: without a pause the server would answer nobody until it is read.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** The database, with the report of an import ending the job in the transaction that made it. */
function endingWith({ database, job, now }: JobWork): Database {
  return {
    ...database,
    write: (work) =>
      database.write(async (transaction) => {
        const outcome = await work(transaction);
        if (isReport(outcome)) await endJob(transaction, job, succeeded(outcome), now());
        return outcome;
      }),
  };
}

function isReport(outcome: unknown): outcome is CodeSystemReport {
  return typeof outcome === "object" && outcome !== null && "outcome" in outcome;
}

function succeeded(report: CodeSystemReport): JobEnd {
  const { skippedLines, ...counts } = report;
  const lines = skippedLines.map(({ line, rejected }) => ({ line, reason: rejected }));
  const told = { ...counts, skippedLines: lines };
  return { status: "SUCCEEDED", message: sentenceOf(report), result: { report: told } };
}

function sentenceOf({
  outcome,
  codeSystem,
  version,
  concepts,
  ...report
}: CodeSystemReport): string {
  const what = `version ${version} of ${codeSystem}`;
  if (outcome === "UNCHANGED") return `Nothing to change: ${what} is here with the same content.`;
  if (outcome === "RELABELLED") {
    return `Named ${what}: the content is that of the version before it.`;
  }
  const { added, changed, removed, retired } = report;
  return (
    `Imported ${what}: ${concepts} concepts, ${added} added, ${changed} changed, ${removed} removed, ` +
    `${retired} retired.`
  );
}

function refusedEnd({ message, lines, option }: ImportRefusal): JobEnd {
  const faults = lines.map(({ line, rejected }) => `Line ${line}: ${rejected}`);
  const userErrors = [message, ...faults].map((fault) =>
    fieldInvalid([option ?? "content"], fault),
  );
  return { status: "FAILED", message, userErrors };
}
