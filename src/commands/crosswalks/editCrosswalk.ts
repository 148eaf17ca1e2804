import { failed, ok, type Result } from "../../kernel/result.js";
import { canonicalUuid } from "../../kernel/uuid.js";
import { signature, type Viewer } from "../../rules/access/viewer.js";
import { type Failures, resourceNotFound } from "../../rules/failure.js";
import { planEdit } from "../../rules/versions/edits.js";
import { settleRevision } from "../../store/crosswalks/settle.js";
import {
  type CrosswalkDetails,
  changedTotals,
  type LockedCrosswalk,
  lockCrosswalk,
  putCrosswalkVersion,
} from "../../store/crosswalks/versionWrites.js";
import type { Queries } from "../../store/database.js";
import { beginRevision } from "../../store/ledger/writes.js";
import type { CommandContext } from "../context.js";
import { NOTHING_TO_CHANGE } from "../outcome.js";
import type { CrosswalkOutcome } from "./outcome.js";

/** Which crosswalk is edited, which version of it the caller knows as the newest, and whether in a draft. */
export interface CrosswalkEdit {
  readonly identifier: string;
  readonly version: number;
  readonly draft: boolean;
  /** True: the edit needs a draft of its own; one that is open already refuses it. */
  readonly opensOnly?: boolean;
}

/** What an edit wants done, once it is known that it may be done. */
export interface IntendedEdit<Report> {
  /** For the history. */
  readonly kind: string;
  /** Answered when something changed. */
  readonly message: string | null;
  /** Whether anything is to change at all; else no version is made. */
  readonly changes: boolean;
  readonly details?: CrosswalkDetails;
  /** Writes the pairs of the edit's revision. */
  readonly write?: (queries: Queries, containerId: number, revision: number) => Promise<void>;
  readonly report: Report;
}

/**
 * Every edit of a crosswalk: takes the lock, applies the version rules, lets `intend` look at the crosswalk
 * and say what is to change, and writes it as one revision: all of it or nothing.
 */
export async function editCrosswalk<Report>(
  context: CommandContext,
  edit: CrosswalkEdit,
  intend: (
    queries: Queries,
    crosswalk: LockedCrosswalk,
  ) => Promise<Result<IntendedEdit<Report>, Failures>>,
): Promise<Result<CrosswalkOutcome & Report, Failures>> {
  return await editFound(context, edit, {
    find: async () => ok(null),
    intend: (_, queries, crosswalk) => intend(queries, crosswalk),
  });
}

/** An edit of something that the crosswalk holds: that it is not there comes before every other refusal. */
export async function editFound<Found, Report>(
  { database, viewer, now }: CommandContext,
  edit: CrosswalkEdit,
  {
    find,
    intend,
  }: {
    readonly find: (
      queries: Queries,
      crosswalk: LockedCrosswalk,
    ) => Promise<Result<Found, Failures>>;
    readonly intend: (
      found: Found,
      queries: Queries,
      crosswalk: LockedCrosswalk,
    ) => Promise<Result<IntendedEdit<Report>, Failures>>;
  },
): Promise<Result<CrosswalkOutcome & Report, Failures>> {
  return await database.write(async ({ queries }) => {
    const crosswalk = await lockOwnCrosswalk(queries, viewer, edit.identifier);
    if (!crosswalk) return failed(crosswalkMissing(edit.identifier));
    const found = await find(queries, crosswalk);
    if (!found.ok) return found;
    const plan = planEdit(crosswalk, edit);
    if (!plan.ok) return plan;
    const intended = await intend(found.value, queries, crosswalk);
    if (!intended.ok) return intended;
    const { identifier, containerId } = crosswalk;
    const { kind, message, changes, details, write, report } = intended.value;
    if (!changes) {
      const version = crosswalk.newestVersion;
      return ok({ identifier, version, message: NOTHING_TO_CHANGE, ...report });
    }
    const change = { at: now(), by: signature(viewer), kind };
    const revision = await beginRevision(queries, containerId, change);
    await write?.(queries, containerId, revision);
    const totals = write
      ? changedTotals(crosswalk.totals, await settleRevision(queries, containerId, revision))
      : crosswalk.totals;
    const { version, publishes } = plan.value;
    await putCrosswalkVersion(
      queries,
      {
        containerId,
        ordinal: version,
        revision,
        published: publishes,
        details: details ?? crosswalk.details,
        totals,
      },
      change,
    );
    return ok({ identifier, version, message, ...report });
  });
}

/** Takes the lock of a crosswalk of one of the viewer's organizations; null where there is none. */
export async function lockOwnCrosswalk(
  queries: Queries,
  viewer: Viewer,
  given: string,
): Promise<LockedCrosswalk | null> {
  const identifier = canonicalUuid(given);
  const organizations = viewer.organizations.map(({ id }) => id);
  return identifier === null ? null : await lockCrosswalk(queries, organizations, identifier);
}

/** There is no such crosswalk, or none that the caller may see. */
export function crosswalkMissing(identifier: string): Failures {
  return [resourceNotFound(["identifier"], `There is no crosswalk ${identifier}.`)];
}
