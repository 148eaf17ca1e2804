import { sql } from "drizzle-orm";
import { OPEN_END } from "../columns.js";
import type { Queries } from "../database.js";
import { compareMappings, type MappingDifference } from "./bundles.js";

/** The mappings of a staged release of a code system. */
export interface ReleasedMappings {
  readonly containerId: number;
  /** URL of the code system. */
  readonly system: string;
  /** Types of the mappings that the release has all of. */
  readonly mapTypes: readonly string[];
}

/** How the mappings of a release differ from those at a revision. */
export interface ReleasedDifference extends MappingDifference {
  readonly removed: number;
}

const SEGMENT = 0;

/** Takes the mappings out of the staged concepts, each as a line of its own. */
export async function stageMappings(queries: Queries, system: string): Promise<void> {
  await queries.execute(sql`
    create temporary table staged_line on commit drop as
    select line, row_number() over (order by line, code, nth)::int as place,
      ${system}::text collate "C" as source, ${sql.raw(String(SEGMENT))} as segment, 'MAPPING' as kind,
      jsonb_build_object('toSystem', ${system}::text) || mapping || jsonb_build_object(
        'fromSystem', ${system}::text, 'fromCode', code, 'retired', false) as document
    from staged_concept cross join jsonb_array_elements(mappings) with ordinality as brought(mapping, nth)`);
  await queries.execute(sql`analyze staged_line`);
}

/**
 * Compares the mappings that {@link stageMappings} took out with those at a revision and keeps what differs
 * in tables of the transaction's own, for {@link removeMappings} and `applyMappings`.
 */
export async function compareReleasedMappings(
  queries: Queries,
  { containerId, system, mapTypes }: ReleasedMappings,
  revision: number,
): Promise<ReleasedDifference> {
  await queries.execute(sql`drop table if exists staged_mapping, staged_mapping_end`);
  const part = { source: system, segment: SEGMENT, containerId, revision };
  const difference = await compareMappings(queries, part);
  await queries.execute(sql`set local enable_nestloop = off`);
  await queries.execute(sql`
    create temporary table staged_mapping_end on commit drop as
    select mapping_id from concept_mapping present
    where container_id = ${containerId} and from_revision <= ${revision} and to_revision > ${revision}
      and from_system = ${system} and map_type = any(${sql.param([...mapTypes])}::text[])
      and not exists (select from staged_line
        where document->>'fromCode' = present.from_code and document->>'mapType' = present.map_type
          and document->>'toSystem' = present.to_system and document->>'toCode' = present.to_code)`);
  await queries.execute(sql`set local enable_nestloop = on`);
  const [ends] = await queries.execute<{ removed: number }>(sql`
    select count(*)::int as removed from staged_mapping_end`);
  return { ...difference, removed: ends?.removed ?? 0 };
}

/** Ends the mappings that {@link compareReleasedMappings} found in no release any more. */
export async function removeMappings(
  queries: Queries,
  containerId: number,
  revision: number,
): Promise<void> {
  await queries.execute(sql`
    update concept_mapping set to_revision = ${revision} from staged_mapping_end ended
    where concept_mapping.container_id = ${containerId}
      and concept_mapping.mapping_id = ended.mapping_id
      and concept_mapping.to_revision = ${OPEN_END}`);
}

/** Makes the mappings of a revision what they were before another one, the last so far. */
export async function undoMappings(
  queries: Queries,
  containerId: number,
  undone: number,
  revision: number,
): Promise<void> {
  await queries.execute(sql`
    update concept_mapping set to_revision = ${revision}
    where container_id = ${containerId} and from_revision = ${undone}`);
  await queries.execute(sql`
    insert into concept_mapping (container_id, mapping_id, from_revision, uid, version, first_revision,
      map_type, from_system, from_code, to_system, to_code, to_name, retired, sort_weight, external_id,
      extras)
    select container_id, mapping_id, ${revision}, uid, version, first_revision, map_type, from_system,
      from_code, to_system, to_code, to_name, retired, sort_weight, external_id, extras
    from concept_mapping where container_id = ${containerId} and to_revision = ${undone}`);
}
