import { and, eq, sql } from "drizzle-orm";
import type { CustomAttribute } from "../../rules/crosswalks/content.js";
import type { Queries } from "../database.js";
import { container, version } from "../ledger/tables.js";
import { lockContainer, putVersion } from "../ledger/writes.js";
import { isNewest } from "./newest.js";
import type { TotalsChange } from "./settle.js";
import { crosswalk, crosswalkVersion } from "./tables.js";

/** A crosswalk as an edit finds it, held still until the transaction ends. */
export interface LockedCrosswalk {
  readonly containerId: number;
  readonly identifier: string;
  readonly archived: boolean;
  readonly newestVersion: number;
  readonly newestIsDraft: boolean;
  /** Of the newest version. */
  readonly revision: number;
  readonly details: CrosswalkDetails;
  readonly totals: CrosswalkTotals;
}

/** The metadata that belongs to a version. */
export interface CrosswalkDetails {
  readonly name: string;
  readonly description: string | null;
  readonly attributes: readonly CustomAttribute[];
}

export interface CrosswalkTotals {
  readonly groupCount: number;
  readonly sourceCodeCount: number;
  readonly targetCount: number;
}

export const noTotals: CrosswalkTotals = { groupCount: 0, sourceCodeCount: 0, targetCount: 0 };

/**
 * Takes the lock of a crosswalk of one of the organizations and reads where it stands; null where
 * there is none. The lock comes first: what is read in its own statement afterwards can't be stale.
 */
export async function lockCrosswalk(
  queries: Queries,
  organizations: readonly number[],
  identifier: string,
): Promise<LockedCrosswalk | null> {
  const containerId = await lockContainer(queries, identifier);
  if (containerId === null) return null;
  const [row] = await queries
    .select({ uid: container.uid, crosswalk, version, details: crosswalkVersion })
    .from(crosswalk)
    .innerJoin(container, eq(container.id, crosswalk.containerId))
    .innerJoin(version, isNewest(version))
    .innerJoin(crosswalkVersion, isNewest(crosswalkVersion))
    .where(
      sql`${crosswalk.containerId} = ${containerId} and ${crosswalk.organizationId}
        = any(${sql.param(organizations)}::int[])`,
    );
  if (!row) return null;
  const { name, description, attributes, groupCount, sourceCodeCount, targetCount } = row.details;
  return {
    containerId,
    identifier: row.uid,
    archived: row.crosswalk.archivedAt !== null,
    newestVersion: row.version.ordinal,
    newestIsDraft: row.version.releasedAt === null,
    revision: row.version.revision,
    details: { name, description, attributes },
    totals: { groupCount, sourceCodeCount, targetCount },
  };
}

/** A version of a crosswalk as a change leaves it. */
export interface CrosswalkVersionWrite {
  readonly containerId: number;
  readonly ordinal: number;
  readonly revision: number;
  readonly published: boolean;
  readonly details: CrosswalkDetails;
  readonly totals: CrosswalkTotals;
}

/** Writes a version, new or edited in place, with its metadata and totals. */
export async function putCrosswalkVersion(
  queries: Queries,
  { containerId, ordinal, revision, published, details, totals }: CrosswalkVersionWrite,
  change: { readonly at: Date; readonly by: string },
): Promise<void> {
  await putVersion(
    queries,
    { containerId, ordinal, label: String(ordinal), revision, released: published },
    change,
  );
  const values = {
    name: details.name,
    description: details.description,
    attributes: [...details.attributes],
    ...totals,
  };
  await queries
    .insert(crosswalkVersion)
    .values({ containerId, ordinal, ...values })
    .onConflictDoUpdate({
      target: [crosswalkVersion.containerId, crosswalkVersion.ordinal],
      set: values,
    });
}

export function changedTotals(totals: CrosswalkTotals, change: TotalsChange): CrosswalkTotals {
  return {
    groupCount: totals.groupCount + change.groups,
    sourceCodeCount: totals.sourceCodeCount + change.sourceCodes,
    targetCount: totals.targetCount + change.targets,
  };
}

/** Archives a crosswalk as of a moment, or takes it back into use. */
export async function setArchived(
  queries: Queries,
  containerId: number,
  archivedAt: Date | null,
): Promise<void> {
  await queries.update(crosswalk).set({ archivedAt }).where(eq(crosswalk.containerId, containerId));
}

/** Where the content of a version is read, and its metadata; null where there is no such version. */
export async function versionContent(
  queries: Queries,
  containerId: number,
  ordinal: number,
): Promise<{ readonly revision: number; readonly details: CrosswalkDetails } | null> {
  const [row] = await queries
    .select({ revision: version.revision, details: crosswalkVersion })
    .from(version)
    .innerJoin(
      crosswalkVersion,
      and(
        eq(crosswalkVersion.containerId, version.containerId),
        eq(crosswalkVersion.ordinal, version.ordinal),
      ),
    )
    .where(sql`${version.containerId} = ${containerId} and ${version.ordinal} = ${ordinal}`);
  if (!row) return null;
  const { name, description, attributes } = row.details;
  return { revision: row.revision, details: { name, description, attributes } };
}
