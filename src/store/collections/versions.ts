import { sql } from "drizzle-orm";
import type { Queries } from "../database.js";
import { type Change, changeVersion, type VersionDetails } from "../ledger/writes.js";
import { collectionVersion } from "./tables.js";

/** A named version of a collection. */
export interface CollectionVersionKey {
  readonly containerId: number;
  readonly ordinal: number;
}

/** What only versions of collections have: to be called for every new one. */
export async function insertCollectionVersion(
  queries: Queries,
  { containerId, ordinal, retired = false }: CollectionVersionKey & { readonly retired?: boolean },
): Promise<void> {
  await queries.insert(collectionVersion).values({ containerId, ordinal, retired });
}

/** Writes what is said of a version, and lets `latest` be what it now should be. */
export async function changeCollectionVersion(
  queries: Queries,
  key: CollectionVersionKey,
  { retired, ...details }: VersionDetails & { readonly retired: boolean },
  change: Pick<Change, "at" | "by">,
): Promise<void> {
  await queries.update(collectionVersion).set({ retired }).where(isVersion(key));
  await changeVersion(queries, key, details, change);
}

/** Takes a version away from everybody, for good; its label stays taken, and what it holds stays. */
export async function deactivateVersion(
  queries: Queries,
  key: CollectionVersionKey,
  details: VersionDetails,
  change: Pick<Change, "at" | "by">,
): Promise<void> {
  await queries.update(collectionVersion).set({ deactivatedAt: change.at }).where(isVersion(key));
  await changeVersion(queries, key, details, change);
}

function isVersion({ containerId, ordinal }: CollectionVersionKey) {
  return sql`${collectionVersion.containerId} = ${containerId}
    and ${collectionVersion.ordinal} = ${ordinal}`;
}
