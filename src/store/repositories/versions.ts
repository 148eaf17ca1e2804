import { and, eq, getTableColumns, sql } from "drizzle-orm";
import type { Slice, Window } from "../../kernel/window.js";
import type { Viewer } from "../../rules/access/viewer.js";
import { collectionVersion } from "../collections/tables.js";
import type { Queries } from "../database.js";
import { isWorkedOn } from "../jobs/processing.js";
import { HIGHEST_INTEGER, type Ordering, windowedPerParent } from "../keyset.js";
import { version } from "../ledger/tables.js";
import { repository } from "./tables.js";
import { repositoryVisible, viewerParameters } from "./visibility.js";

const p = sql.placeholder;

const versionColumns = {
  ...getTableColumns(version),
  retired: sql<boolean>`coalesce(${collectionVersion.retired}, false)`.as("retired"),
  deactivatedAt: collectionVersion.deactivatedAt,
};

/** A named version of a code system or collection; versions of code systems are never retired. */
export type RepositoryVersionRow = typeof version.$inferSelect & {
  readonly retired: boolean;
  readonly deactivatedAt: Date | null;
};

/** Which versions a list holds: null all, true only those that are, false only those that are not. */
export interface VersionListing {
  readonly released: boolean | null;
  readonly processing: boolean | null;
}

/** After the ordinals of all versions: what comes before it is the newest. */
export const HIGHEST_ORDINAL = HIGHEST_INTEGER;

const newestFirst: Ordering = {
  columns: [version.ordinal],
  direction: "DESC",
  lowest: [0],
  highest: [HIGHEST_INTEGER],
};

const ofCollection = and(
  eq(collectionVersion.containerId, version.containerId),
  eq(collectionVersion.ordinal, version.ordinal),
);
/** A deactivated version is no longer to be seen by anybody. */
export const notDeactivated = sql`${collectionVersion.deactivatedAt} is null`;
const listed = sql`${notDeactivated} and (${p("released")}::boolean is null
    or (${version.releasedAt} is not null) = ${p("released")}::boolean)
  and (${p("processing")}::boolean is null
    or ${isWorkedOn(sql`${version.containerId}`, sql`${version.ordinal}`)}
      = ${p("processing")}::boolean)`;
const parents = sql`unnest(${p("ids")}::int[]) with ordinality as parent(id, at)`;
const seen = sql`${repository.containerId} = parent.id and ${repositoryVisible}`;

/** Named versions, to go on with a condition. */
export function versionsOf(queries: Queries) {
  return queries.select(versionColumns).from(version).leftJoin(collectionVersion, ofCollection);
}

/** Reads of the named versions of code systems and collections that the viewer may see. */
export function repositoryVersionQueries(reads: Queries) {
  const visible = () =>
    versionsOf(reads).innerJoin(repository, eq(repository.containerId, version.containerId));
  const byLabels = visible()
    .where(sql`(${version.containerId}, ${version.label}) in
      (select * from unnest(${p("ids")}::int[], ${p("labels")}::text[]))
      and ${notDeactivated} and ${repositoryVisible}`)
    .prepare("repository_versions_by_label");
  const byOrdinals = visible()
    .where(sql`(${version.containerId}, ${version.ordinal}) in
      (select * from unnest(${p("ids")}::int[], ${p("ordinals")}::int[]))
      and ${notDeactivated} and ${repositoryVisible}`)
    .prepare("repository_versions_by_ordinal");
  const counts = reads
    .select({ id: version.containerId, count: sql<number>`count(*)::int` })
    .from(version)
    .innerJoin(repository, eq(repository.containerId, version.containerId))
    .leftJoin(collectionVersion, ofCollection)
    .where(sql`${version.containerId} = any(${p("ids")}::int[]) and ${repositoryVisible}
      and ${listed}`)
    .groupBy(version.containerId)
    .prepare("repository_versions_count");
  const neighbours = (end: "FIRST" | "BEFORE") => {
    const found = versionsOf(reads)
      .where(sql`${version.containerId} = parent.id and ${notDeactivated}
        and ${version.ordinal} < parent.ordinal`)
      .orderBy(end === "FIRST" ? sql`${version.ordinal}` : sql`${version.ordinal} desc`)
      .limit(1)
      .as("found");
    return reads
      .select({ at: sql<number>`parent.at::int`, version: found._.selectedFields })
      .from(sql`unnest(${p("ids")}::int[], ${p("ordinals")}::int[]) with ordinality
        as parent(id, ordinal, at)`)
      .innerJoin(repository, seen)
      .innerJoinLateral(found, sql`true`)
      .prepare(`repository_versions_${end.toLowerCase()}`);
  };
  const [first, before] = [neighbours("FIRST"), neighbours("BEFORE")];
  const lists = windowedPerParent(newestFirst, ({ between, order, take, skip, suffix }) => {
    const versions = versionsOf(reads)
      .where(sql`${version.containerId} = parent.id and ${between} and ${listed}`)
      .orderBy(...order)
      .limit(take)
      .offset(skip)
      .as("version");
    return reads
      .select({ at: sql<number>`parent.at::int`, version: versions._.selectedFields })
      .from(parents)
      .innerJoin(repository, seen)
      .innerJoinLateral(versions, sql`true`)
      .orderBy(sql`parent.at`, ...order)
      .prepare(`repository_versions_${suffix}`);
  });
  const perKey = async (
    statement: typeof first,
    viewer: Viewer,
    keys: readonly VersionKey[],
  ): Promise<readonly (RepositoryVersionRow | null)[]> => {
    const rows = await statement.execute({ ...keyParameters(keys), ...viewerParameters(viewer) });
    const found = new Map(rows.map((row) => [row.at - 1, row.version]));
    return keys.map((_, place) => found.get(place) ?? null);
  };
  return {
    byLabels: (viewer: Viewer, keys: readonly { id: number; label: string }[]) =>
      byLabels.execute({
        ids: keys.map(({ id }) => id),
        labels: keys.map(({ label }) => label),
        ...viewerParameters(viewer),
      }),
    byOrdinals: (viewer: Viewer, keys: readonly VersionKey[]) =>
      byOrdinals.execute({ ...keyParameters(keys), ...viewerParameters(viewer) }),
    /** The newest version before each ordinal, deactivated ones passed over. */
    before: (viewer: Viewer, keys: readonly VersionKey[]) => perKey(before, viewer, keys),
    /** The first version of each container, deactivated ones passed over. */
    first: (viewer: Viewer, ids: readonly number[]) =>
      perKey(
        first,
        viewer,
        ids.map((id) => ({ id, ordinal: HIGHEST_INTEGER })),
      ),
    /** One list per container id. */
    lists: async (
      viewer: Viewer,
      ids: readonly number[],
      { released, processing, window }: VersionListing & { readonly window: Window },
    ): Promise<readonly Slice<RepositoryVersionRow>[]> => {
      const parameters = { ids, released, processing, ...viewerParameters(viewer) };
      const slices = await lists(window, ids.length, parameters);
      return slices.map((slice) => ({ ...slice, items: slice.items.map((row) => row.version) }));
    },
    counts: (viewer: Viewer, ids: readonly number[], { released, processing }: VersionListing) =>
      counts.execute({ ids, released, processing, ...viewerParameters(viewer) }),
  };
}

/** A version by its container and its ordinal. */
export interface VersionKey {
  readonly id: number;
  readonly ordinal: number;
}

function keyParameters(keys: readonly VersionKey[]) {
  return { ids: keys.map(({ id }) => id), ordinals: keys.map(({ ordinal }) => ordinal) };
}

/** A version of a code system or collection by its ordinal, deactivated ones too; null where there is none. */
export async function namedVersionAt(
  queries: Queries,
  containerId: number,
  ordinal: number,
): Promise<RepositoryVersionRow | null> {
  const [row] = await versionsOf(queries).where(
    sql`${version.containerId} = ${containerId} and ${version.ordinal} = ${ordinal}`,
  );
  return row ?? null;
}

/**
 * A version of a code system or collection by its label, for writing, deactivated ones too; null where
 * there is none.
 */
export async function namedVersionOf(
  queries: Queries,
  containerId: number,
  label: string,
): Promise<RepositoryVersionRow | null> {
  const [row] = await versionsOf(queries).where(
    sql`${version.containerId} = ${containerId} and ${version.label} = ${label}`,
  );
  return row ?? null;
}
