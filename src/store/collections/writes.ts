import { eq, sql } from "drizzle-orm";
import type { CollectionDetails } from "../../rules/collections/details.js";
import type { RepositoryOwner } from "../../rules/repositories/owners.js";
import { OPEN_END } from "../columns.js";
import type { Queries } from "../database.js";
import { beginRevision, type Change, createContainer } from "../ledger/writes.js";
import { insertRepository, updateRepository } from "../repositories/writes.js";
import { collection, collectionDetails } from "./tables.js";

/** A collection that is to be made. */
export interface NewCollection {
  readonly uid: string;
  readonly owner: RepositoryOwner;
  readonly shortCode: string;
  readonly details: CollectionDetails;
}

/** Makes a collection without references; its first revision is the change. */
export async function insertCollection(
  queries: Queries,
  { uid, owner, shortCode, details }: NewCollection,
  change: Change,
): Promise<void> {
  const { at, by } = change;
  const containerId = await createContainer(queries, { uid, kind: "COLLECTION", at, by });
  const { repository, own } = parted(details);
  await insertRepository(queries, { containerId, owner, shortCode, details: repository }, change);
  await queries.insert(collection).values({ containerId, ...own });
  const fromRevision = await beginRevision(queries, containerId, change);
  await queries.insert(collectionDetails).values({ containerId, fromRevision, details });
}

/** What a collection says of itself at HEAD. */
export async function headDetails(
  queries: Queries,
  containerId: number,
): Promise<CollectionDetails> {
  const [row] = await queries
    .select({ details: collectionDetails.details })
    .from(collectionDetails)
    .where(isOpen(containerId));
  if (!row) throw new Error(`Collection ${containerId} says nothing of itself`);
  return row.details;
}

/** Lets a collection say something else of itself from a revision on. */
export async function writeDetails(
  queries: Queries,
  { containerId, revision }: { readonly containerId: number; readonly revision: number },
  details: CollectionDetails,
  change: Pick<Change, "at" | "by">,
): Promise<void> {
  await queries.update(collectionDetails).set({ toRevision: revision }).where(isOpen(containerId));
  await queries.insert(collectionDetails).values({ containerId, fromRevision: revision, details });
  const { repository, own } = parted(details);
  await updateRepository(queries, containerId, repository, change);
  await queries.update(collection).set(own).where(eq(collection.containerId, containerId));
}

function isOpen(containerId: number) {
  return sql`${collectionDetails.containerId} = ${containerId}
    and ${collectionDetails.toRevision} = ${OPEN_END}`;
}

/** What every repository has in its row, and what only collections have; texts in further languages are in neither. */
function parted(details: CollectionDetails) {
  const { collectionType, preferredSource, names: _, descriptions: __, ...repository } = details;
  return { repository, own: { collectionType, preferredSource } };
}
