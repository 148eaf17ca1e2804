import type {
  BundleReport,
  CodeSystemReport,
  CollectionReport,
  CrosswalkReport,
  ImportRefusal,
} from "../commands/imports/report.js";
import type { Result } from "../kernel/result.js";
import {
  describeBundle,
  describeCodeSystem,
  describeCollection,
  describeCrosswalk,
  describeRefusal,
  grouped,
  headline,
} from "./importReport.js";

type ImportReport = CodeSystemReport | BundleReport | CollectionReport | CrosswalkReport;

/** What came of one of the imports. */
export interface Done {
  /** Of the file. */
  readonly name: string;
  readonly result: Result<ImportReport, ImportRefusal>;
}

/** What is printed: what went in, and what did not and why. */
export interface Told {
  readonly reports: readonly string[];
  readonly refusals: readonly string[];
}

interface How {
  readonly dryRun: boolean;
}

/** An import that was the only one, in full. */
export function describeOne(done: readonly Done[], { dryRun }: How): Told {
  const told = { reports: [] as string[], refusals: [] as string[] };
  for (const { result } of done) {
    if (result.ok) told.reports.push(inFull(result.value, dryRun));
    else told.refusals.push(describeRefusal(result.failure, dryRun));
  }
  return told;
}

function inFull(report: ImportReport, dryRun: boolean) {
  if ("sources" in report) return describeBundle(report, dryRun);
  if ("collection" in report) return describeCollection(report, dryRun);
  return "crosswalk" in report
    ? describeCrosswalk(report, dryRun)
    : describeCodeSystem(report, dryRun);
}

/** One of several imports in a line each, and how many there were of each outcome. */
export function describeMany(done: readonly Done[], { dryRun }: How): Told {
  const reports: string[] = [];
  const refusals: string[] = [];
  for (const { name, result } of done) {
    if (!result.ok) refusals.push(`${name}: ${describeRefusal(result.failure, dryRun)}`);
    else if ("concepts" in result.value) reports.push(oneLine(result.value));
    else reports.push(inFull(result.value, dryRun));
  }
  const counted = `${grouped(reports.length)} of ${grouped(done.length)} files went in`;
  return {
    reports: [...reports, dryRun ? `${counted}: a dry run, nothing was changed` : counted],
    refusals,
  };
}

function oneLine(report: CodeSystemReport): string {
  const { concepts, added, changed, removed, retired, skipped } = report;
  const counts = { concepts, added, changed, removed, retired, skipped };
  const told = Object.entries(counts).filter(([, count]) => count > 0);
  return [headline(report), ...told.map(([what, count]) => `${grouped(count)} ${what}`)].join(", ");
}
