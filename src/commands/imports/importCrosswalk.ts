import type { CrosswalkFormat, SourceFile, TableLayout } from "../../importers/format.js";
import type { Result } from "../../kernel/result.js";
import type { AttributeInput } from "../../rules/crosswalks/attributes.js";
import { RELEASE } from "../../rules/crosswalks/content.js";
import { Losses } from "../../rules/crosswalks/forms/losses.js";
import {
  applyPairs,
  comparePairs,
  dropUnknown,
  type PairsDifference,
  unknownPairs,
} from "../../store/crosswalks/bulk.js";
import { lockOrganization, versionOfRelease } from "../../store/crosswalks/importTarget.js";
import { settleRevision } from "../../store/crosswalks/settle.js";
import { crosswalk } from "../../store/crosswalks/tables.js";
import {
  type CrosswalkDetails,
  changedTotals,
  type LockedCrosswalk,
  lockCrosswalk,
  noTotals,
  putCrosswalkVersion,
} from "../../store/crosswalks/versionWrites.js";
import type { Database, Queries, Transaction } from "../../store/database.js";
import { beginRevision, createContainer } from "../../store/ledger/writes.js";
import { detailsToBe, presentCrosswalk, sameDetails } from "./crosswalkOfFile.js";
import { refused, wholeOrNothing } from "./refusals.js";
import type { CrosswalkReport, ImportOutcome, ImportRefusal } from "./report.js";
import { readOptions, stageCrosswalk } from "./stageCrosswalk.js";

/** A crosswalk to put in whole, and how. */
export interface CrosswalkImport {
  /** Name of the organization that it belongs to. */
  readonly organization: string;
  /**
   * The one that gets a new version: of this identifier, or of this name, made where there is none. Null: the
   * one that the file says it is.
   */
  readonly crosswalk: { readonly identifier: string } | { readonly name: string } | null;
  /** The publisher's name of the release, kept in the attribute `release` of the version; or null. */
  readonly release: string | null;
  readonly format: CrosswalkFormat;
  readonly files: readonly SourceFile[];
  /** Where a table has what; null: as its header says. */
  readonly layout: TableLayout | null;
  /** Leaves pairs out whose codes a code system that is here does not have. */
  readonly strict: boolean;
  readonly skipBadLines: boolean;
  /** More pairs and no-maps are refused; left out: as many as there are. */
  readonly limit?: number;
  /** What a request says beside the file; left out: there is none. */
  readonly made?: NewCrosswalk;
  /** Does everything and keeps nothing of it. */
  readonly dryRun: boolean;
  readonly by: string;
  readonly now: Date;
  readonly newUuid: () => string;
}

/** A crosswalk that is made of a file, and never a version of one that is here. */
export interface NewCrosswalk {
  readonly draft: boolean;
  /** Undefined: what the file says. */
  readonly description: string | null | undefined;
  /** Laid over those of the file. */
  readonly attributes: readonly AttributeInput[];
}

/**
 * Puts a whole crosswalk in as one revision and one published version: version 1 of a new crosswalk, or the
 * next version of the organization's crosswalk of that name. The same content again changes nothing.
 */
export async function importCrosswalk(
  database: Database,
  request: CrosswalkImport,
): Promise<Result<CrosswalkReport, ImportRefusal>> {
  return await wholeOrNothing(database, request.dryRun, (transaction) =>
    importPairs(transaction, request),
  );
}

async function importPairs(
  transaction: Transaction,
  request: CrosswalkImport,
): Promise<CrosswalkReport> {
  const { queries } = transaction;
  const owner = await lockOrganization(queries, request.organization);
  if (owner === null) throw refused(`There is no organization ${request.organization}`);
  const notes: string[] = [];
  const { format, files } = request;
  const opened = (await format.open?.(files, readOptions(request, notes))) ?? null;
  const about = opened?.description ?? null;
  const present = request.made ? null : await presentCrosswalk(queries, { owner, request, about });
  const identifier = present ?? request.newUuid();
  const staging = { identifier, ownerId: owner, request, opened, notes };
  const { counts, repeats, ...systems } = await stageCrosswalk(transaction, staging);
  const told = request.made ? await unknownPairs(queries) : [];
  const leftOut = request.strict ? await leaveOut(queries) : 0;
  const locked = present === null ? null : await lockedFor(queries, owner, identifier);
  const losses = opened?.losses ?? new Losses();
  const details = detailsToBe({ request, about, before: locked?.details ?? null, losses });
  if (details === null) {
    const option = request.made ? "name" : "--crosswalk";
    throw refused(`The file does not say what it is called; name it by ${option}`);
  }
  const target = { request, identifier, locked, owner, details, describes: about !== null };
  const { name, ...written } = await writeVersion(queries, target);
  return {
    ...written,
    ...systems,
    crosswalk: name,
    identifier,
    read: counts.lines,
    repeats,
    leftOut,
    unknownPairs: told,
    skipped: counts.rejected,
    skippedLines: counts.rejectedLines,
    notes,
    losses: losses.list(),
  };
}

async function leaveOut(queries: Queries): Promise<number> {
  const { dropped, left } = await dropUnknown(queries);
  if (left === 0) throw refused("Every mapping of the file has a code that is unknown");
  return dropped;
}

async function lockedFor(
  queries: Queries,
  owner: number,
  identifier: string,
): Promise<LockedCrosswalk> {
  const locked = await lockCrosswalk(queries, [owner], identifier);
  if (!locked) throw refused(`The organization has no crosswalk ${identifier}`);
  if (locked.archived) throw refused("The crosswalk is archived; reactivate it first");
  if (locked.newestIsDraft) {
    throw refused(
      `Version ${locked.newestVersion} of the crosswalk is a draft; publish or discard it first`,
    );
  }
  return locked;
}

interface Target {
  readonly request: CrosswalkImport;
  readonly identifier: string;
  readonly locked: LockedCrosswalk | null;
  readonly owner: number;
  /** Of the version to be made. */
  readonly details: CrosswalkDetails;
  /** Whether they are of the file, and a change of them is one of the content. */
  readonly describes: boolean;
}

type Written = PairsDifference & {
  readonly name: string;
  readonly outcome: ImportOutcome;
  readonly version: number;
};

async function writeVersion(queries: Queries, target: Target): Promise<Written> {
  const { request, locked, details, describes } = target;
  const { name } = details;
  const value = details.attributes.find(({ key }) => key === RELEASE)?.value ?? null;
  const release = value === null ? null : { key: RELEASE, value };
  const here = release && locked && !describes && (await releaseHere(queries, locked, release));
  if (here) return here;
  const difference = await comparePairs(queries, locked?.containerId ?? 0, locked?.revision ?? 0);
  if (locked && !differs(difference) && (!describes || sameDetails(locked.details, details))) {
    return { ...difference, name, outcome: "UNCHANGED", version: locked.newestVersion };
  }
  const there = release && locked && describes && (await releaseHere(queries, locked, release));
  if (there) return there;
  const change = {
    at: request.now,
    by: request.by,
    kind: "IMPORTED",
    message: [request.format.title, release?.value].filter(Boolean).join(", "),
  };
  const containerId = locked?.containerId ?? (await newCrosswalk(queries, target, change));
  const revision = await beginRevision(queries, containerId, change);
  await applyPairs(queries, containerId, revision);
  const totals = await settleRevision(queries, containerId, revision);
  const version = (locked?.newestVersion ?? 0) + 1;
  await putCrosswalkVersion(
    queries,
    {
      containerId,
      ordinal: version,
      revision,
      published: !request.made?.draft,
      details,
      totals: changedTotals(locked?.totals ?? noTotals, totals),
    },
    change,
  );
  return { ...difference, name, outcome: "IMPORTED", version };
}

/** What to answer where a version is of that release already; null where none is. */
async function releaseHere(
  queries: Queries,
  { containerId, details: { name } }: LockedCrosswalk,
  release: { readonly key: string; readonly value: string },
): Promise<Written | null> {
  const found = await versionOfRelease(queries, containerId, release);
  if (!found) return null;
  const difference = await comparePairs(queries, containerId, found.revision);
  if (differs(difference)) {
    throw refused(`Release ${release.value} of "${name}" is here with other content`);
  }
  return { ...difference, name, outcome: "UNCHANGED", version: found.ordinal };
}

function differs({ added, changed, removed }: PairsDifference): boolean {
  return added + changed + removed > 0;
}

async function newCrosswalk(
  queries: Queries,
  { identifier, owner }: Pick<Target, "identifier" | "owner">,
  { at, by }: { readonly at: Date; readonly by: string },
): Promise<number> {
  const containerId = await createContainer(queries, {
    uid: identifier,
    kind: "CROSSWALK",
    at,
    by,
  });
  await queries.insert(crosswalk).values({ containerId, organizationId: owner });
  return containerId;
}
