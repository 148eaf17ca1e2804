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
  await copyRows(transaction, "copy staged_pair from stdin", pairs, (pair) =>
    stagedLine(pair, identifierOf(pair.content)),
  );
  await queries.execute(sql`
    analyze staged_pair (source_system, source_code, target_system, target_code)`);
}

/** A pair as COPY takes it into the stage. */
export function stagedLine({ line, content }: StagedPair, identifier: string): string {
  return copyLine([
    line,
    content.sourceSystem,
    content.sourceCode,
    content.targetSystem,
    content.targetCode,
    identifier,
    content.relationship,
    JSON.stringify(content.attributes),
  ]);
}

/** A staged no-map whose source code has targets in the same target system too. */
export interface ContradictedNoMap extends Record<string, unknown> {
  readonly line: number;
  readonly code: string;
}

/** Takes no-maps out of the stage that other lines contradict, and says which. */
export async function takeContradicted(queries: Queries): Promise<readonly ContradictedNoMap[]> {
  const rows = await queries.execute<ContradictedNoMap>(sql`
    delete from staged_pair nothing where target_code = '' and exists (
      select from staged_pair pair where pair.source_system = nothing.source_system
        and pair.source_code = nothing.source_code and pair.target_system = nothing.target_system
        and pair.target_code > '')
    returning line, source_code as code`);
  return rows.toSorted((one, other) => one.line - other.line);
}

/**
 * Makes one of the staged pairs that several lines give: the last relationship given, all attributes in order
 * of first mention, each with its last value. @returns how many lines went into others
 */
export async function mergeRepeated(queries: Queries): Promise<number> {
  const [row] = await queries.execute<{ merged: number }>(sql`
    with repeated as (
      select source_system, source_code, target_system, target_code from staged_pair
      group by source_system, source_code, target_system, target_code having count(*) > 1
    ), taken as (
      delete from staged_pair pair using repeated
      where (pair.source_system, pair.source_code, pair.target_system, pair.target_code)
        = (repeated.source_system, repeated.source_code, repeated.target_system, repeated.target_code)
      returning pair.*
    ), one as (
      select min(line) as line, source_system, source_code, target_system, target_code, identifier,
        (array_agg(relationship order by line desc) filter (where relationship is not null))[1]
          as relationship, jsonb_agg(attributes order by line) as lists
      from taken group by source_system, source_code, target_system, target_code, identifier
    ), put as (
      insert into staged_pair select line, source_system, source_code, target_system, target_code,
        identifier, relationship, coalesce(merged.attributes, '[]')
      from one cross join lateral (
        select jsonb_agg(jsonb_build_object('key', key, 'value', value) order by first) as attributes
        from (
          select attribute -> 'key' as key, (array_agg(attribute -> 'value' order by at desc))[1] as value,
            min(at) as first
          from (
            select attribute, row_number() over (order by list.at, attribute.at) as at
            from jsonb_array_elements(lists) with ordinality as list(attributes, at)
            cross join jsonb_array_elements(list.attributes) with ordinality as attribute(attribute, at)
          ) each group by attribute -> 'key'
        ) latest
      ) merged
      returning 1
    )
    select ((select count(*) from taken) - (select count(*) from put))::int as merged`);
  return row?.merged ?? 0;
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

/** A staged pair with a code that is unknown: the source's, or else the target's. */
export interface UnknownPair extends Record<string, unknown> {
  readonly line: number;
  readonly end: "SOURCE" | "TARGET";
  readonly system: string;
  readonly code: string;
}

/** The staged pairs that {@link dropUnknown} will take out, in the order of their lines. */
export async function unknownPairs(queries: Queries): Promise<readonly UnknownPair[]> {
  return await queries.execute<UnknownPair>(sql`
    select distinct on (pair.line, source_system, source_code, target_system, target_code) pair.line,
      case when unknown.system = source_system and unknown.code = source_code then 'SOURCE'
        else 'TARGET' end as "end", unknown.system, unknown.code
    from staged_pair pair join unknown_code unknown
      on (unknown.system, unknown.code) = (pair.source_system, pair.source_code)
      or (unknown.system, unknown.code) = (pair.target_system, pair.target_code)
    order by pair.line, source_system, source_code, target_system, target_code, "end"`);
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
 * The attributes of a staged pair in the order in which the standing pair has them, new keys behind. Most
 * pairs are as they were; only the others are taken apart.
 */
const laidOver = sql`case
  when present.attributes is null or staged.attributes = present.attributes then staged.attributes
  else (
    select coalesce(jsonb_agg(given.attribute order by standing.at nulls last, given.at), '[]')
    from jsonb_array_elements(staged.attributes) with ordinality as given(attribute, at)
    left join jsonb_array_elements(present.attributes) with ordinality as standing(attribute, at)
      on standing.attribute -> 'key' = given.attribute -> 'key'
  ) end`;

/**
 * Compares the staged pairs with the content at a revision and keeps what differs in a table of the
 * transaction's own, for {@link applyPairs}. Nothing is written yet. Keys of attributes keep their order of
 * first insertion, whatever order the file has them in.
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
      staged.identifier, staged.relationship, laid.attributes
    from staged_pair staged full join (
      select * from crosswalk_pair
      where container_id = ${containerId} and from_revision <= ${revision}
        and to_revision > ${revision}
    ) present using (source_system, source_code, target_system, target_code)
    cross join lateral (select ${laidOver} as attributes) laid
    where staged.line is null or present.container_id is null
      or staged.relationship is distinct from present.relationship
      or laid.attributes is distinct from present.attributes`);
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
