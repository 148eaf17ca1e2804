import { eq, sql } from "drizzle-orm";
import type { Slice, Window } from "../../kernel/window.js";
import type { Viewer } from "../../rules/access/viewer.js";
import type { Queries } from "../database.js";
import { countsPerParent, HIGHEST_INTEGER, type Ordering, windowedPerParent } from "../keyset.js";
import { repository } from "../repositories/tables.js";
import { repositoryVisible, viewerParameters } from "../repositories/visibility.js";
import { revision } from "./tables.js";

const p = sql.placeholder;

export type RevisionRow = typeof revision.$inferSelect;

export interface RevisionKey {
  readonly containerId: number;
  readonly number: number;
}

const newestFirst: Ordering = {
  columns: [revision.number],
  direction: "DESC",
  lowest: [0],
  highest: [HIGHEST_INTEGER],
};
const parents = sql`unnest(${p("ids")}::int[]) with ordinality as parent(id, at)`;
const seen = sql`${repository.containerId} = parent.id and ${repositoryVisible}`;

/** Reads of who changed a code system or collection, and when. */
export function revisionQueries(reads: Queries) {
  const ofRepositories = reads
    .select({ revision })
    .from(revision)
    .innerJoin(repository, eq(repository.containerId, revision.containerId))
    .where(sql`(${revision.containerId}, ${revision.number}) in
      (select * from unnest(${p("ids")}::int[], ${p("numbers")}::int[])) and ${repositoryVisible}`)
    .prepare("revisions_of_repositories");
  const lists = windowedPerParent(newestFirst, ({ between, order, take, skip, suffix }) => {
    const inner = reads
      .select()
      .from(revision)
      .where(sql`${revision.containerId} = parent.id and ${between}`)
      .orderBy(...order)
      .limit(take)
      .offset(skip)
      .as("revision");
    return reads
      .select({ at: sql<number>`parent.at::int`, revision: inner._.selectedFields })
      .from(parents)
      .innerJoin(repository, seen)
      .innerJoinLateral(inner, sql`true`)
      .orderBy(sql`parent.at`, ...order)
      .prepare(`repository_revisions_${suffix}`);
  });
  const counts = reads
    .select({ at: sql<number>`parent.at::int`, count: sql<number>`count(*)::int` })
    .from(parents)
    .innerJoin(repository, seen)
    .innerJoin(revision, sql`${revision.containerId} = parent.id`)
    .groupBy(sql`parent.at`)
    .prepare("repository_revision_counts");
  return {
    /** One list per code system or collection, newest revision first. */
    listsOfRepositories: async (
      viewer: Viewer,
      ids: readonly number[],
      window: Window,
    ): Promise<readonly Slice<RevisionRow>[]> => {
      const slices = await lists(window, ids.length, { ids, ...viewerParameters(viewer) });
      return slices.map((slice) => ({ ...slice, items: slice.items.map((row) => row.revision) }));
    },
    countsOfRepositories: async (viewer: Viewer, ids: readonly number[]) =>
      countsPerParent(ids.length, await counts.execute({ ids, ...viewerParameters(viewer) })),
    ofRepositories: async (viewer: Viewer, keys: readonly RevisionKey[]) =>
      (
        await ofRepositories.execute({
          ids: keys.map(({ containerId }) => containerId),
          numbers: keys.map(({ number }) => number),
          ...viewerParameters(viewer),
        })
      ).map((row) => row.revision),
  };
}
