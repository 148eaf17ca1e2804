import { FileRefused } from "../../importers/format.js";
import type { Result } from "../../kernel/result.js";
import { type Failures, fieldInvalid } from "../../rules/failure.js";
import type { JobEnd } from "../../rules/jobs/job.js";
import type { CodeSystemRow } from "../../store/codeSystems/queries.js";
import { contentOf } from "../../store/jobs/writes.js";
import { settleTables } from "../../store/maintenance.js";
import { importCodeSystem } from "../imports/importCodeSystem.js";
import type { CodeSystemReport, ImportRefusal } from "../imports/report.js";
import { askerOf } from "./asker.js";
import { codeSystemFormat } from "./contentFormat.js";
import { endingWith } from "./endingWith.js";
import { importableSystem } from "./importAccess.js";
import type { JobWork } from "./jobKind.js";
import { type ReleaseFiles, releaseFiles } from "./releaseFiles.js";

/** What a job keeps of the request for an import; the file is kept beside it. */
export interface ImportJobInput {
  /** Slug. */
  readonly codeSystem: string;
  /** Null: as the content says. */
  readonly version: string | null;
  /** Null: as the files of the archive are recognised. */
  readonly format: string | null;
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
  const { database, job } = work;
  const input = job.input as ImportJobInput;
  const system = await stillImportable(work, input);
  if (!system.ok) {
    const [{ message }] = system.failure;
    return { status: "FAILED", message, userErrors: system.failure };
  }
  const content = await contentOf(database.reads, job.id);
  try {
    const asked = { format: codeSystemFormat(input.format), system: system.value };
    let bytes = 0;
    const progress: JobWork["progress"] = (done, total) => {
      bytes = total;
      work.progress(done, total);
    };
    const release = await releaseFiles(content, asked, { ...work, progress });
    const end = (report: CodeSystemReport) => succeeded(report, bytes);
    return await importRelease(work, { ...input, end }, release).finally(() => release.close());
  } catch (error) {
    if (error instanceof FileRefused) return refusedEnd({ message: error.message, lines: [] });
    throw error;
  }
}

interface EndedImport extends ImportJobInput {
  readonly end: (report: CodeSystemReport) => JobEnd;
}

async function importRelease(
  work: JobWork,
  { codeSystem, version, released, older, skipBadLines, end }: EndedImport,
  { format, files, otherwiseVersion }: ReleaseFiles,
): Promise<JobEnd | null> {
  const { database, job, now } = work;
  const ending = endingWith(work, (outcome) => (isReport(outcome) ? end(outcome) : null));
  const imported = await importCodeSystem(ending, {
    codeSystem,
    version,
    otherwiseVersion,
    released,
    older,
    skipBadLines,
    format,
    files,
    dryRun: false,
    askedBy: "GRAPH",
    by: job.createdBy,
    now: now(),
  });
  if (!imported.ok) return refusedEnd(imported.failure);
  await settleTables(database, "CONCEPTS");
  return null;
}

async function stillImportable(
  work: JobWork,
  { codeSystem }: ImportJobInput,
): Promise<Result<CodeSystemRow, Failures>> {
  return await importableSystem(work.database.reads, await askerOf(work), codeSystem);
}

function isReport(outcome: unknown): outcome is CodeSystemReport {
  return typeof outcome === "object" && outcome !== null && "outcome" in outcome;
}

/** However quick it was, it says of how many bytes it was done with all. */
function succeeded(report: CodeSystemReport, total: number): JobEnd {
  const { skippedLines, ...counts } = report;
  const lines = skippedLines.map(({ line, rejected }) => ({ line, reason: rejected }));
  const told = { ...counts, skippedLines: lines };
  return { status: "SUCCEEDED", message: sentenceOf(report), result: { report: told }, total };
}

function sentenceOf({
  outcome,
  codeSystem,
  version,
  concepts,
  ...report
}: CodeSystemReport): string {
  if (concepts === 0) return `Nothing to change: the file holds no codes of ${codeSystem}.`;
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
  const faults = lines.map(({ file, line, rejected }) =>
    file === undefined ? `Line ${line}: ${rejected}` : `${file}, line ${line}: ${rejected}`,
  );
  const userErrors = [message, ...faults].map((fault) =>
    fieldInvalid([option ?? "content"], fault),
  );
  return { status: "FAILED", message, userErrors };
}
