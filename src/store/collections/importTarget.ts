import { eq, type SQL, sql } from "drizzle-orm";
import type { CollectionDetails } from "../../rules/collections/details.js";
import type { SaidOfReference } from "../../rules/collections/forms/setContent.js";
import type { ReferenceDefinition } from "../../rules/references/definition.js";
import type { OwnerName } from "../../rules/repositories/urls.js";
import { organization, userAccount } from "../access/tables.js";
import type { Queries } from "../database.js";
import { container } from "../ledger/tables.js";
import { repository } from "../repositories/tables.js";
import type { CollectionSnapshot } from "./queries.js";
import { collection, collectionDetails, collectionReference } from "./tables.js";

/** A collection that an import may go into. */
export interface PresentCollection {
  readonly containerId: number;
  readonly uid: string;
  readonly owner: OwnerName & { readonly id: number };
  readonly shortCode: string;
  readonly deactivated: boolean;
}

async function presentWhere(queries: Queries, condition: SQL): Promise<PresentCollection[]> {
  const rows = await queries
    .select({
      containerId: container.id,
      uid: container.uid,
      shortCode: repository.shortCode,
      organizationId: repository.ownerOrganizationId,
      organization: organization.name,
      userId: repository.ownerUserId,
      user: userAccount.name,
      deactivatedAt: repository.deactivatedAt,
    })
    .from(collection)
    .innerJoin(container, eq(container.id, collection.containerId))
    .innerJoin(repository, eq(repository.containerId, collection.containerId))
    .leftJoin(organization, eq(organization.id, repository.ownerOrganizationId))
    .leftJoin(userAccount, eq(userAccount.id, repository.ownerUserId))
    .where(condition)
    .orderBy(container.id);
  return rows.map(({ containerId, uid, shortCode, deactivatedAt, ...of }) => ({
    ...{ containerId, uid, shortCode },
    owner:
      of.organizationId === null
        ? { kind: "USER", name: of.user ?? "", id: of.userId ?? 0 }
        : { kind: "ORGANIZATION", name: of.organization ?? "", id: of.organizationId },
    deactivated: deactivatedAt !== null,
  }));
}

/** The collections of a canonical URL that are in use. */
export async function collectionsOfUrl(
  queries: Queries,
  canonicalUrl: string,
): Promise<readonly PresentCollection[]> {
  return await presentWhere(
    queries,
    sql`${repository.canonicalUrl} = ${canonicalUrl} and ${repository.deactivatedAt} is null`,
  );
}

/** A collection by its uuid; null where there is none. */
export async function collectionOfUid(
  queries: Queries,
  uid: string,
): Promise<PresentCollection | null> {
  const [found] = await presentWhere(queries, sql`${container.uid} = ${uid}::uuid`);
  return found ?? null;
}

/** An owner's collection; null where there is none of that short code. */
export async function collectionOfOwner(
  queries: Queries,
  owner: OwnerName,
  shortCode: string,
): Promise<PresentCollection | null> {
  const of = owner.kind === "USER" ? userAccount.name : organization.name;
  const [found] = await presentWhere(
    queries,
    sql`${of} = ${owner.name} and ${repository.shortCode} = ${shortCode}`,
  );
  return found ?? null;
}

/** The id of an organization or user; null where there is none. */
export async function ownerId(queries: Queries, { kind, name }: OwnerName): Promise<number | null> {
  const table = kind === "USER" ? userAccount : organization;
  const [row] = await queries.select({ id: table.id }).from(table).where(eq(table.name, name));
  return row?.id ?? null;
}

/** A line of a collection as it stands. */
export interface StandingReference {
  readonly id: number;
  readonly include: boolean;
  readonly expression: string;
  readonly identity: string;
  readonly definition: ReferenceDefinition;
  readonly said: SaidOfReference | null;
  readonly targetId: number | null;
  readonly valuesetIds: readonly number[];
}

/** All lines of a collection at a revision, in the order in which they were added. */
export async function referencesAt(
  queries: Queries,
  { containerId, revision }: CollectionSnapshot,
): Promise<readonly StandingReference[]> {
  return await queries
    .select({
      id: collectionReference.id,
      include: collectionReference.include,
      expression: collectionReference.expression,
      identity: collectionReference.identity,
      definition: collectionReference.definition,
      said: collectionReference.said,
      targetId: collectionReference.targetId,
      valuesetIds: collectionReference.valuesetIds,
    })
    .from(collectionReference)
    .where(
      sql`${collectionReference.containerId} = ${containerId}
        and ${collectionReference.fromRevision} <= ${revision}
        and ${collectionReference.toRevision} > ${revision}`,
    )
    .orderBy(collectionReference.id);
}

/** What a collection said of itself at a revision. */
export async function detailsAt(
  queries: Queries,
  { containerId, revision }: CollectionSnapshot,
): Promise<CollectionDetails> {
  const [row] = await queries
    .select({ details: collectionDetails.details })
    .from(collectionDetails)
    .where(
      sql`${collectionDetails.containerId} = ${containerId}
        and ${collectionDetails.fromRevision} <= ${revision}
        and ${collectionDetails.toRevision} > ${revision}`,
    );
  if (!row) throw new Error(`Collection ${containerId} says nothing at revision ${revision}`);
  return row.details;
}

/** What a line reads, now that it is here. */
export interface FoundTarget {
  readonly id: number;
  readonly targetId: number | null;
  readonly valuesetIds: readonly number[];
}

/**
 * Lets lines at HEAD read what was not here when they were added. Named versions have no pins for it: they go on
 * without.
 */
export async function linkReferences(
  queries: Queries,
  found: readonly FoundTarget[],
): Promise<void> {
  if (found.length === 0) return;
  await queries.execute(sql`
    update collection_reference set target_id = (row ->> 'targetId')::int,
      valueset_ids = array(select jsonb_array_elements_text(row -> 'valuesetIds')::int)
    from jsonb_array_elements(${JSON.stringify(found)}::jsonb) as given(row)
    where collection_reference.id = (row ->> 'id')::int`);
}
