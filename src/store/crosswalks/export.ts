import { and, eq, sql } from "drizzle-orm";
import type { MapRelationship } from "../../rules/crosswalks/content.js";
import type { Database, Queries } from "../database.js";
import { container, version } from "../ledger/tables.js";
import type { CrosswalkSnapshot } from "./mappings.js";
import { crosswalkVersion } from "./tables.js";

const BATCH = 1000;

/** A version of a crosswalk by its number, or the newest published one; null where there is none. */
export async function versionToExport(
  queries: Queries,
  identifier: string,
  ordinal: number | null,
): Promise<(CrosswalkSnapshot & { readonly ordinal: number; readonly name: string }) | null> {
  const [row] = await queries
    .select({
      containerId: version.containerId,
      revision: version.revision,
      ordinal: version.ordinal,
      name: crosswalkVersion.name,
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

/** The keys of the pairs' attributes: those first that come first in their pairs. At most `limit`. */
export async function attributeKeys(
  queries: Queries,
  { containerId, revision }: CrosswalkSnapshot,
  limit: number,
): Promise<readonly string[]> {
  const rows = await queries.execute<{ key: string }>(sql`
    select (each.attribute ->> 'key') collate "C" as key
    from crosswalk_pair cross join jsonb_array_elements(attributes)
      with ordinality as each(attribute, at)
    where container_id = ${containerId} and from_revision <= ${revision} and to_revision > ${revision}
    group by 1 order by min(each.at), 1 limit ${limit}`);
  return rows.map(({ key }) => key);
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

/** All pairs and no-maps of a crosswalk at a revision, in order of their codes. */
export function pairsInOrder(
  database: Database,
  { containerId, revision }: CrosswalkSnapshot,
): AsyncIterable<readonly ExportedPair[]> {
  return database.batches<ExportedPair>(
    `select source_system, source_code, target_system, target_code, relationship,
      attributes::text as attributes
    from crosswalk_pair
    where container_id = $1::int and from_revision <= $2::int and to_revision > $2::int
    order by source_system, source_code, target_system, target_code`,
    [containerId, revision],
    BATCH,
  );
}
