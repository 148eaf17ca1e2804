import type {
  BundleReport,
  CodeSystemReport,
  CollectionReport,
  CrosswalkReport,
  ImportOutcome,
  ImportRefusal,
  SourceReport,
} from "../commands/imports/report.js";
import type { RejectedLine } from "../importers/format.js";
import type { LeftAside } from "../importers/gathered/chooseImports.js";
import { describeLosses } from "./lossReport.js";

const LISTED = 20;

const outcomes: Readonly<Record<ImportOutcome, string>> = {
  IMPORTED: "imported",
  UNCHANGED: "nothing to do, it is here already",
  RELABELLED: "the same content as HEAD, under a new label",
  REGISTERED: "registered, without content",
};

const NOTHING_KEPT = "  This was a dry run: nothing was changed.";

/** A release that went in, or that would, in words and numbers. */
export function describeCodeSystem(report: CodeSystemReport, dryRun: boolean): string {
  return [
    headline(report),
    counted({
      read: report.read,
      concepts: report.concepts,
      added: report.added,
      changed: report.changed,
      removed: report.removed,
      retired: report.retired,
      skipped: report.skipped,
    }),
    ...ending(report, dryRun),
  ].join("\n");
}

/** A release and what came of it, in one line. */
export function headline({ codeSystem, version, outcome }: CodeSystemReport): string {
  return `${[codeSystem, version].filter(Boolean).join(" ")}: ${outcomes[outcome]}`;
}

/** A crosswalk that went in, or that would, in words and numbers. */
export function describeCrosswalk(report: CrosswalkReport, dryRun: boolean): string {
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
    ...(report.registered.length > 0
      ? [`  new code systems, which take every code: ${report.registered.join(", ")}`]
      : []),
    ...(report.leftOut > 0 ? [`  ${grouped(report.leftOut)} left out because of them`] : []),
    ...describeLosses(report.losses),
    ...ending(report, dryRun),
  ].join("\n");
}

/** A collection that went in, or that would, in words and numbers. */
export function describeCollection(report: CollectionReport, dryRun: boolean): string {
  const { collection, version, outcome, registered } = report;
  return [
    `${[collection, version].filter(Boolean).join(" ")}${registered ? " (new)" : ""}: ` +
      outcomes[outcome],
    counted({
      read: report.read,
      references: report.references,
      repeats: report.repeats,
      added: report.added,
      changed: report.changed,
      removed: report.removed,
      skipped: report.skipped,
    }),
    ...describeMissing(report),
    ...describeLosses(report.losses),
    ...ending(report, dryRun),
  ].join("\n");
}

/** What lines of a collection name that is not here. */
function describeMissing({
  missing,
  unknownCodes,
}: Pick<CollectionReport, "missing" | "unknownCodes">): readonly string[] {
  return [
    ...missing.map(
      ({ name, references }) => `  not here: ${name}, in ${grouped(references)} references`,
    ),
    ...unknownCodes.map(
      ({ codeSystem, codes }) =>
        `  unknownCodes: ${grouped(codes)} that ${codeSystem} does not have`,
    ),
  ];
}

/** A file of several code systems that went in, or that would, in words and numbers. */
export function describeBundle(report: BundleReport, dryRun: boolean): string {
  const sources = report.sources.flatMap((source) => [
    `${source.codeSystem} ${source.url}${source.registered ? " (new)" : ""}: ` +
      (isUnchanged(source) ? outcomes.UNCHANGED : outcomes.IMPORTED),
    counted({
      added: source.added,
      changed: source.changed,
      retired: source.retired,
      "mappings added": source.mappingsAdded,
      "mappings changed": source.mappingsChanged,
    }),
    ...(source.versions.length > 0 ? [`  versions made: ${source.versions.join(", ")}`] : []),
  ]);
  const collections = report.collections.flatMap((one) => [
    `${one.collection}${one.registered ? " (new)" : ""}: ` +
      (one.added + one.changed + one.removed + one.versions.length === 0 && !one.registered
        ? outcomes.UNCHANGED
        : outcomes.IMPORTED),
    counted({ added: one.added, changed: one.changed, removed: one.removed }),
    ...(one.versions.length > 0 ? [`  versions made: ${one.versions.join(", ")}`] : []),
    ...describeMissing(one),
    ...describeLosses(one.losses),
  ]);
  const aside = Object.entries(report.leftAside).map(
    ([type, count]) => `  left aside for now: ${grouped(count)} ${type}`,
  );
  const read = counted({ read: report.read, skipped: report.skipped });
  return [...sources, ...collections, ...aside, read, ...ending(report, dryRun)].join("\n");
}

function isUnchanged(source: SourceReport): boolean {
  const { added, changed, mappingsAdded, mappingsChanged, versions } = source;
  return added + changed + mappingsAdded + mappingsChanged + versions.length === 0;
}

type Ending = Pick<CodeSystemReport, "notes" | "skipped" | "skippedLines">;

function ending(report: Ending, dryRun: boolean): string[] {
  return [
    ...report.notes.map((note) => `  ${note}`),
    ...listed(report.skippedLines, report.skipped, dryRun),
    ...(dryRun ? [NOTHING_KEPT] : []),
  ];
}

/** Why nothing was imported; `whole` lists all lines that are known. */
export function describeRefusal({ message, lines }: ImportRefusal, whole = false): string {
  const first = `Refused: ${message.replace(/\.$/, "")}. Nothing was changed.`;
  return [first, ...listed(lines, lines.length, whole)].join("\n");
}

function counted(counts: Readonly<Record<string, number>>): string {
  return `  ${Object.entries(counts)
    .map(([name, count]) => `${grouped(count)} ${name}`)
    .join(", ")}`;
}

/** The files that were not imported: one by one, or counted where there are many. */
export function describeLeftAside(files: readonly LeftAside[]): readonly string[] {
  if (files.length <= LISTED)
    return files.map(({ name, seems }) => `Left aside: ${name}, ${seems}`);
  const counts = new Map<string, number>();
  for (const { seems } of files) counts.set(seems, (counts.get(seems) ?? 0) + 1);
  return [...counts]
    .toSorted(([, one], [, other]) => other - one)
    .map(([seems, count]) => `Left aside: ${grouped(count)} times ${seems}`);
}

/** A count as it is printed. */
export function grouped(count: number): string {
  return count.toLocaleString("en-US");
}

function listed(lines: readonly RejectedLine[], count: number, whole: boolean): string[] {
  const shown = lines
    .slice(0, whole ? lines.length : LISTED)
    .map(({ file, line, rejected }) => `  ${file ? `${file} ` : ""}line ${line}: ${rejected}`);
  const more = count - shown.length;
  return more > 0 ? [...shown, `  and ${grouped(more)} more`] : shown;
}
