import { sql } from "drizzle-orm";
import type { PairChanges } from "../../rules/crosswalks/changes.js";
import type { CustomAttribute, Pair, PairKey } from "../../rules/crosswalks/content.js";
import { OPEN_END } from "../columns.js";
import type { Queries } from "../database.js";

/** Keys as parallel arrays, which is how one statement takes any number of them. */
function unnested(keys: readonly PairKey[]) {
  const column = (of: (key: PairKey) => string) => sql`${sql.param(keys.map(of))}::text[]`;
  return sql`unnest(${column((key) => key.sourceSystem)}, ${column((key) => key.sourceCode)},
    ${column((key) => key.targetSystem)}, ${column((key) => key.targetCode)})`;
}

/**
 * That a pair is the open one of a key. Its target system is compared as an expression: the index by target
 * would look as good as the key to a planner without statistics, and thousands can share a target.
 */
function openUnder(containerId: number) {
  return sql`pair.container_id = ${containerId} and pair.source_system = key.source_system
    and pair.source_code = key.source_code and pair.target_system || '' = key.target_system
    and pair.target_code = key.target_code and pair.to_revision = ${OPEN_END}`;
}

interface PairRow extends Record<string, unknown> {
  source_system: string;
  source_code: string;
  target_system: string;
  target_code: string;
  identifier: string;
  relationship: Pair["relationship"];
  attributes: CustomAttribute[];
}

/** Those of the keys that stand in the crosswalk's newest version. */
export async function openPairs(
  queries: Queries,
  containerId: number,
  keys: readonly PairKey[],
): Promise<readonly Pair[]> {
  if (keys.length === 0) return [];
  const rows = await queries.execute<PairRow>(sql`
    select pair.* from ${unnested(keys)} as key(source_system, source_code, target_system, target_code)
    cross join lateral (
      select source_system, source_code, target_system, target_code, identifier, relationship, attributes
      from crosswalk_pair pair
      where ${openUnder(containerId)}
      limit 1
    ) pair`);
  return rows.map(pairOf);
}

/** All pairs, no-maps too, of the mappings that the keys belong to, without regard to their target code. */
export async function openPairsOfMappings(
  queries: Queries,
  containerId: number,
  keys: readonly PairKey[],
): Promise<readonly Pair[]> {
  if (keys.length === 0) return [];
  const rows = await queries.execute<PairRow>(sql`
    select pair.* from (select distinct source_system, source_code, target_system
      from ${unnested(keys)} as key(source_system, source_code, target_system, target_code)) key
    cross join lateral (
      select source_system, source_code, target_system, target_code, identifier, relationship, attributes
      from crosswalk_pair pair
      where pair.container_id = ${containerId} and pair.source_system = key.source_system
        and pair.source_code = key.source_code and pair.target_system = key.target_system
        and pair.to_revision = ${OPEN_END}
      offset 0
    ) pair`);
  return rows.map(pairOf);
}

/** The pair with a target that stands under an identifier, or null. */
export async function openPairOf(
  queries: Queries,
  containerId: number,
  identifier: string,
): Promise<Pair | null> {
  const [row] = await queries.execute<PairRow>(sql`
    select source_system, source_code, target_system, target_code, identifier, relationship, attributes
    from crosswalk_pair
    where container_id = ${containerId} and identifier = ${identifier}::uuid
      and to_revision = ${OPEN_END} and target_code > ''`);
  return row ? pairOf(row) : null;
}

function pairOf(row: PairRow): Pair {
  return {
    sourceSystem: row.source_system,
    sourceCode: row.source_code,
    targetSystem: row.target_system,
    targetCode: row.target_code,
    identifier: row.identifier,
    relationship: row.relationship,
    attributes: row.attributes,
  };
}

/** Those of the mappings (keys without regard to their target code) that have a target now. */
export async function mappingsWithTargets(
  queries: Queries,
  containerId: number,
  keys: readonly PairKey[],
): Promise<readonly PairKey[]> {
  if (keys.length === 0) return [];
  const rows = await queries.execute<PairRow>(sql`
    select key.* from ${unnested(keys)} as key(source_system, source_code, target_system, target_code)
    cross join lateral (
      select from crosswalk_pair pair
      where pair.container_id = ${containerId} and pair.source_system = key.source_system
        and pair.source_code = key.source_code and pair.target_system || '' = key.target_system
        and pair.target_code > '' and pair.to_revision = ${OPEN_END}
      limit 1
    ) target`);
  return rows.map((row) => ({
    sourceSystem: row.source_system,
    sourceCode: row.source_code,
    targetSystem: row.target_system,
    targetCode: row.target_code,
  }));
}

/** Ends and begins pairs at a revision. Groups, buckets and totals follow with `settleRevision`. */
export async function writePairs(
  queries: Queries,
  containerId: number,
  revision: number,
  { closed, opened }: PairChanges,
): Promise<void> {
  if (closed.length > 0) {
    await queries.execute(sql`
      update crosswalk_pair set to_revision = ${revision}
      where ctid = any(array(
        select pair.ctid
        from ${unnested(closed)} as key(source_system, source_code, target_system, target_code)
        cross join lateral (
          select pair.ctid from crosswalk_pair pair
          where ${openUnder(containerId)}
          limit 1
        ) pair))`);
  }
  if (opened.length > 0) {
    await queries.execute(sql`
      insert into crosswalk_pair (container_id, from_revision, source_system, source_code,
        target_system, target_code, identifier, relationship, attributes)
      select ${containerId}, ${revision}, source_system, source_code, target_system, target_code,
        identifier, relationship, attributes::jsonb
      from ${unnested(opened)} with ordinality
        as key(source_system, source_code, target_system, target_code, at)
      join unnest(${sql.param(opened.map(({ identifier }) => identifier))}::uuid[],
        ${sql.param(opened.map(({ relationship }) => relationship))}::text[],
        ${sql.param(opened.map(({ attributes }) => JSON.stringify(attributes)))}::text[])
        with ordinality as value(identifier, relationship, attributes, at) using (at)`);
  }
}
