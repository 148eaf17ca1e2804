import { eq, type SQL, sql } from "drizzle-orm";
import type { Viewer } from "../../rules/access/viewer.js";
import type { CollectionDetails } from "../../rules/collections/details.js";
import type { RepositoryName } from "../../rules/repositories/urls.js";
import { organization, userAccount } from "../access/tables.js";
import { momentText } from "../columns.js";
import type { Queries } from "../database.js";
import type { RevisionRow } from "../ledger/queries.js";
import { container, revision } from "../ledger/tables.js";
import { repositoryColumns } from "../repositories/columns.js";
import { namedByUrl, urlParameters } from "../repositories/naming.js";
import { repository } from "../repositories/tables.js";
import { viewerParameters } from "../repositories/visibility.js";
import { collection, collectionDetails } from "./tables.js";
import { collectionVisible } from "./visibility.js";

const p = sql.placeholder;

/** What is read of every collection. */
export const collectionColumns = {
  ...repositoryColumns,
  collectionType: collection.collectionType,
  preferredSource: collection.preferredSource,
};

/**
 * Collections with their owners, to go on with a condition.
 * @param more what is read beside
 */
export function selectCollections<More extends Record<string, SQL>>(reads: Queries, more: More) {
  return reads
    .select({ ...collectionColumns, ...more })
    .from(collection)
    .innerJoin(container, eq(container.id, collection.containerId))
    .innerJoin(repository, eq(repository.containerId, collection.containerId))
    .leftJoin(organization, eq(organization.id, repository.ownerOrganizationId))
    .leftJoin(userAccount, eq(userAccount.id, repository.ownerUserId));
}

/** A collection that the viewer may see: what HEAD says, and where readers of releases start from. */
export type CollectionRow = Awaited<
  ReturnType<typeof selectCollections<Record<never, SQL>>>
>[number];

/** A collection at one of its revisions. */
export interface CollectionSnapshot {
  readonly containerId: number;
  readonly revision: number;
}

/** What a collection said of itself at a revision. */
export interface DetailsRow extends CollectionSnapshot {
  readonly details: CollectionDetails;
}

/** A collection at a moment. */
export interface CollectionMoment {
  readonly containerId: number;
  readonly at: Date;
}

/** Reads of single collections. All of them see only what the viewer may see. */
export function collectionQueries(reads: Queries) {
  const byIds = selectCollections(reads, {})
    .where(sql`${collection.containerId} = any(${p("ids")}::int[]) and ${collectionVisible}`)
    .prepare("collections_by_id");
  const byUids = selectCollections(reads, {})
    .where(sql`${container.uid} = any(${p("uids")}::uuid[]) and ${collectionVisible}`)
    .prepare("collections_by_uid");
  const byUrls = selectCollections(reads, {})
    .where(sql`${namedByUrl} and ${collectionVisible}`)
    .prepare("collections_by_url");
  const said = reads
    .select()
    .from(collectionDetails)
    .where(sql`${collectionDetails.containerId} = asked.id
      and ${collectionDetails.toRevision} > asked.revision`)
    .orderBy(collectionDetails.toRevision)
    .limit(1)
    .as("said");
  const details = reads
    .select({
      containerId: said.containerId,
      revision: sql<number>`asked.revision::int`,
      details: said.details,
    })
    .from(sql`unnest(${p("ids")}::int[], ${p("revisions")}::int[]) as asked(id, revision)`)
    .innerJoin(repository, sql`${repository.containerId} = asked.id and ${collectionVisible}`)
    .innerJoinLateral(said, sql`${said.fromRevision} <= asked.revision`)
    .prepare("collection_details_at");
  const last = reads
    .select()
    .from(revision)
    .where(sql`${revision.containerId} = asked.id and ${revision.at} <= asked.moment::timestamptz`)
    .orderBy(sql`${revision.number} desc`)
    .limit(1)
    .as("last");
  const moments = reads
    .select({ at: sql<number>`asked.at::int`, revision: last._.selectedFields })
    .from(sql`unnest(${p("ids")}::int[], ${p("moments")}::text[]) with ordinality
      as asked(id, moment, at)`)
    .innerJoin(repository, sql`${repository.containerId} = asked.id and ${collectionVisible}`)
    .innerJoinLateral(last, sql`true`)
    .prepare("collection_revisions_at");
  return {
    byIds: (viewer: Viewer, ids: readonly number[]) =>
      byIds.execute({ ids, ...viewerParameters(viewer) }),
    byUids: (viewer: Viewer, uids: readonly string[]) =>
      byUids.execute({ uids, ...viewerParameters(viewer) }),
    /** Those that URLs name, in no order. */
    byUrls: (viewer: Viewer, names: readonly RepositoryName[]) =>
      byUrls.execute({ ...urlParameters(names), ...viewerParameters(viewer) }),
    /** What collections said of themselves at their revisions, in no order. */
    details: (viewer: Viewer, keys: readonly CollectionSnapshot[]): Promise<DetailsRow[]> =>
      details.execute({
        ids: keys.map(({ containerId }) => containerId),
        revisions: keys.map((key) => key.revision),
        ...viewerParameters(viewer),
      }),
    /** The last revision at each moment; null: the collection was not there yet. */
    revisionsAt: async (
      viewer: Viewer,
      keys: readonly CollectionMoment[],
    ): Promise<readonly (RevisionRow | null)[]> => {
      const rows = await moments.execute({
        ids: keys.map(({ containerId }) => containerId),
        moments: keys.map(({ at }) => momentText(at)),
        ...viewerParameters(viewer),
      });
      const found = new Map(rows.map((row) => [row.at - 1, row.revision]));
      return keys.map((_, place) => found.get(place) ?? null);
    },
  };
}
