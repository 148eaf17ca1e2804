import { sql } from "drizzle-orm";
import type { Database } from "../../../src/store/database.js";

const groupKey = "container_id, source_system, source_code, target_system";
const keys: Readonly<Record<string, string>> = {
  crosswalk_pair: `${groupKey}, target_code`,
  crosswalk_group: groupKey,
  crosswalk_bucket: groupKey,
};

function intervals(table: string): string {
  return `select '${table}: intervals overlap, are empty or open twice' as broken
    from (select from_revision, to_revision, lead(from_revision) over
      (partition by ${keys[table]} order by from_revision, to_revision) as next from ${table}) row
    where from_revision >= to_revision or next < to_revision`;
}

/** A table's rows at every revision of their container. */
function atRevisions(
  table: string,
  columns = `row.${groupKey.replaceAll(", ", ", row.")}`,
): string {
  return `select ${columns}, at.revision from ${table} row
    join (select id, generate_series(1, head_revision) as revision from container) at
    on at.id = row.container_id and from_revision <= revision and to_revision > revision`;
}

const checks: readonly string[] = [
  ...Object.keys(keys).map(intervals),
  `select 'a group is there without a pair' from (
    ${atRevisions("crosswalk_group")} except ${atRevisions("crosswalk_pair")}) missing`,
  `select 'a pair is there without its group' from (
    ${atRevisions("crosswalk_pair")} except ${atRevisions("crosswalk_group")}) missing`,
  `select 'a no-map stands beside targets' from (
    ${atRevisions("crosswalk_pair", `row.${groupKey.replaceAll(", ", ", row.")}, row.target_code`)}) pair
    group by ${groupKey}, revision having bool_or(target_code = '') and count(*) > 1`,
  `select 'a bucket does not count its groups: ' || bucket.group_count || ' for ' || count(member)
    from (select *, lead(array[source_system, source_code, target_system]) over (
        partition by container_id, revision order by source_system, source_code, target_system) as next
      from (${atRevisions("crosswalk_bucket", "row.*")}) alive) bucket
    left join (${atRevisions("crosswalk_group")}) member
      on member.container_id = bucket.container_id and member.revision = bucket.revision
      and array[member.source_system, member.source_code, member.target_system]
        >= array[bucket.source_system, bucket.source_code, bucket.target_system]
      and (next is null
        or array[member.source_system, member.source_code, member.target_system] < next)
    group by bucket.container_id, bucket.revision, bucket.source_system, bucket.source_code,
      bucket.target_system, bucket.group_count
    having bucket.group_count <> count(member)`,
  `select 'the buckets do not add up to the groups' from (
    select container_id, revision, sum(groups) from (
      ${atRevisions("crosswalk_group", "row.container_id, 1 as groups")} union all
      ${atRevisions("crosswalk_bucket", "row.container_id, -row.group_count")}) counted
    group by container_id, revision having sum(groups) <> 0) wrong`,
  `select 'a bucket is too large' from crosswalk_bucket where group_count > 2048`,
  `select 'versions leave a gap' from version group by container_id
    having min(ordinal) <> 1 or max(ordinal) <> count(*)`,
  `select 'a version is of a later revision than its container' from version
    join container on id = container_id where revision > head_revision`,
  `select 'revisions leave a gap' from revision join container on id = container_id
    group by id having min(number) <> 1 or max(number) <> count(*) or max(number) <> head_revision`,
];

/** What is wrong with the ledger, in words; nothing where all is well. */
export async function brokenInvariants(database: Database): Promise<readonly string[]> {
  const broken: string[] = [];
  for (const check of checks) {
    const rows = await database.reads.execute<{ broken: string }>(
      sql.raw(`select broken from (${check}) as found(broken) limit 3`),
    );
    broken.push(...rows.map((row) => row.broken));
  }
  return broken;
}
