import { sql } from "drizzle-orm";
import type { Queries } from "../database.js";
import { container, version } from "./tables.js";

/** Who changes a container, when, and what for. */
export interface Change {
  readonly at: Date;
  readonly by: string;
  /** What kind of change it is, for the history: `CREATED`, `MAPPINGS_ADDED`, `IMPORTED` … */
  readonly kind: string;
  readonly message?: string | null;
}

/** Makes a container without revisions or versions; answers its id. */
export async function createContainer(
  queries: Queries,
  made: Pick<typeof container.$inferInsert, "uid" | "kind"> & Pick<Change, "at" | "by">,
): Promise<number> {
  const [row] = await queries
    .insert(container)
    .values({ uid: made.uid, kind: made.kind, createdAt: made.at, createdBy: made.by })
    .returning({ id: container.id });
  if (!row) throw new Error("A container was not made");
  return row.id;
}

/** Waits until no one else changes the container, and keeps it so until the transaction ends. */
export async function lockContainer(queries: Queries, uid: string): Promise<number | null> {
  const [row] = await queries
    .select({ id: container.id })
    .from(container)
    .where(sql`${container.uid} = ${uid}`)
    .for("update");
  return row?.id ?? null;
}

/** Takes the container's next revision number and says whose it is. Numbers are never given out twice. */
export async function beginRevision(
  queries: Queries,
  containerId: number,
  change: Change,
): Promise<number> {
  const [row] = await queries.execute<{ number: number }>(sql`
    with next as (
      update container set head_revision = head_revision + 1 where id = ${containerId}
      returning id, head_revision
    )
    insert into revision (container_id, number, at, "by", kind, message)
    select id, head_revision, ${change.at.toISOString()}::timestamptz, ${change.by}, ${change.kind},
      ${change.message ?? null}
    from next
    returning number`);
  if (!row) throw new Error(`Container ${containerId} has no revision`);
  return row.number;
}

/** A version as a change leaves it: new, or the same with another revision. */
export interface VersionWrite {
  readonly containerId: number;
  readonly ordinal: number;
  readonly label: string;
  readonly revision: number;
  readonly released: boolean;
  /** False: readers go on starting from where they did, as with a release older than the newest. */
  readonly leads?: boolean;
  readonly description?: string | null;
  readonly externalId?: string | null;
  readonly extras?: Readonly<Record<string, unknown>>;
}

/** Names a revision, and lets readers start from it. */
export async function putVersion(
  queries: Queries,
  written: VersionWrite,
  { at, by }: Pick<Change, "at" | "by">,
): Promise<void> {
  const { containerId, ordinal, label, revision, released, leads = true } = written;
  const releasedAt = released ? at : null;
  await queries
    .insert(version)
    .values({
      containerId,
      ordinal,
      label,
      revision,
      description: written.description ?? null,
      externalId: written.externalId ?? null,
      extras: written.extras ?? {},
      releasedAt,
      leads,
      createdAt: at,
      createdBy: by,
      updatedAt: at,
      updatedBy: by,
    })
    .onConflictDoUpdate({
      target: [version.containerId, version.ordinal],
      set: { revision, releasedAt, updatedAt: at, updatedBy: by },
    });
  await queries
    .update(container)
    .set({
      newestVersion: sql`greatest(${container.newestVersion}, ${ordinal}::int)`,
      ...(released && leads ? { releasedVersion: ordinal, releasedRevision: revision } : {}),
    })
    .where(sql`${container.id} = ${containerId}`);
}

/** Releases a version that stands: readers start from it. */
export async function releaseVersion(
  queries: Queries,
  released: { readonly containerId: number; readonly ordinal: number; readonly revision: number },
  { at, by }: Pick<Change, "at" | "by">,
): Promise<void> {
  const { containerId, ordinal, revision } = released;
  await queries
    .update(version)
    .set({ releasedAt: at, updatedAt: at, updatedBy: by })
    .where(sql`${version.containerId} = ${containerId} and ${version.ordinal} = ${ordinal}`);
  await queries
    .update(container)
    .set({ releasedVersion: ordinal, releasedRevision: revision })
    .where(sql`${container.id} = ${containerId}`);
}

/** What of a named version can be changed. */
export interface VersionDetails {
  readonly description: string | null;
  readonly externalId: string | null;
  readonly extras: Readonly<Record<string, unknown>>;
  readonly releasedAt: Date | null;
}

/** Writes what is said of a version, released or taken back, and lets readers start where they now should. */
export async function changeVersion(
  queries: Queries,
  { containerId, ordinal }: { readonly containerId: number; readonly ordinal: number },
  details: VersionDetails,
  { at, by }: Pick<Change, "at" | "by">,
): Promise<void> {
  await queries
    .update(version)
    .set({ ...details, updatedAt: at, updatedBy: by })
    .where(sql`${version.containerId} = ${containerId} and ${version.ordinal} = ${ordinal}`);
  await queries.execute(sql`
    update container set (released_version, released_revision) = (
      select ordinal, revision from version
      where container_id = ${containerId} and released_at is not null
        and not exists (select from collection_version of_collection
          where of_collection.container_id = version.container_id
            and of_collection.ordinal = version.ordinal
            and (of_collection.retired or of_collection.deactivated_at is not null))
      order by leads desc, ordinal desc limit 1)
    where id = ${containerId}`);
}
