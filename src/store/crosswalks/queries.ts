import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Slice, Window } from "../../kernel/window.js";
import type { Viewer } from "../../rules/access/viewer.js";
import { containing, perConditions } from "../conditions.js";
import type { Queries } from "../database.js";
import { HIGHEST_INTEGER, type Ordering, windowed, windowedPerParent } from "../keyset.js";
import { container, version } from "../ledger/tables.js";
import { isNewest } from "./newest.js";
import { crosswalk, crosswalkGroup, crosswalkPair, crosswalkVersion } from "./tables.js";
import { ofViewer, organizationsOf, visible } from "./visibility.js";

const p = sql.placeholder;

/** The columns of a version, of tables that stand under their own name or another. */
export function versionColumnsOf(named: typeof version, details: typeof crosswalkVersion) {
  return {
    containerId: named.containerId,
    identifier: container.uid,
    ordinal: named.ordinal,
    revision: named.revision,
    name: details.name,
    description: details.description,
    attributes: details.attributes,
    groupCount: details.groupCount,
    sourceCodeCount: details.sourceCodeCount,
    targetCount: details.targetCount,
    releasedAt: named.releasedAt,
    createdAt: named.createdAt,
    createdBy: named.createdBy,
    updatedAt: named.updatedAt,
    updatedBy: named.updatedBy,
  };
}

const versionColumns = versionColumnsOf(version, crosswalkVersion);

export const crosswalkColumns = {
  containerId: container.id,
  identifier: container.uid,
  organizationId: crosswalk.organizationId,
  archivedAt: crosswalk.archivedAt,
  newestVersion: sql<number>`${container.newestVersion}`.as("newest_version"),
  publishedVersion: container.releasedVersion,
  createdAt: container.createdAt,
  createdBy: container.createdBy,
};

function selectCrosswalks(reads: Queries) {
  return reads
    .select({ ...crosswalkColumns, newest: versionColumns })
    .from(crosswalk)
    .innerJoin(container, eq(container.id, crosswalk.containerId))
    .innerJoin(version, isNewest(version))
    .innerJoin(crosswalkVersion, isNewest(crosswalkVersion));
}

function selectVersions(reads: Queries) {
  return reads
    .select(versionColumns)
    .from(version)
    .innerJoin(
      crosswalkVersion,
      and(
        eq(crosswalkVersion.containerId, version.containerId),
        eq(crosswalkVersion.ordinal, version.ordinal),
      ),
    )
    .innerJoin(container, eq(container.id, version.containerId))
    .innerJoin(crosswalk, eq(crosswalk.containerId, version.containerId));
}

/** A version; its content is read at (containerId, revision). */
export type CrosswalkVersionRow = Awaited<ReturnType<typeof selectVersions>>[number];

/** What tells a version that was not read itself. */
export type ReferredVersion = Pick<CrosswalkVersionRow, "identifier" | "containerId" | "ordinal">;

/** A crosswalk of one of the viewer's organizations; most statements bring its newest version along. */
export type CrosswalkRow = Omit<Awaited<ReturnType<typeof selectCrosswalks>>[number], "newest"> & {
  readonly newest?: CrosswalkVersionRow;
};

const newestCreatedFirst: Ordering = {
  columns: [crosswalk.containerId],
  direction: "DESC",
  lowest: [0],
  highest: [HIGHEST_INTEGER],
};

const newestFirst: Ordering = {
  columns: [version.ordinal],
  direction: "DESC",
  lowest: [0],
  highest: [HIGHEST_INTEGER],
};

/** Codes in their systems' own forms, and the slugs of the systems that they may be of; null: of any. */
export interface CodesOf {
  readonly systems: readonly string[] | null;
  readonly codes: readonly string[];
}

/** Conditions on the newest published version. Null: no such condition. */
export interface CrosswalkConditions {
  readonly sourceSystem: string | null;
  readonly sourceCode: CodesOf | null;
  readonly targetSystem: string | null;
  readonly targetCode: CodesOf | null;
  /** A text in name or description. */
  readonly q: string | null;
}

/** Which crosswalks a list holds. `organization`: only those of this one of the viewer's organizations. */
export interface CrosswalkListing extends CrosswalkConditions {
  readonly organization: string | null;
  readonly includeArchived: boolean;
}

const unlessArchived = sql`(${p("includeArchived")}::boolean or ${crosswalk.archivedAt} is null)`;

/** No condition: every crosswalk. */
export const anyCrosswalk: CrosswalkConditions = {
  sourceSystem: null,
  sourceCode: null,
  targetSystem: null,
  targetCode: null,
  q: null,
};

/** Of each organization the window's rows and those before it: as many as a page needs, however many there are. */
function ownWindows(asked: SQL, order: readonly SQL[], rows: SQL): SQL {
  return sql`(select own.container_id from unnest(${p("organizations")}::int[]) as organization(id)
    cross join lateral (select ${crosswalk.containerId} from ${crosswalk}
      join ${container} on ${container.id} = ${crosswalk.containerId}
      where ${crosswalk.organizationId} = organization.id and ${unlessArchived} and ${asked}
      order by ${sql.join([...order], sql`, `)} limit ${rows}) as own) as listed`;
}

const isInWindow = sql`${crosswalk.containerId} = listed.container_id`;

function alive(table: typeof crosswalkGroup | typeof crosswalkPair) {
  return sql`${table.containerId} = ${crosswalk.containerId}
    and ${table.fromRevision} <= ${container.releasedRevision}
    and ${table.toRevision} > ${container.releasedRevision}`;
}

function anyOf(systems: string) {
  return sql`any(coalesce(${p(systems)}::text[], array(select slug from code_system)))`;
}

const conditions: Readonly<Record<keyof CrosswalkConditions, SQL>> = {
  sourceSystem: sql`exists (select from ${crosswalkGroup} where ${alive(crosswalkGroup)}
    and ${crosswalkGroup.sourceSystem} = ${p("sourceSystem")}::text)`,
  sourceCode: sql`exists (select from ${crosswalkGroup} where ${alive(crosswalkGroup)}
    and ${crosswalkGroup.sourceSystem} = ${anyOf("sourceSystems")}
    and ${crosswalkGroup.sourceCode} = any(${p("sourceCodes")}::text[]))`,
  targetSystem: sql`exists (select from ${crosswalkGroup} where ${alive(crosswalkGroup)}
    and ${crosswalkGroup.targetSystem} = ${p("targetSystem")}::text)`,
  targetCode: sql`exists (select from ${crosswalkPair} where ${alive(crosswalkPair)}
    and ${crosswalkPair.targetSystem} = ${anyOf("targetSystems")}
    and ${crosswalkPair.targetCode} = any(${p("targetCodes")}::text[]))`,
  q: sql`exists (select from ${crosswalkVersion}
    where ${crosswalkVersion.containerId} = ${crosswalk.containerId}
      and ${crosswalkVersion.ordinal} = ${container.releasedVersion}
      and (${crosswalkVersion.name} ilike ${p("q")} or ${crosswalkVersion.description} ilike ${p("q")}))`,
};

/** Reads of crosswalks and their versions; others than the members of their organizations see none. */
export function crosswalkQueries(reads: Queries) {
  const byIdentifiers = selectCrosswalks(reads)
    .where(sql`${container.uid} = any(${p("identifiers")}::uuid[]) and ${visible}`)
    .prepare("crosswalks_by_identifier");
  const pages = perConditions(conditions, (asked, name) =>
    windowed(newestCreatedFirst, ({ between, order, take, skip, suffix }) =>
      selectCrosswalks(reads)
        .innerJoin(
          ownWindows(sql`${between} and ${asked}`, order, sql`${take}::bigint + ${skip}::bigint`),
          isInWindow,
        )
        .orderBy(...order)
        .limit(take)
        .offset(skip)
        .prepare(`crosswalks_${name}_${suffix}`),
    ),
  );
  const counts = perConditions(conditions, (asked, name) =>
    reads
      .select({ count: sql<number>`count(*)::int` })
      .from(crosswalk)
      .innerJoin(container, eq(container.id, crosswalk.containerId))
      .where(sql`${ofViewer} and ${unlessArchived} and ${asked}`)
      .prepare(`crosswalks_${name}_count`),
  );
  const versions = selectVersions(reads)
    .where(sql`(${version.containerId}, ${version.ordinal}) in
      (select * from unnest(${p("ids")}::int[], ${p("ordinals")}::int[])) and ${visible}`)
    .prepare("crosswalk_versions");
  const versionLists = windowedPerParent(newestFirst, (parts) => {
    const inner = selectVersions(reads)
      .where(sql`${version.containerId} = parent.id and ${parts.between} and ${visible}`)
      .orderBy(...parts.order)
      .limit(parts.take)
      .offset(parts.skip)
      .as("version");
    return reads
      .select({ at: sql<number>`parent.at::int`, version: inner._.selectedFields })
      .from(sql`unnest(${p("ids")}::int[]) with ordinality as parent(id, at)`)
      .innerJoinLateral(inner, sql`true`)
      .orderBy(sql`parent.at`, ...parts.order)
      .prepare(`crosswalk_version_lists_${parts.suffix}`);
  });

  return {
    byIdentifiers: (viewer: Viewer, identifiers: readonly string[]) =>
      byIdentifiers.execute({ identifiers, ...organizationsOf(viewer) }),
    list: (viewer: Viewer, of: CrosswalkListing, window: Window): Promise<Slice<CrosswalkRow>> =>
      pages(of)(window, listingParameters(viewer, of)),
    count: async (viewer: Viewer, of: CrosswalkListing) =>
      (await counts(of).execute(listingParameters(viewer, of)))[0]?.count ?? 0,
    versions: (viewer: Viewer, keys: readonly { containerId: number; ordinal: number }[]) =>
      versions.execute({
        ids: keys.map(({ containerId }) => containerId),
        ordinals: keys.map(({ ordinal }) => ordinal),
        ...organizationsOf(viewer),
      }),
    /** One list per crosswalk, newest version first. */
    versionLists: async (
      viewer: Viewer,
      ids: readonly number[],
      window: Window,
    ): Promise<readonly Slice<CrosswalkVersionRow>[]> => {
      const slices = await versionLists(window, ids.length, { ids, ...organizationsOf(viewer) });
      return slices.map((slice) => ({ ...slice, items: slice.items.map((row) => row.version) }));
    },
  };
}

function listingParameters(viewer: Viewer, of: CrosswalkListing) {
  const { organization, includeArchived, sourceCode, targetCode } = of;
  return {
    includeArchived,
    organizations: viewer.organizations
      .filter(({ name }) => organization === null || name === organization)
      .map(({ id }) => id),
    sourceSystem: of.sourceSystem,
    targetSystem: of.targetSystem,
    sourceSystems: sourceCode?.systems,
    sourceCodes: sourceCode?.codes,
    targetSystems: targetCode?.systems,
    targetCodes: targetCode?.codes,
    q: of.q && containing(of.q),
  };
}
