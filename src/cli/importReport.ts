import type {
  CodeSystemReport,
  CrosswalkReport,
  ImportOutcome,
  ImportRefusal,
} from "../commands/imports/report.js";
import type { RejectedLine } from "../importers/format.js";

const LISTED = 20;

const outcomes: Readonly<Record<ImportOutcome, string>> = {
  IMPORTED: "imported",
  UNCHANGED: "nothing to do, it is here already",
  RELABELLED: "the same content as HEAD, under a new label",
};

/** A release that went in, in words and numbers. */
export function describeCodeSystem(report: CodeSystemReport): string {
  return [
    `${report.codeSystem} ${report.version}: ${outcomes[report.outcome]}`,
    counted({
      read: report.read,
      concepts: report.concepts,
      added: report.added,
      changed: report.changed,
      removed: report.removed,
      retired: report.retired,
      skipped: report.skipped,
    }),
    ...listed(report.skippedLines, report.skipped),
  ].join("\n");
}

/** A crosswalk that went in, in words and numbers. */
export function describeCrosswalk(report: CrosswalkReport): string {
  return [
    `"${report.crosswalk}" ${report.identifier}, version ${report.version}: ` +
      outcomes[report.outcome],
    counted({
      read: report.read,
      pairs: report.pairs,
      "no-maps": report.noMaps,
      repeats: report.repeats,
      added: report.added,
      changed: report.changed,
      removed: report.removed,
      skipped: report.skipped,
    }),
    ...report.unknownCodes.map(
      ({ codeSystem, codes }) =>
        `  unknownCodes: ${grouped(codes)} that ${codeSystem} does not have`,
    ),
    ...(report.leftOut > 0 ? [`  ${grouped(report.leftOut)} left out because of them`] : []),
    ...listed(report.skippedLines, report.skipped),
  ].join("\n");
}

/** Why nothing was imported. */
export function describeRefusal({ message, lines }: ImportRefusal): string {
  return [`Refused: ${message}. Nothing was changed.`, ...listed(lines, lines.length)].join("\n");
}

function counted(counts: Readonly<Record<string, number>>): string {
  return `  ${Object.entries(counts)
    .map(([name, count]) => `${grouped(count)} ${name}`)
    .join(", ")}`;
}

function grouped(count: number): string {
  return count.toLocaleString("en-US");
}

function listed(lines: readonly RejectedLine[], count: number): string[] {
  const shown = lines
    .slice(0, LISTED)
    .map(({ file, line, rejected }) => `  ${file ? `${file} ` : ""}line ${line}: ${rejected}`);
  const more = count - shown.length;
  return more > 0 ? [...shown, `  and ${grouped(more)} more`] : shown;
}
