import { sql } from "drizzle-orm";
import type { PairContent } from "../../rules/crosswalks/content.js";
import { OPEN_END } from "../columns.js";
import { copyLine, copyRows } from "../copy.js";
import type { Queries, Transaction } from "../database.js";
import { sortInMemory } from "../maintenance.js";

/** A pair on its way into the database, with the line it came from. */
export interface StagedPair {
  readonly line: number;
  readonly content: PairContent;
}

/**
 * Copies a whole crosswalk into a table of the transaction's own, where it can be compared.
 * @param identifierOf the identifier that a pair has for ever
 */
export async function stagePairs(
  transaction: Transaction,
  pairs: AsyncIterable<StagedPair>,
  identifierOf: (pair: PairContent) => string,
): Promise<void> {
  const { queries } = transaction;
  await sortInMemory(queries);
  await queries.execute(sql`
    create temporary table staged_pair (
      line int, source_system text collate "C", source_code text collate "C",
      target_system text collate "C", target_code text collate "C", identifier uuid,
      relationship text, attributes jsonb
    ) on commit drop`);
  await copyRows(transaction, "copy staged_pair from stdin", pairs, ({ line, content }) =>
    copyLine([
      line,
      content.sourceSystem,
      content.sourceCode,
      content.targetSystem,
      content.targetCode,
      identifierOf(content),
      content.relationship,
      JSON.stringify(content.attributes),
    ]),
  );
  await queries.execute(sql`
    analyze staged_pair (source_system, source_code, target_system, target_code)`);
}

/** Lines that give a pair which an earlier line gave already. */
export async function repeatedPairs(queries: Queries) {
  return await queries.execute<{ line: number; source_code: string; target_code: string }>(sql`
    select line, source_code, target_code from (
      select *, row_number() over (partition by source_system, source_code, target_system,
        target_code order by line) as nth
      from staged_pair natural join (
        select source_system, source_code, target_system, target_code from staged_pair
        group by source_system, source_code, target_system, target_code having count(*) > 1
      ) repeated
    ) numbered where nth > 1 order by line limit 100`);
}

/**
 * The codes of staged pairs that a code system whose content is here does not have: how many distinct ones
 * of each system. They are kept for {@link dropUnknown}.
 */
export async function unknownCodes(queries: Queries) {
  await queries.execute(sql`
    create temporary table unknown_code on commit drop as
    select named.system, named.code
    from (
      select source_system as system, source_code as code from staged_pair
      union select target_system, target_code from staged_pair where target_code > ''
    ) named
    join code_system on code_system.slug = named.system and code_system.content = 'COMPLETE'
    join container on container.id = code_system.container_id
    where not exists (
      select from concept where concept.container_id = container.id and concept.code = named.code
        and concept.from_revision <= coalesce(container.released_revision, container.head_revision)
        and concept.to_revision > coalesce(container.released_revision, container.head_revision)
    )`);
  return await queries.execute<{ codeSystem: string; codes: number }>(sql`
    select system as "codeSystem", count(*)::int as codes from unknown_code
    group by system order by system`);
}

/** Takes the pairs of unknown codes out of the stage. @returns how many went and how many are left */
export async function dropUnknown(queries: Queries): Promise<{ dropped: number; left: number }> {
  const [counts] = await queries.execute<{ dropped: number; left: number }>(sql`
    with dropped as (
      delete from staged_pair pair using unknown_code unknown
      where (unknown.system, unknown.code) = (pair.source_system, pair.source_code)
        or (unknown.system, unknown.code) = (pair.target_system, pair.target_code)
      returning 1
    ), counted as (select count(*)::int as dropped from dropped)
    select dropped, (select count(*)::int from staged_pair) - dropped as left from counted`);
  if (!counts) throw new Error("Unknown codes were not dropped");
  return counts;
}

/** How staged pairs differ from those of a crosswalk. */
export interface PairsDifference {
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  readonly pairs: number;
  readonly noMaps: number;
}

/**
 * Compares the staged pairs with the content at a revision and keeps what differs in a table of the
 * transaction's own, for {@link applyPairs}. Nothing is written yet.
 */
export async function comparePairs(
  queries: Queries,
  containerId: number,
  revision: number,
): Promise<PairsDifference> {
  await queries.execute(sql`drop table if exists pair_change`);
  await queries.execute(sql`
    create temporary table pair_change on commit drop as
    select source_system, source_code, target_system, target_code,
      staged.line is not null as opens, present.container_id is not null as closes,
      staged.identifier, staged.relationship, staged.attributes
    from staged_pair staged full join (
      select * from crosswalk_pair
      where container_id = ${containerId} and from_revision <= ${revision}
        and to_revision > ${revision}
    ) present using (source_system, source_code, target_system, target_code)
    where staged.line is null or present.container_id is null
      or staged.relationship is distinct from present.relationship
      or staged.attributes is distinct from present.attributes`);
  await queries.execute(sql`analyze pair_change (source_code, target_code, opens, closes)`);
  const [counts] = await queries.execute<PairsDifference & Record<string, unknown>>(sql`
    select count(*) filter (where opens and not closes)::int as added,
      count(*) filter (where closes and not opens)::int as removed,
      count(*) filter (where opens and closes)::int as changed,
      (select count(*)::int from staged_pair where target_code > '') as pairs,
      (select count(*)::int from staged_pair where target_code = '') as "noMaps"
    from pair_change`);
  if (!counts) throw new Error("Pairs were not compared");
  return counts;
}

/** Makes the staged pairs the crosswalk's content at a revision. Groups and buckets follow separately. */
export async function applyPairs(
  queries: Queries,
  containerId: number,
  revision: number,
): Promise<void> {
  await queries.execute(sql`
    update crosswalk_pair pair set to_revision = ${revision} from pair_change change
    where change.closes and pair.container_id = ${containerId} and pair.to_revision = ${OPEN_END}
      and change.source_system = pair.source_system and change.source_code = pair.source_code
      and change.target_system = pair.target_system and change.target_code = pair.target_code`);
  await queries.execute(sql`
    insert into crosswalk_pair (container_id, from_revision, source_system, source_code,
      target_system, target_code, identifier, relationship, attributes)
    select ${containerId}, ${revision}, source_system, source_code, target_system, target_code,
      identifier, relationship, attributes
    from pair_change where opens`);
}
