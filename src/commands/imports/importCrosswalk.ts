import type { CrosswalkFormat, SourceFile, TableLayout } from "../../importers/format.js";
import type { Result } from "../../kernel/result.js";
import { mergeAttributes } from "../../rules/crosswalks/attributes.js";
import type { CustomAttribute } from "../../rules/crosswalks/content.js";
import {
  applyPairs,
  comparePairs,
  dropUnknown,
  type PairsDifference,
} from "../../store/crosswalks/bulk.js";
import {
  crosswalksNamed,
  lockOrganization,
  versionOfRelease,
} from "../../store/crosswalks/importTarget.js";
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
import { refused, wholeOrNothing } from "./refusals.js";
import type { CrosswalkReport, ImportOutcome, ImportRefusal } from "./report.js";
import { stageCrosswalk } from "./stageCrosswalk.js";

/** Key of the attribute that says which release of the publisher a version is. */
const RELEASE = "release";

/** A crosswalk to put in whole, and how. */
export interface CrosswalkImport {
  /** Name of the organization that it belongs to. */
  readonly organization: string;
  /** The one that gets a new version: of this identifier, or of this name, made where there is none. */
  readonly crosswalk: { readonly identifier: string } | { readonly name: string };
  /** The publisher's name of the release, kept in the attribute `release` of the version; or null. */
  readonly release: string | null;
  readonly format: CrosswalkFormat;
  readonly files: readonly SourceFile[];
  /** Where a table has what; null: as its header says. */
  readonly layout: TableLayout | null;
  /** Leaves pairs out whose codes a code system that is here does not have. */
  readonly strict: boolean;
  readonly skipBadLines: boolean;
  /** Does everything and keeps nothing of it. */
  readonly dryRun: boolean;
  readonly by: string;
  readonly now: Date;
  readonly newUuid: () => string;
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
  const present = await presentCrosswalk(queries, owner, request);
  const identifier = present ?? request.newUuid();
  const { counts, repeats, ...systems } = await stageCrosswalk(transaction, {
    identifier,
    ownerId: owner,
    request,
  });
  const leftOut = request.strict ? await leaveOut(queries) : 0;
  const locked = present === null ? null : await lockedFor(queries, owner, identifier);
  const { name, ...written } = await writeVersion(queries, { request, identifier, locked, owner });
  return {
    ...written,
    ...systems,
    crosswalk: name,
    identifier,
    read: counts.lines,
    repeats,
    leftOut,
    skipped: counts.rejected,
    skippedLines: counts.rejectedLines,
    notes: counts.notes,
  };
}

/** Identifier of the crosswalk that gets a new version; null where one is to be made. */
async function presentCrosswalk(
  queries: Queries,
  owner: number,
  { crosswalk: which, organization }: CrosswalkImport,
): Promise<string | null> {
  if ("identifier" in which) return which.identifier;
  const [present = null, ...others] = await crosswalksNamed(queries, owner, which.name);
  if (others.length === 0) return present;
  throw refused(
    `${organization} has ${others.length + 1} crosswalks named "${which.name}"; ` +
      "give them names of their own, or say which by its identifier",
  );
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
}

type Written = PairsDifference & {
  readonly name: string;
  readonly outcome: ImportOutcome;
  readonly version: number;
};

async function writeVersion(
  queries: Queries,
  { request, identifier, locked, owner }: Target,
): Promise<Written> {
  const release = request.release ? { key: RELEASE, value: request.release } : null;
  const here = release && locked && (await releaseHere(queries, locked, release));
  if (here) return here;
  const change = {
    at: request.now,
    by: request.by,
    kind: "IMPORTED",
    message: [request.format.title, request.release].filter(Boolean).join(", "),
  };
  const containerId =
    locked?.containerId ?? (await newCrosswalk(queries, { identifier, owner }, change));
  const difference = await comparePairs(queries, containerId, locked?.revision ?? 0);
  const details = locked?.details ?? newDetails(request);
  const { name } = details;
  if (locked && !differs(difference)) {
    return { ...difference, name, outcome: "UNCHANGED", version: locked.newestVersion };
  }
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
      published: true,
      details: { ...details, attributes: attributesOf(details.attributes, release) },
      totals: changedTotals(locked?.totals ?? noTotals, totals),
    },
    change,
  );
  return { ...difference, name, outcome: "IMPORTED", version };
}

function newDetails({ crosswalk: which }: CrosswalkImport): CrosswalkDetails {
  if ("identifier" in which) throw new Error(`Crosswalk ${which.identifier} is to be there`);
  return { name: which.name, description: null, attributes: [] };
}

/** What a version was imported from is said of that version only. */
function attributesOf(
  earlier: readonly CustomAttribute[],
  release: CustomAttribute | null,
): readonly CustomAttribute[] {
  if (release) return mergeAttributes(earlier, [release]);
  return earlier.filter(({ key }) => key !== RELEASE);
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
