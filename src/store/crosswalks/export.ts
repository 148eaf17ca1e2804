import { and, eq, sql } from "drizzle-orm";
import type { MapRelationship } from "../../rules/crosswalks/content.js";
import type { Database, Queries } from "../database.js";
import { container, version } from "../ledger/tables.js";
import type { CrosswalkSnapshot } from "./mappings.js";
import { crosswalkVersion } from "./tables.js";
import type { CrosswalkDetails } from "./versionWrites.js";

const BATCH = 1000;

/** A version as it is found to be exported. */
export interface VersionToExport extends CrosswalkSnapshot, CrosswalkDetails {
  readonly ordinal: number;
  readonly published: boolean;
}

/** A version of a crosswalk by its number, or the newest published one; null where there is none. */
export async function versionToExport(
  queries: Queries,
  identifier: string,
  ordinal: number | null,
): Promise<VersionToExport | null> {
  const [row] = await queries
    .select({
      containerId: version.containerId,
      revision: version.revision,
      ordinal: version.ordinal,
      published: sql<boolean>`${version.releasedAt} is not null`,
      name: crosswalkVersion.name,
      description: crosswalkVersion.description,
      attributes: crosswalkVersion.attributes,
    })
    .from(container)
    .innerJoin(
      version,
      sql`${version.containerId} = ${container.id}
        and ${version.ordinal} = coalesce(${ordinal}::int, ${container.releasedVersion})`,
    )
    .innerJoin(
      crosswalkVersion,
      and(
        eq(crosswalkVersion.containerId, version.containerId),
        eq(crosswalkVersion.ordinal, version.ordinal),
      ),
    )
    .where(sql`${container.uid} = ${identifier}::uuid`);
  return row ?? null;
}

/** How many pairs and no-maps a crosswalk has at a revision. */
export async function countPairs(
  queries: Queries,
  { containerId, revision }: CrosswalkSnapshot,
): Promise<number> {
  const [row] = await queries.execute<{ count: number }>(sql`
    select count(*)::int as count from crosswalk_pair where container_id = ${containerId}
      and from_revision <= ${revision} and to_revision > ${revision}`);
  return row?.count ?? 0;
}

/** A pair or a no-map as a table has it. */
export interface ExportedPair {
  readonly source_system: string;
  readonly source_code: string;
  readonly target_system: string;
  readonly target_code: string;
  readonly relationship: MapRelationship | null;
  /** A list of attributes in JSON. */
  readonly attributes: string;
}

/** By the codes of the sources, or all pairs of two code systems together. */
export type PairOrder = "BY_SOURCE" | "BY_GROUP";

const COLUMNS: Readonly<Record<PairOrder, string>> = {
  BY_SOURCE: "source_system, source_code, target_system, target_code",
  BY_GROUP: "source_system, target_system, source_code, target_code",
};

/** All pairs and no-maps of a crosswalk at a revision, in order of their codes. */
export function pairsInOrder(
  database: Database,
  { containerId, revision }: CrosswalkSnapshot,
  order: PairOrder,
): AsyncIterable<readonly ExportedPair[]> {
  return database.batches<ExportedPair>(
    `select source_system, source_code, target_system, target_code, relationship,
      attributes::text as attributes
    from crosswalk_pair
    where container_id = $1::int and from_revision <= $2::int and to_revision > $2::int
    order by ${COLUMNS[order]}`,
    [containerId, revision],
    BATCH,
  );
}
