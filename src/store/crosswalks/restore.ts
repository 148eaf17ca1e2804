import { type SQL, sql } from "drizzle-orm";
import { OPEN_END } from "../columns.js";
import type { Queries } from "../database.js";

/**
 * How what stands differs from an old revision: pairs that are to end or begin to be equal to it. Only rows
 * that began or ended since are looked at.
 */
function difference(containerId: number, old: number): SQL {
  return sql`
    select source_system, source_code, target_system, target_code,
      present.container_id is not null as closes, former.container_id is not null as opens,
      former.identifier, former.relationship, former.attributes
    from (select * from crosswalk_pair where container_id = ${containerId}
      and from_revision > ${old} and to_revision = ${OPEN_END}) present
    full join (select * from crosswalk_pair where container_id = ${containerId}
      and from_revision <= ${old} and to_revision > ${old} and to_revision < ${OPEN_END}) former
      using (source_system, source_code, target_system, target_code)
    where present.container_id is null or former.container_id is null
      or present.relationship is distinct from former.relationship
      or present.attributes is distinct from former.attributes`;
}

/** Whether the pairs of the newest version are others than those at an old revision. */
export async function differsFrom(
  queries: Queries,
  containerId: number,
  old: number,
): Promise<boolean> {
  const [row] = await queries.execute<{ differs: boolean }>(sql`
    select exists (${difference(containerId, old)}) as differs`);
  return row?.differs ?? false;
}

/** Makes the pairs at a new revision those of an old one. Groups and buckets follow separately. */
export async function restorePairs(
  queries: Queries,
  containerId: number,
  old: number,
  revision: number,
): Promise<void> {
  await queries.execute(sql`
    with change as materialized (${difference(containerId, old)}), closed as (
      update crosswalk_pair pair set to_revision = ${revision} from change
      where change.closes and pair.container_id = ${containerId} and pair.to_revision = ${OPEN_END}
        and pair.source_system = change.source_system and pair.source_code = change.source_code
        and pair.target_system = change.target_system and pair.target_code = change.target_code
      returning 1
    )
    insert into crosswalk_pair (container_id, from_revision, source_system, source_code,
      target_system, target_code, identifier, relationship, attributes)
    select ${containerId}, ${revision}, source_system, source_code, target_system, target_code,
      identifier, relationship, attributes
    from change where opens and (select count(*) from closed) >= 0`);
}
