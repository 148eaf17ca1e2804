import type { BundleFormat, SourceFile } from "../../importers/format.js";
import type { OclRecord, OclSourceVersion } from "../../importers/ocl.js";
import type { Result } from "../../kernel/result.js";
import { nameUuid } from "../../kernel/uuid.js";
import { chooseDisplay } from "../../rules/codeSystems/display.js";
import { settleClaimedNames } from "../../store/codeSystems/claimedNames.js";
import { markContent, standingOf } from "../../store/codeSystems/importTarget.js";
import { applyRelease, compareRelease, missingParents } from "../../store/codeSystems/releases.js";
import {
  applyMappings,
  type BundlePart,
  compareMappings,
  missingOrigins,
  repeatedMappings,
  type StagedLine,
  stageBundle,
  stagePart,
} from "../../store/conceptMappings/bundles.js";
import type { Database, Queries, Transaction } from "../../store/database.js";
import { beginRevision, lockContainer, putVersion } from "../../store/ledger/writes.js";
import { acceptedRows, ReadCounts } from "./acceptedRows.js";
import { BundleContents, type NamedVersion } from "./bundleContents.js";
import { registerOwners, registerSource, type SourceTarget } from "./bundleSources.js";
import { importBundleCollection } from "./importBundleCollection.js";
import { refused, wholeOrNothing } from "./refusals.js";
import { refuseCircles } from "./releaseChecks.js";
import type {
  BundleCollectionReport,
  BundleReport,
  ImportRefusal,
  SourceReport,
} from "./report.js";

/** A file of several code systems to put in, and how. */
export interface BundleImport {
  readonly format: BundleFormat;
  readonly files: readonly SourceFile[];
  readonly skipBadLines: boolean;
  /** Does everything and keeps nothing of it. */
  readonly dryRun: boolean;
  readonly by: string;
  readonly now: Date;
  readonly newUuid: () => string;
}

/**
 * Puts the code systems of a file in: all of it or nothing. What the file does not mention stays. Each code
 * system gets a revision for what stands above each of its versions, and one for the rest; the same file
 * again changes nothing.
 */
export async function importBundle(
  database: Database,
  request: BundleImport,
): Promise<Result<BundleReport, ImportRefusal>> {
  return await wholeOrNothing(database, request.dryRun, (transaction) =>
    importSources(transaction, request),
  );
}

async function importSources(
  transaction: Transaction,
  request: BundleImport,
): Promise<BundleReport> {
  const { queries } = transaction;
  const counts = new ReadCounts(request);
  const contents = new BundleContents();
  const rows = request.format.read(request.files, { asOf: request.now });
  await stageBundle(transaction, stagedLines(acceptedRows(rows, counts), contents));
  if (counts.rows === 0) throw refused("The file holds nothing that can be read");
  const organizations = await registerOwners(queries, contents, request);
  const sources: SourceReport[] = [];
  for (const url of contents.sources()) {
    const target = await registerSource(queries, url, contents, request);
    sources.push(await importSource(queries, { url, target, contents, request }));
  }
  const collections: BundleCollectionReport[] = [];
  const made = { ...request, title: request.format.title };
  for (const one of contents.collections.all()) {
    collections.push(await importBundleCollection(queries, one, made));
  }
  return {
    sources,
    collections,
    organizations,
    leftAside: Object.fromEntries(contents.leftAside),
    read: counts.lines,
    skipped: counts.rejected,
    skippedLines: counts.rejectedLines,
    notes: [...contents.notes, ...counts.notes],
  };
}

async function* stagedLines(
  rows: AsyncIterable<{ readonly line: number; readonly content: OclRecord }>,
  contents: BundleContents,
): AsyncGenerator<StagedLine> {
  for await (const { line, content } of rows) {
    if (content.kind !== "CONCEPT" && content.kind !== "MAPPING") {
      contents.take(content, line);
      continue;
    }
    const { source, kind } = content;
    const segment = contents.mention(source, line);
    if (content.kind === "MAPPING") {
      const document = { ...content.content, mappingId: content.mappingId };
      yield { line, source, segment, kind, document };
      continue;
    }
    const display = chooseDisplay(content.content.names, contents.languagesOf(source));
    const shown = { display: display?.name, displayLocale: display?.locale };
    yield { line, source, segment, kind, document: { ...content.content, ...shown } };
  }
}

interface SourceImport {
  readonly url: string;
  readonly target: SourceTarget;
  readonly contents: BundleContents;
  readonly request: BundleImport;
}

async function importSource(
  queries: Queries,
  { url, target, contents, request }: SourceImport,
): Promise<SourceReport> {
  await lockContainer(queries, target.uid);
  const totals = { added: 0, changed: 0, retired: 0, mappingsAdded: 0, mappingsChanged: 0 };
  const labels: string[] = [];
  const versions = contents.versionsOf(url);
  for (let segment = 0; segment <= versions.length; segment += 1) {
    const version = versions[segment] ?? null;
    const done = await importPart(queries, { segment, version, url, target, request });
    for (const key of Object.keys(totals) as (keyof typeof totals)[]) totals[key] += done[key];
    if (done.named && version) labels.push(version.record.label);
  }
  const changed = Object.values(totals).some((count) => count > 0) || labels.length > 0;
  if (changed) {
    const mark = { content: "COMPLETE" as const, at: request.now, by: request.by };
    await markContent(queries, target.containerId, mark);
  }
  return {
    codeSystem: target.slug,
    url,
    registered: target.registered,
    ...totals,
    versions: labels,
  };
}

interface PartImport {
  readonly segment: number;
  readonly version: NamedVersion | null;
  readonly url: string;
  readonly target: SourceTarget;
  readonly request: BundleImport;
}

async function importPart(queries: Queries, part: PartImport) {
  const { segment, version, url, target, request } = part;
  const { containerId, uid } = target;
  const standing = await standingOf(queries, containerId);
  const label = version?.record.label ?? null;
  const same = standing.versions.find((one) => one.label === label) ?? null;
  const revision = same?.revision ?? standing.headRevision;
  const staged: BundlePart = { source: url, segment, containerId, revision };
  await stagePart(queries, staged);
  const concepts = await compareRelease(queries, containerId, revision);
  const mappings = await compareMappings(queries, staged);
  await refuseBroken(queries, staged);
  const differs = concepts.added + concepts.changed + mappings.added + mappings.changed > 0;
  if (same && differs) {
    throw refused(`Version ${label} of ${target.slug} is here with other content`);
  }
  const change = {
    at: request.now,
    by: request.by,
    kind: "IMPORTED",
    message: label === null ? request.format.title : `${request.format.title}, version ${label}`,
  };
  const at = differs ? await beginRevision(queries, containerId, change) : revision;
  if (differs) {
    await applyRelease(queries, containerId, at);
    await settleClaimedNames(queries, containerId, at);
    await applyMappings(queries, containerId, at, (id) => nameUuid(uid, "mapping", id));
    await refuseRepeated(queries, containerId);
  }
  if (version && !same) {
    const ordinal = (standing.newestVersion ?? 0) + 1;
    await putVersion(
      queries,
      { ...written(version.record), containerId, ordinal, revision: at },
      change,
    );
  }
  return {
    added: concepts.added,
    changed: concepts.changed,
    retired: concepts.retired,
    mappingsAdded: mappings.added,
    mappingsChanged: mappings.changed,
    named: version !== null && !same,
  };
}

function written({ label, released, description }: OclSourceVersion) {
  return { label, released, description };
}

async function refuseBroken(queries: Queries, part: BundlePart): Promise<void> {
  const orphans = await missingParents(queries);
  if (orphans.length > 0) {
    throw refused(
      "The file names parents that are not there",
      orphans.map(({ line, code, parent }) => ({ line, rejected: `${code} is below ${parent}` })),
    );
  }
  await refuseCircles(queries);
  const origins = await missingOrigins(queries, part);
  if (origins.length > 0) {
    throw refused(
      "The file maps concepts that are not there",
      origins.map(({ line, code }) => ({ line, rejected: `there is no concept ${code}` })),
    );
  }
}

async function refuseRepeated(queries: Queries, containerId: number): Promise<void> {
  const repeated = await repeatedMappings(queries, containerId);
  if (repeated.length === 0) return;
  throw refused(
    "Parent, map_type, from_concept, to_source, to_concept_code must be unique",
    repeated.map(({ line, id }) => ({ line, rejected: `${id} says the same as another mapping` })),
  );
}
