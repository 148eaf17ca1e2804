import type { CodeSystemFormat, OpenedRelease, SourceFile } from "../../importers/format.js";
import type { Result } from "../../kernel/result.js";
import type { ConceptName } from "../../rules/codeSystems/content.js";
import { chooseDisplay, type Languages } from "../../rules/codeSystems/display.js";
import type { HierarchyEdge } from "../../rules/codeSystems/hierarchy.js";
import { normalizeCode } from "../../rules/codeSystems/normalization.js";
import { optionName } from "../../rules/imports/optionNames.js";
import { labelFault, labelFrom } from "../../rules/versions/labels.js";
import {
  type ImportTarget,
  importTarget,
  versionMadeAt,
} from "../../store/codeSystems/importTarget.js";
import { type StagedConcept, stageRelease } from "../../store/codeSystems/releases.js";
import type { Database, Queries, Transaction } from "../../store/database.js";
import { lockContainer } from "../../store/ledger/writes.js";
import { acceptedRows, ReadCounts } from "./acceptedRows.js";
import { type DescribedImport, registerDescribed, slugOfDescribed } from "./describedSystem.js";
import { refused, refusedFor, wholeOrNothing } from "./refusals.js";
import { settleHierarchy } from "./releaseChecks.js";
import type { CodeSystemReport, ImportRefusal } from "./report.js";
import { writeRelease } from "./writeRelease.js";

/** A release to put in, and how. */
export interface CodeSystemImport extends DescribedImport {
  /** The label that the release gets as a version; null: the one that the file names. */
  readonly version: string | null;
  /** The label where neither `version` nor the file names one. */
  readonly otherwiseVersion?: string | null;
  readonly format: CodeSystemFormat;
  readonly files: readonly SourceFile[];
  readonly released: boolean;
  /** Lets a release in that is older than the newest; HEAD stays as it is. */
  readonly older: boolean;
  readonly skipBadLines: boolean;
  /** Does everything and keeps nothing of it. */
  readonly dryRun: boolean;
}

/**
 * Puts a whole release into a code system as one revision and one version: all of it or nothing. The same
 * release again changes nothing. Where the files say themselves what they hold, a code system that nobody
 * knows is registered.
 */
export async function importCodeSystem(
  database: Database,
  request: CodeSystemImport,
): Promise<Result<CodeSystemReport, ImportRefusal>> {
  return await wholeOrNothing(database, request.dryRun, async (transaction) => {
    const opened = await opening(request);
    const version = labelOf(request, opened);
    const { target, registered } = await targetOf(transaction.queries, request, opened);
    if (opened?.system.content === "NOT_PRESENT") {
      return { ...nothingRead(target, version), outcome: registered ? "REGISTERED" : "UNCHANGED" };
    }
    return await importRelease(transaction, { ...request, version, target, opened });
  });
}

async function opening({ format, files }: CodeSystemImport): Promise<OpenedRelease | null> {
  return format.codeSystem === null ? await format.open(files) : null;
}

function labelOf(request: CodeSystemImport, opened: OpenedRelease | null): string {
  const named = opened?.system.version ?? request.otherwiseVersion ?? null;
  const label = request.version ?? (named === null ? null : labelFrom(named));
  // Nothing is made of a code system without content that would need one.
  if (label === null && opened?.system.content === "NOT_PRESENT") return "";
  if (label === null) {
    const option = optionName("version", request.askedBy);
    throw refusedFor("version", `The file names no version; say by ${option} what it is`);
  }
  const fault = labelFault(label);
  if (fault) throw refusedFor("version", fault);
  return label;
}

/** The code system that the release is for; one that is new is registered. */
async function targetOf(
  queries: Queries,
  request: CodeSystemImport,
  opened: OpenedRelease | null,
): Promise<{ readonly target: ImportTarget; readonly registered: boolean }> {
  const slug = opened ? await slugOfDescribed(queries, request, opened.system) : request.codeSystem;
  const present = slug === null ? null : await importTarget(queries, slug);
  if (present) {
    if (opened) refuseMisfit(present, opened.system);
    return { target: present, registered: false };
  }
  if (!opened) throw refused(`There is no code system ${request.codeSystem}`);
  const made = await registerDescribed(queries, request, opened.system);
  const target = await importTarget(queries, made);
  if (!target) throw new Error(`The code system ${made} was not registered`);
  return { target, registered: true };
}

function refuseMisfit(
  { slug, canonicalUrl, content }: ImportTarget,
  system: OpenedRelease["system"],
): void {
  const { canonicalUrl: own } = system;
  if (own !== null && canonicalUrl !== null && own !== canonicalUrl) {
    throw refused(`The file is of ${own}, and ${slug} is ${canonicalUrl}`);
  }
  if (system.content === "FRAGMENT" && content === "COMPLETE") {
    throw refused(`The file holds a part of the codes only, and ${slug} has all of its own`);
  }
}

/** An import of which everything is known but the content. */
type Release = Omit<CodeSystemImport, "version"> & {
  readonly version: string;
  readonly target: ImportTarget;
  readonly opened: OpenedRelease | null;
};

async function importRelease(
  transaction: Transaction,
  release: Release,
): Promise<CodeSystemReport> {
  const { queries } = transaction;
  const { target, version, opened } = release;
  const made = await versionMadeAt(queries, target.containerId, version);
  const counts = new ReadCounts(release);
  const note = (text: string) => counts.notes.push(text);
  const options = { asOf: made ?? release.now, version, note };
  const rows = opened?.rows() ?? release.format.read(release.files, options);
  const accepted = ownForms(acceptedRows(rows, counts), release);
  await stageRelease(transaction, accepted, (concept) => displayOf(concept, target));
  if (counts.rows === 0) throw refused("The file holds no codes");
  await settleHierarchy(queries, laterParents(release));
  await lockContainer(queries, target.uid);
  const content = opened?.system.content === "FRAGMENT" ? "FRAGMENT" : "COMPLETE";
  const written = await writeRelease(queries, { ...release, content });
  const { difference, outcome, mappings } = written;
  if (mappings) {
    const { added, changed, removed } = mappings;
    note(`mappings: ${added} added, ${changed} changed, ${removed} removed`);
  }
  return {
    ...nothingRead(target, version),
    outcome,
    read: counts.lines,
    ...difference,
    skipped: counts.rejected,
    skippedLines: counts.rejectedLines,
    notes: counts.notes,
  };
}

function nothingRead({ slug }: ImportTarget, version: string) {
  const none = { read: 0, added: 0, changed: 0, removed: 0, retired: 0, concepts: 0, skipped: 0 };
  return { codeSystem: slug, version, ...none, skippedLines: [], notes: [] };
}

/** Concepts with their codes as the code system writes them, which a publisher's own reader sees to itself. */
function ownForms(
  concepts: AsyncIterable<StagedConcept>,
  { opened, target: { normalization } }: Release,
): AsyncIterable<StagedConcept> {
  if (opened === null || normalization === "NONE") return concepts;
  const ownForm = (code: string) => normalizeCode(normalization, code);
  async function* converted(): AsyncGenerator<StagedConcept> {
    for await (const { line, content } of concepts) {
      const { code, parents } = content;
      yield { line, content: { ...content, code: ownForm(code), parents: parents.map(ownForm) } };
    }
  }
  return converted();
}

function laterParents({ opened, target: { normalization } }: Release): readonly HierarchyEdge[] {
  return (opened?.laterParents ?? []).map(({ child, parent }) => ({
    child: normalizeCode(normalization, child),
    parent: normalizeCode(normalization, parent),
  }));
}

function displayOf({ line, content }: StagedConcept, languages: Languages): ConceptName {
  const display = chooseDisplay(content.names, languages);
  if (!display) throw refused(`Line ${line}: ${content.code} has no name`);
  return display;
}
