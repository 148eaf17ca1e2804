import { eq, sql } from "drizzle-orm";
import type { Slice, Window } from "../../kernel/window.js";
import type { Viewer } from "../../rules/access/viewer.js";
import type { Queries } from "../database.js";
import { HIGHEST_INTEGER, type Ordering, windowedPerParent } from "../keyset.js";
import { version } from "../ledger/tables.js";
import { repository } from "./tables.js";
import { repositoryVisible, viewerParameters } from "./visibility.js";

const p = sql.placeholder;

/** A named version of a code system or collection. */
export type RepositoryVersionRow = typeof version.$inferSelect;

const newestFirst: Ordering = {
  columns: [version.ordinal],
  direction: "DESC",
  lowest: [0],
  highest: [HIGHEST_INTEGER],
};

/** Reads of the named versions of code systems and collections that the viewer may see. */
export function repositoryVersionQueries(reads: Queries) {
  const visible = () =>
    reads
      .select({ version })
      .from(version)
      .innerJoin(repository, eq(repository.containerId, version.containerId));
  const byLabels = visible()
    .where(sql`(${version.containerId}, ${version.label}) in
      (select * from unnest(${p("ids")}::int[], ${p("labels")}::text[])) and ${repositoryVisible}`)
    .prepare("repository_versions_by_label");
  const byOrdinals = visible()
    .where(sql`(${version.containerId}, ${version.ordinal}) in
      (select * from unnest(${p("ids")}::int[], ${p("ordinals")}::int[])) and ${repositoryVisible}`)
    .prepare("repository_versions_by_ordinal");
  const counts = reads
    .select({ id: version.containerId, count: sql<number>`count(*)::int` })
    .from(version)
    .innerJoin(repository, eq(repository.containerId, version.containerId))
    .where(sql`${version.containerId} = any(${p("ids")}::int[]) and ${repositoryVisible}
      and ${releasedAsAsked}`)
    .groupBy(version.containerId)
    .prepare("repository_versions_count");
  const lists = windowedPerParent(newestFirst, ({ between, order, take, skip, suffix }) => {
    const versions = reads
      .select()
      .from(version)
      .where(sql`${version.containerId} = parent.id and ${between} and ${releasedAsAsked}`)
      .orderBy(...order)
      .limit(take)
      .offset(skip)
      .as("version");
    return reads
      .select({ at: sql<number>`parent.at::int`, version: versions._.selectedFields })
      .from(sql`unnest(${p("ids")}::int[]) with ordinality as parent(id, at)`)
      .innerJoin(repository, sql`${repository.containerId} = parent.id and ${repositoryVisible}`)
      .innerJoinLateral(versions, sql`true`)
      .orderBy(sql`parent.at`, ...order)
      .prepare(`repository_versions_${suffix}`);
  });
  return {
    byLabels: async (viewer: Viewer, keys: readonly { id: number; label: string }[]) =>
      (
        await byLabels.execute({
          ids: keys.map(({ id }) => id),
          labels: keys.map(({ label }) => label),
          ...viewerParameters(viewer),
        })
      ).map((row) => row.version),
    byOrdinals: async (viewer: Viewer, keys: readonly { id: number; ordinal: number }[]) =>
      (
        await byOrdinals.execute({
          ids: keys.map(({ id }) => id),
          ordinals: keys.map(({ ordinal }) => ordinal),
          ...viewerParameters(viewer),
        })
      ).map((row) => row.version),
    /** One list per container id; `released` null: all, else only those that are (not) released. */
    lists: async (
      viewer: Viewer,
      ids: readonly number[],
      { released, window }: { released: boolean | null; window: Window },
    ): Promise<readonly Slice<RepositoryVersionRow>[]> => {
      const parameters = { ids, released, ...viewerParameters(viewer) };
      const slices = await lists(window, ids.length, parameters);
      return slices.map((slice) => ({ ...slice, items: slice.items.map((row) => row.version) }));
    },
    counts: (viewer: Viewer, ids: readonly number[], released: boolean | null) =>
      counts.execute({ ids, released, ...viewerParameters(viewer) }),
  };
}

const releasedAsAsked = sql`(${p("released")}::boolean is null
  or (${version.releasedAt} is not null) = ${p("released")}::boolean)`;

/** A version of a code system or collection by its label, for writing; null where there is none. */
export async function namedVersionOf(
  queries: Queries,
  containerId: number,
  label: string,
): Promise<RepositoryVersionRow | null> {
  const [row] = await queries
    .select()
    .from(version)
    .where(sql`${version.containerId} = ${containerId} and ${version.label} = ${label}`);
  return row ?? null;
}
