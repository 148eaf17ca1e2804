import { sql } from "drizzle-orm";
import { OPEN_END } from "../columns.js";
import type { Queries } from "../database.js";
import { HIGHEST_TEXT } from "../keyset.js";

/** A bucket holds up to twice this many groups before it is split. */
const BUCKET = 1024;

/** How a revision changed the totals of its crosswalk. */
export interface TotalsChange {
  readonly groups: number;
  readonly sourceCodes: number;
  readonly targets: number;
}

/**
 * Brings what is derived from the pairs in line with the pairs that a revision ended and began: the groups
 * that pages run over and the bucket counts that page numbers run over. Costs what the revision changed.
 */
export async function settleRevision(
  queries: Queries,
  containerId: number,
  revision: number,
): Promise<TotalsChange> {
  const change = await settleGroups(queries, containerId, revision);
  if (change.moved > 0) await settleBuckets(queries, containerId, revision);
  return change;
}

interface GroupsRow extends Record<string, unknown> {
  opened: number;
  closed: number;
  sources_opened: number;
  sources_closed: number;
  targets: number;
}

// A statement sees the groups as they were before it, also while its own parts change them. The counts
// make it find out everything first: looking up groups while their table grows would slow down with it.
// A group that got a pair lives; only what lost pairs is looked up. So a new crosswalk looks nothing up, of
// which the planner believes that it has a row or two, and any index good enough.
// Each look-up is a LATERAL with a LIMIT, which a planner that knows nothing yet of the tables can't turn into
// a join over the whole crosswalk; target_system is compared as an expression, lest it take the index of
// pairs by target for as good as their key.
async function settleGroups(queries: Queries, containerId: number, revision: number) {
  const [row] = await queries.execute<GroupsRow>(sql`
    with touched as (
      select source_system, source_code, target_system, bool_or(gained) as gained
      from (
        select source_system, source_code, target_system, true as gained from crosswalk_pair
        where container_id = ${containerId} and from_revision = ${revision}
        union all
        select source_system, source_code, target_system, false from crosswalk_pair
        where container_id = ${containerId} and to_revision = ${revision}
      ) moved
      group by source_system, source_code, target_system
    ), state as materialized (
      select touched.*, gained or living.place is not null as lives, present.place
      from touched
      left join lateral (
        select pair.ctid as place from crosswalk_pair pair
        where not touched.gained and pair.container_id = ${containerId}
          and pair.source_system = touched.source_system and pair.source_code = touched.source_code
          and pair.target_system || '' = touched.target_system and pair.to_revision = ${OPEN_END}
        limit 1
      ) living on true
      left join lateral (
        select g.ctid as place from crosswalk_group g where g.container_id = ${containerId}
          and g.source_system = touched.source_system and g.source_code = touched.source_code
          and g.target_system || '' = touched.target_system and g.to_revision = ${OPEN_END}
        limit 1
      ) present on true
    ), standing as materialized (
      select source_system, source_code, groups.count
      from (select distinct source_system, source_code from touched) source
      cross join lateral (
        select count(*) from crosswalk_group g where g.container_id = ${containerId}
          and g.source_system = source.source_system and g.source_code = source.source_code
          and g.to_revision = ${OPEN_END}
      ) groups
    ), closed as (
      update crosswalk_group g set to_revision = ${revision}
      where g.ctid = any(array(select place from state where place is not null and not lives))
      returning g.source_system, g.source_code, g.target_system
    ), opened as (
      insert into crosswalk_group (container_id, from_revision, source_system, source_code, target_system)
      select ${containerId}, ${revision}, source_system, source_code, target_system
      from state where lives and place is null and (select count(*) from state) > 0
        and (select count(*) from standing) > 0
      returning source_system, source_code, target_system
    ), sources as (
      select standing.count as before, standing.count + moved.opened - moved.closed as after
      from (
        select source_system, source_code, count(*) filter (where opens) as opened,
          count(*) filter (where not opens) as closed
        from (select *, true as opens from opened union all select *, false from closed) moves
        group by source_system, source_code
      ) moved
      join standing using (source_system, source_code)
    )
    select (select count(*)::int from opened) as opened, (select count(*)::int from closed) as closed,
      (select count(*)::int from sources where before = 0 and after > 0) as sources_opened,
      (select count(*)::int from sources where before > 0 and after = 0) as sources_closed,
      (select count(*)::int from crosswalk_pair
        where container_id = ${containerId} and from_revision = ${revision} and target_code > '')
      - (select count(*)::int from crosswalk_pair
        where container_id = ${containerId} and to_revision = ${revision} and target_code > '')
      as targets`);
  if (!row) throw new Error("The groups of a revision were not counted");
  return {
    moved: row.opened + row.closed,
    groups: row.opened - row.closed,
    sourceCodes: row.sources_opened - row.sources_closed,
    targets: row.targets,
  };
}

// Every bucket in which a group appeared or vanished is counted again, and split when it has grown too far.
async function settleBuckets(queries: Queries, containerId: number, revision: number) {
  await queries.execute(sql`
    with moved as (
      select source_system, source_code, target_system from crosswalk_group
      where container_id = ${containerId} and from_revision = ${revision}
      union all
      select source_system, source_code, target_system from crosswalk_group
      where container_id = ${containerId} and to_revision = ${revision}
    ), hit as materialized (
      select distinct coalesce(b.source_system, '') as source_system,
        coalesce(b.source_code, '') as source_code, coalesce(b.target_system, '') as target_system
      from moved
      left join lateral (
        select source_system, source_code, target_system from crosswalk_bucket b
        where b.container_id = ${containerId} and b.to_revision = ${OPEN_END}
          and (b.source_system, b.source_code, b.target_system)
            <= (moved.source_system, moved.source_code, moved.target_system)
        order by b.source_system desc, b.source_code desc, b.target_system desc limit 1
      ) b on true
    ), member as (
      select hit.source_system as low_system, hit.source_code as low_code,
        hit.target_system as low_target, g.*,
        row_number() over (partition by hit.source_system, hit.source_code, hit.target_system
          order by g.source_system, g.source_code, g.target_system) - 1 as at,
        count(g.source_code) over (partition by hit.source_system, hit.source_code, hit.target_system)
          as total
      from hit
      left join lateral (
        select source_system, source_code, target_system from crosswalk_bucket b
        where b.container_id = ${containerId} and b.to_revision = ${OPEN_END}
          and (b.source_system, b.source_code, b.target_system)
            > (hit.source_system, hit.source_code, hit.target_system)
        order by b.source_system, b.source_code, b.target_system limit 1
      ) next on true
      left join lateral (
        select source_system, source_code, target_system from crosswalk_group g
        where g.container_id = ${containerId} and g.to_revision = ${OPEN_END}
          and (g.source_system, g.source_code, g.target_system)
            >= (hit.source_system, hit.source_code, hit.target_system)
          and (g.source_system, g.source_code, g.target_system)
            < (coalesce(next.source_system, ${HIGHEST_TEXT}), coalesce(next.source_code, ''),
              coalesce(next.target_system, ''))
        offset 0
      ) g on true
    ), piece as materialized (
      select case when at = 0 then low_system else source_system end as source_system,
        case when at = 0 then low_code else source_code end as source_code,
        case when at = 0 then low_target else target_system end as target_system,
        case when total <= ${2 * BUCKET} then total else least(${BUCKET}, total - at) end as count
      from member
      where at = 0 or (total > ${2 * BUCKET} and at % ${BUCKET} = 0)
    ), closed as (
      update crosswalk_bucket b set to_revision = ${revision} from hit
      where b.container_id = ${containerId} and b.to_revision = ${OPEN_END}
        and b.source_system = hit.source_system and b.source_code = hit.source_code
        and b.target_system = hit.target_system
      returning 1
    )
    insert into crosswalk_bucket (container_id, from_revision, source_system, source_code,
      target_system, group_count)
    select ${containerId}, ${revision}, source_system, source_code, target_system, count
    from piece where (select count(*) from closed) >= 0`);
}
