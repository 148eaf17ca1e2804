import type { CodeSystemFormat, SourceFile } from "../../importers/format.js";
import { failed, type Result } from "../../kernel/result.js";
import type { ConceptName } from "../../rules/codeSystems/content.js";
import { chooseDisplay, type Languages } from "../../rules/codeSystems/display.js";
import { isOlderRelease, labelFault } from "../../rules/versions/labels.js";
import { settleClaimedNames } from "../../store/codeSystems/claimedNames.js";
import {
  importTarget,
  markComplete,
  standingOf,
  versionMadeAt,
} from "../../store/codeSystems/importTarget.js";
import {
  applyRelease,
  compareRelease,
  missingParents,
  type ReleaseDifference,
  repeatedCodes,
  type StagedConcept,
  stageRelease,
  undoRevision,
} from "../../store/codeSystems/releases.js";
import type { Database, Queries, Transaction } from "../../store/database.js";
import {
  beginRevision,
  type Change,
  lockContainer,
  putVersion,
} from "../../store/ledger/writes.js";
import { acceptedRows, ReadCounts } from "./acceptedRows.js";
import { refused, wholeOrNothing } from "./refusals.js";
import type { CodeSystemReport, ImportOutcome, ImportRefusal } from "./report.js";

/** A release to put in, and how. */
export interface CodeSystemImport {
  readonly codeSystem: string;
  /** The label that the release gets as a version. */
  readonly version: string;
  readonly format: CodeSystemFormat;
  readonly files: readonly SourceFile[];
  readonly released: boolean;
  /** Lets a release in that is older than the newest; HEAD stays as it is. */
  readonly older: boolean;
  readonly skipBadLines: boolean;
  /** Does everything and keeps nothing of it. */
  readonly dryRun: boolean;
  readonly by: string;
  readonly now: Date;
}

/**
 * Puts a whole release into a code system as one revision and one version: all of it or nothing. The same
 * release again changes nothing.
 */
export async function importCodeSystem(
  database: Database,
  request: CodeSystemImport,
): Promise<Result<CodeSystemReport, ImportRefusal>> {
  const fault = labelFault(request.version);
  if (fault) return failed({ message: fault, lines: [] });
  return await wholeOrNothing(database, request.dryRun, (transaction) =>
    importRelease(transaction, request),
  );
}

async function importRelease(
  transaction: Transaction,
  request: CodeSystemImport,
): Promise<CodeSystemReport> {
  const { queries } = transaction;
  const target = await importTarget(queries, request.codeSystem);
  if (!target) throw refused(`There is no code system ${request.codeSystem}`);
  const { containerId, uid } = target;
  const made = await versionMadeAt(queries, containerId, request.version);
  const counts = new ReadCounts(request);
  const rows = request.format.read(request.files, { asOf: made ?? request.now });
  const accepted = acceptedRows(rows, counts);
  await stageRelease(transaction, accepted, (concept) => displayOf(concept, target));
  if (counts.rows === 0) throw refused("The file holds no codes");
  await refuseBrokenReleases(queries);

  await lockContainer(queries, uid);
  const { difference, outcome } = await writeRelease(queries, containerId, request);
  return {
    outcome,
    codeSystem: request.codeSystem,
    version: request.version,
    read: counts.lines,
    ...difference,
    skipped: counts.rejected,
    skippedLines: counts.rejectedLines,
    notes: counts.notes,
  };
}

function displayOf({ line, content }: StagedConcept, languages: Languages): ConceptName {
  const display = chooseDisplay(content.names, languages);
  if (!display) throw refused(`Line ${line}: ${content.code} has no name`);
  return display;
}

async function refuseBrokenReleases(queries: Queries): Promise<void> {
  const repeated = await repeatedCodes(queries);
  if (repeated.length > 0) {
    throw refused(
      "The file gives some codes twice",
      repeated.map(({ line, code }) => ({ line, rejected: `${code} was given before` })),
    );
  }
  const orphans = await missingParents(queries);
  if (orphans.length > 0) {
    throw refused(
      "The file names parents that it does not hold",
      orphans.map(({ line, code, parent }) => ({ line, rejected: `${code} is below ${parent}` })),
    );
  }
}

async function writeRelease(
  queries: Queries,
  containerId: number,
  request: CodeSystemImport,
): Promise<{ difference: ReleaseDifference; outcome: ImportOutcome }> {
  const standing = await standingOf(queries, containerId);
  const same = standing.versions.find(({ label }) => label === request.version);
  if (same) {
    const difference = await compareRelease(queries, containerId, same.revision);
    if (differs(difference)) {
      throw refused(
        `Version ${request.version} of ${request.codeSystem} is here with other content; ` +
          "choose another label",
      );
    }
    return { difference, outcome: "UNCHANGED" };
  }
  const newer = standing.versions.find(({ label }) => isOlderRelease(request.version, label));
  if (newer && !request.older) {
    throw refused(
      `Version ${request.version} is older than ${newer.label}, which ${request.codeSystem} has; ` +
        "--older puts it in as a version and leaves HEAD as it is",
    );
  }
  const difference = await compareRelease(queries, containerId, standing.headRevision);
  const outcome = differs(difference) ? "IMPORTED" : "RELABELLED";
  const change = {
    at: request.now,
    by: request.by,
    kind: "IMPORTED",
    message: `${request.format.title}, version ${request.version}`,
  };
  let revision = standing.headRevision;
  if (outcome === "IMPORTED") {
    revision = await beginRevision(queries, containerId, change);
    await applyRelease(queries, containerId, revision);
    await settleClaimedNames(queries, containerId, revision);
    if (newer) await restoreHead(queries, containerId, revision, change);
  }
  await putVersion(
    queries,
    {
      containerId,
      ordinal: (standing.newestVersion ?? 0) + 1,
      label: request.version,
      revision,
      released: request.released,
      leads: newer === undefined,
    },
    change,
  );
  await markComplete(queries, containerId, change);
  return { difference, outcome };
}

/** An older release had its revision; the one after it is what was HEAD before. */
async function restoreHead(
  queries: Queries,
  containerId: number,
  passing: number,
  change: Change,
): Promise<void> {
  const restored = {
    ...change,
    kind: "RESTORED",
    message: "HEAD as it was before an older release",
  };
  const revision = await beginRevision(queries, containerId, restored);
  await undoRevision(queries, containerId, passing, revision);
  await settleClaimedNames(queries, containerId, revision);
}

function differs({ added, changed, removed }: ReleaseDifference): boolean {
  return added + changed + removed > 0;
}
