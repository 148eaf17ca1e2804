import { getTableColumns, sql } from "drizzle-orm";
import type { Slice, Window } from "../../kernel/window.js";
import type { Viewer } from "../../rules/access/viewer.js";
import { containing } from "../conditions.js";
import type { Queries } from "../database.js";
import { countsPerParent, HIGHEST_INTEGER, type Ordering, windowedPerParent } from "../keyset.js";
import { revision } from "../ledger/tables.js";
import { repository } from "../repositories/tables.js";
import { viewerParameters } from "../repositories/visibility.js";
import type { CollectionSnapshot } from "./queries.js";
import { collectionReference } from "./tables.js";
import { collectionVisible } from "./visibility.js";

const p = sql.placeholder;

/** A reference, with who added it and when. */
export type ReferenceRow = typeof collectionReference.$inferSelect & {
  readonly createdAt: Date;
  readonly createdBy: string;
};

/** A page of the references of a collection at a revision. */
export interface ReferencePageKey extends ReferenceListKey {
  readonly window: Window;
}

export interface ReferenceListKey {
  readonly of: CollectionSnapshot;
  /** A part of the expression, however it is written; null: all. */
  readonly q: string | null;
}

const inserted: Ordering = {
  columns: [collectionReference.id],
  direction: "ASC",
  lowest: [0],
  highest: [HIGHEST_INTEGER],
};

const parents = sql`unnest(${p("ids")}::int[], ${p("revisions")}::int[])
  with ordinality as parent(id, revision, at)`;
const listed = sql`${collectionReference.containerId} = parent.id
  and ${collectionReference.fromRevision} <= parent.revision
  and ${collectionReference.toRevision} > parent.revision
  and (${p("pattern")}::text is null or ${collectionReference.expression} ilike ${p("pattern")})`;

/** Reads of the references of collections that the viewer may see. */
export function referenceQueries(reads: Queries) {
  const columns = getTableColumns(collectionReference);
  const made = sql`${revision.containerId} = ${collectionReference.containerId}
    and ${revision.number} = ${collectionReference.fromRevision}`;
  const readable = sql`${repository.containerId} = parent.id and ${collectionVisible}`;
  const selected = () =>
    reads
      .select({
        ...columns,
        createdAt: revision.at,
        createdBy: sql<string>`${revision.by}`.as("by"),
      })
      .from(collectionReference)
      .innerJoin(revision, made);
  const lists = windowedPerParent(inserted, ({ between, order, take, skip, suffix }) => {
    const inner = selected()
      .where(sql`${listed} and ${between}`)
      .orderBy(...order)
      .limit(take)
      .offset(skip)
      .as("collection_reference");
    return reads
      .select({ at: sql<number>`parent.at::int`, reference: inner._.selectedFields })
      .from(parents)
      .innerJoin(repository, readable)
      .innerJoinLateral(inner, sql`true`)
      .orderBy(sql`parent.at`, ...order)
      .prepare(`collection_references_${suffix}`);
  });
  const counts = reads
    .select({ at: sql<number>`parent.at::int`, count: sql<number>`count(*)::int` })
    .from(parents)
    .innerJoin(repository, readable)
    .innerJoin(collectionReference, listed)
    .groupBy(sql`parent.at`)
    .prepare("collection_reference_counts");
  const visible = sql`${repository.containerId} = ${collectionReference.containerId}
    and ${collectionVisible}`;
  const byIds = selected()
    .innerJoin(repository, visible)
    .where(sql`${collectionReference.id} = any(${p("references")}::int[])`)
    .prepare("collection_references_by_id");
  const byUids = selected()
    .innerJoin(repository, visible)
    .where(sql`${collectionReference.uid} = any(${p("uids")}::uuid[])`)
    .prepare("collection_references_by_uid");
  const parameters = (viewer: Viewer, of: readonly CollectionSnapshot[], q: string | null) => ({
    ids: of.map(({ containerId }) => containerId),
    revisions: of.map(({ revision: number }) => number),
    pattern: q === null ? null : containing(q),
    ...viewerParameters(viewer),
  });
  return {
    /** One list per collection, in the order in which they were added. */
    lists: async (
      viewer: Viewer,
      of: readonly CollectionSnapshot[],
      { q, window }: Pick<ReferencePageKey, "q" | "window">,
    ): Promise<readonly Slice<ReferenceRow>[]> => {
      const slices = await lists(window, of.length, parameters(viewer, of, q));
      return slices.map((slice) => ({
        ...slice,
        items: slice.items.map(({ reference }) => reference),
      }));
    },
    counts: async (viewer: Viewer, of: readonly CollectionSnapshot[], q: string | null) =>
      countsPerParent(of.length, await counts.execute(parameters(viewer, of, q))),
    byIds: async (viewer: Viewer, references: readonly number[]): Promise<ReferenceRow[]> =>
      await byIds.execute({ references, ...viewerParameters(viewer) }),
    byUids: async (viewer: Viewer, uids: readonly string[]): Promise<ReferenceRow[]> =>
      await byUids.execute({ uids, ...viewerParameters(viewer) }),
  };
}
