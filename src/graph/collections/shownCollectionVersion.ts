import type { CollectionDetails } from "../../rules/collections/details.js";
import { collectionVersionName } from "../../rules/collections/names.js";
import type { CollectionRow, CollectionSnapshot } from "../../store/collections/queries.js";
import type { RepositoryVersionRow } from "../../store/repositories/versions.js";
import type { Context } from "../context.js";

/**
 * A version of a collection as resolvers pass it on: a named one, HEAD, or HEAD as it was. What it holds is
 * read by its container, revision and pins: those of a named version were written down with it (`ordinal`),
 * those of HEAD are what is newest now, or at the moment `at`.
 */
export interface ShownCollectionVersion extends CollectionSnapshot {
  readonly collection: CollectionRow;
  /** Null: HEAD, now or as it was. */
  readonly ordinal: number | null;
  /** The moment at which HEAD is looked at; null: now, or a named version. */
  readonly at: Date | null;
  readonly label: string;
  readonly description: string | null;
  readonly externalId: string | null;
  readonly extras: Readonly<Record<string, unknown>>;
  readonly releasedAt: Date | null;
  readonly retired: boolean;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly updatedAt: Date;
  readonly updatedBy: string;
}

/** What HEAD is whenever it is looked at. */
const head = { ordinal: null, label: "HEAD", releasedAt: null, retired: false };

export function headOf(collection: CollectionRow): ShownCollectionVersion {
  const { containerId, headRevision: revision, description, externalId, extras } = collection;
  const { createdAt, createdBy, updatedAt, updatedBy } = collection;
  const audited = { createdAt, createdBy, updatedAt, updatedBy };
  const said = { description, externalId, extras };
  return { ...head, ...said, ...audited, collection, containerId, revision, at: null };
}

export function namedVersionOf(
  collection: CollectionRow,
  row: RepositoryVersionRow,
): ShownCollectionVersion {
  return { ...row, collection, at: null };
}

/** HEAD as it was at a moment; null: the collection was not there yet. */
export async function headAt(
  collection: CollectionRow,
  at: Date,
  context: Context,
): Promise<ShownCollectionVersion | null> {
  const { containerId, createdAt, createdBy } = collection;
  const last = await context.load.collections.revisionAt.load({ containerId, at });
  if (!last) return null;
  const snapshot = { containerId, revision: last.number };
  const { description, externalId, extras } = await detailsOf(snapshot, context);
  const audited = { createdAt, createdBy, updatedAt: last.at, updatedBy: last.by };
  return { ...head, ...snapshot, ...audited, collection, description, externalId, extras, at };
}

/** What a collection said of itself at a revision. */
export async function detailsOf(
  { containerId, revision }: CollectionSnapshot,
  { load }: Context,
): Promise<CollectionDetails> {
  const found = await load.collections.detailsAt.load({ containerId, revision });
  if (!found) throw new Error(`Collection ${containerId} says nothing at revision ${revision}`);
  return found.details;
}

/** The newest released version that is neither retired nor deactivated; null while there is none. */
async function latestOf(
  collection: CollectionRow,
  { load }: Context,
): Promise<ShownCollectionVersion | null> {
  const { containerId: id, releasedVersion: ordinal } = collection;
  if (ordinal === null) return null;
  const row = await load.repositories.versionByOrdinal.load({ id, ordinal });
  return row && namedVersionOf(collection, row);
}

/** The version that "HEAD", "latest" or a label names; null where there is none. */
export async function collectionVersionNamed(
  collection: CollectionRow,
  name: string,
  context: Context,
): Promise<ShownCollectionVersion | null> {
  if (name === "HEAD") return headOf(collection);
  if (name === "latest") return await latestOf(collection, context);
  const key = { id: collection.containerId, label: name };
  const row = await context.load.repositories.versionByLabel.load(key);
  return row && namedVersionOf(collection, row);
}

/** The version that a URL names, HEAD where it names none; null where there is none to be seen. */
export async function collectionVersionAt(
  url: string,
  context: Context,
): Promise<ShownCollectionVersion | null> {
  const named = collectionVersionName(url, context.viewer.user?.name ?? null);
  if (!named) return null;
  const { repository, version } = named;
  if (version === null || version === "HEAD") {
    const collection = await context.load.collections.byUrl.load(repository);
    return collection && headOf(collection);
  }
  const found = await context.load.collections.withVersion.load({ repository, version });
  return found?.version ? namedVersionOf(found.collection, found.version) : null;
}
