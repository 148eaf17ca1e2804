import { sql } from "drizzle-orm";
import { beginStaging } from "../codeSystems/releases.js";
import { OPEN_END } from "../columns.js";
import { copyLine, copyRows } from "../copy.js";
import type { Queries, Transaction } from "../database.js";

/** A line of a file of several sources on its way into the database. */
export interface StagedLine {
  readonly line: number;
  readonly source: string;
  /** How many versions of the source were named above it. */
  readonly segment: number;
  readonly kind: "CONCEPT" | "MAPPING";
  readonly document: object;
}

/** Copies lines into a table of the transaction's own, where they can be taken source by source. */
export async function stageBundle(
  transaction: Transaction,
  lines: AsyncIterable<StagedLine>,
): Promise<void> {
  await transaction.queries.execute(sql`
    create temporary table staged_line (line int, place int, source text collate "C", segment int,
      kind text, document jsonb) on commit drop`);
  let place = 0;
  await copyRows(transaction, "copy staged_line from stdin", lines, (one) => {
    place += 1;
    const { line, source, segment, kind, document } = one;
    return copyLine([line, place, source, segment, kind, JSON.stringify(document)]);
  });
  await transaction.queries.execute(sql`create index on staged_line (source, segment, kind)`);
  await transaction.queries.execute(sql`analyze staged_line`);
}

/** Part of a file: the lines of a source between two of its versions, beside a revision of it. */
export interface BundlePart {
  readonly source: string;
  readonly segment: number;
  readonly containerId: number;
  readonly revision: number;
}

/**
 * Stages a part as a whole release: what the part does not mention is as it was at the revision. Of several
 * lines with one code the last counts.
 */
export async function stagePart(queries: Queries, part: BundlePart): Promise<void> {
  const { source, segment, containerId, revision } = part;
  await beginStaging(queries);
  await queries.execute(sql`
    insert into staged_concept
    select distinct on (document->>'code') line, document->>'code', document->>'conceptClass',
      document->>'datatype', document->>'display', document->>'displayLocale', document->'names',
      document->'descriptions', array(select jsonb_array_elements_text(document->'parents')),
      (document->>'retired')::boolean, document->>'externalId', document->'extras'
    from staged_line where source = ${source} and segment = ${segment} and kind = 'CONCEPT'
    order by document->>'code', place desc`);
  await queries.execute(sql`
    insert into staged_concept
    select 0, code, concept_class, datatype, display, display_locale, names, descriptions,
      array(select parent_code from concept_parent edge where edge.container_id = concept.container_id
        and edge.child_code = concept.code and edge.from_revision <= ${revision}
        and edge.to_revision > ${revision}),
      retired, external_id, extras
    from concept where container_id = ${containerId} and from_revision <= ${revision}
      and to_revision > ${revision}
      and not exists (select from staged_concept staged where staged.code = concept.code)`);
  await queries.execute(sql`analyze staged_concept (code)`);
}

const content = sql.raw(`map_type, from_system, from_code, to_system, to_code, to_name, retired,
  sort_weight, external_id, extras`);

/** How the mappings of a part differ from those at a revision. */
export interface MappingDifference {
  readonly added: number;
  readonly changed: number;
}

/**
 * Compares the mappings of a part with those at a revision and keeps what differs in a table of the
 * transaction's own. A mapping without an id is the one with the same ends and map type, or a new one.
 */
export async function compareMappings(
  queries: Queries,
  part: BundlePart,
): Promise<MappingDifference> {
  const { source, segment, containerId, revision } = part;
  await queries.execute(sql`drop table if exists staged_mapping`);
  // Nobody knows how many mappings the documents hold; looked up one by one they would take hours.
  await queries.execute(sql`set local enable_nestloop = off`);
  await queries.execute(sql`
    create temporary table staged_mapping on commit drop as
    with given as (
      select line, place, document->>'mappingId' as given_id, document->>'mapType' as map_type,
        document->>'fromSystem' as from_system, document->>'fromCode' as from_code,
        document->>'toSystem' as to_system, document->>'toCode' as to_code,
        document->>'toName' as to_name, (document->>'retired')::boolean as retired,
        (document->>'sortWeight')::float8 as sort_weight, document->>'externalId' as external_id,
        document->'extras' as extras
      from staged_line where source = ${source} and segment = ${segment} and kind = 'MAPPING'
    ), present as (
      select * from concept_mapping where container_id = ${containerId}
        and from_revision <= ${revision} and to_revision > ${revision}
    ), known as (
      select given.*, coalesce(given.given_id, same.mapping_id) as mapping_id
      from given left join (
        select distinct on (from_system, from_code, map_type, to_system, to_code) from_system,
          from_code, map_type, to_system, to_code, mapping_id
        from present
        order by from_system, from_code, map_type, to_system, to_code, retired, mapping_id
      ) same on given.given_id is null and same.from_system = given.from_system
        and same.from_code = given.from_code and same.map_type = given.map_type
        and same.to_system = given.to_system and same.to_code = given.to_code
    ), last as (
      select distinct on (coalesce(mapping_id, concat_ws(E'\\x01', '', from_system, from_code, map_type,
        to_system, to_code))) * from known
      order by coalesce(mapping_id, concat_ws(E'\\x01', '', from_system, from_code, map_type, to_system,
        to_code)), place desc
    )
    select last.*, present.mapping_id is not null as changes
    from last left join present on present.mapping_id = last.mapping_id
    where present.mapping_id is null or (last.map_type, last.from_system, last.from_code,
        last.to_system, last.to_code, last.retired, last.extras)
      is distinct from (present.map_type, present.from_system, present.from_code, present.to_system,
        present.to_code, present.retired, present.extras)
      or last.to_name is distinct from present.to_name
      or last.sort_weight is distinct from present.sort_weight
      or last.external_id is distinct from present.external_id`);
  await queries.execute(sql`set local enable_nestloop = on`);
  await queries.execute(sql`analyze staged_mapping`);
  const [counts] = await queries.execute<{ added: number; changed: number }>(sql`
    select count(*) filter (where not changes)::int as added,
      count(*) filter (where changes)::int as changed from staged_mapping`);
  return counts ?? { added: 0, changed: 0 };
}

/** Lines whose mapping comes from a concept of the same source that is not there. */
export async function missingOrigins(queries: Queries, { source }: BundlePart) {
  return await queries.execute<{ line: number; code: string }>(sql`
    select line, from_code as code from staged_mapping
    where from_system = ${source} and not exists (select from staged_concept staged
      where staged.code = staged_mapping.from_code)
    order by line limit 100`);
}

/** Gives mappings that have none their ids: the next numbers that nothing is called by. */
async function numberMappings(queries: Queries, containerId: number): Promise<void> {
  await queries.execute(sql`
    with used as (
      select greatest((select last_mapping_id from code_system where container_id = ${containerId}),
        (select max(id::int) from (
          select mapping_id as id from concept_mapping where container_id = ${containerId}
          union all select mapping_id from staged_mapping) ids where id ~ '^[0-9]{1,9}$')) as last
    ), numbered as (
      select ctid as row, row_number() over (order by place) as nth from staged_mapping
      where mapping_id is null
    ), given as (
      update staged_mapping set mapping_id = ((select last from used) + nth)::text
      from numbered where staged_mapping.ctid = numbered.row returning 1
    )
    update code_system set last_mapping_id = (select last from used) + (select count(*) from given)
    where container_id = ${containerId} and exists (select from given)`);
}

/**
 * Writes the difference that {@link compareMappings} found as part of a revision.
 * @param uidOf a mapping's uuid by its id
 */
export async function applyMappings(
  queries: Queries,
  containerId: number,
  revision: number,
  uidOf: (mappingId: string) => string,
): Promise<void> {
  await numberMappings(queries, containerId);
  await queries.execute(sql`
    update concept_mapping set to_revision = ${revision} from staged_mapping staged
    where concept_mapping.container_id = ${containerId} and staged.changes
      and concept_mapping.mapping_id = staged.mapping_id
      and concept_mapping.to_revision = ${OPEN_END}`);
  const ids = await queries.execute<{ id: string }>(sql`
    select mapping_id as id from staged_mapping order by place`);
  for (let at = 0; at < ids.length; at += 5000) {
    const part = ids.slice(at, at + 5000).map(({ id }) => id);
    await queries.execute(sql`
      insert into concept_mapping (container_id, mapping_id, from_revision, uid, version,
        first_revision, ${content})
      select ${containerId}, staged.mapping_id, ${revision}, named.uid,
        coalesce(earlier.version, 0) + 1, coalesce(earlier.first_revision, ${revision}), ${content}
      from unnest(${sql.param(part)}::text[], ${sql.param(part.map(uidOf))}::uuid[]) as named(id, uid)
      join staged_mapping staged on staged.mapping_id = named.id
      left join lateral (select max(version) as version, min(first_revision) as first_revision
        from concept_mapping past where past.container_id = ${containerId}
          and past.mapping_id = named.id) earlier on true`);
  }
}

/** Ids of active mappings of a code system that say the same as another one, of those just staged. */
export async function repeatedMappings(queries: Queries, containerId: number) {
  return await queries.execute<{ line: number; id: string }>(sql`
    select staged.line, staged.mapping_id as id from staged_mapping staged
    where not staged.retired and exists (select from concept_mapping other
      where other.container_id = ${containerId} and other.to_revision = ${OPEN_END}
        and not other.retired and other.mapping_id <> staged.mapping_id
        and other.from_code = staged.from_code and other.from_system = staged.from_system
        and other.map_type = staged.map_type and other.to_code = staged.to_code
        and other.to_system = staged.to_system)
    order by staged.line limit 100`);
}
