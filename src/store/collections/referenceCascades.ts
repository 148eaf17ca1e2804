import { sql } from "drizzle-orm";
import type { Cascade } from "../../rules/references/definition.js";
import { OPEN_END } from "../columns.js";
import type { Queries } from "../database.js";
import { urlsOfSystem } from "../repositories/naming.js";
import type { CollectionSnapshot } from "./queries.js";
import type { OpenReference } from "./referenceWrites.js";

/**
 * The references of a collection to single mappings from the concepts of some of its references, and to the
 * targets of these mappings in the same code system, as it is at HEAD. Retired mappings count too.
 */
export async function cascadedReferences(
  queries: Queries,
  { containerId }: Pick<CollectionSnapshot, "containerId">,
  ids: readonly number[],
  cascade: Cascade,
): Promise<readonly OpenReference[]> {
  if (cascade === "NONE") return [];
  const open = (row: string) => sql.raw(`${row}.to_revision = ${OPEN_END}`);
  return await queries.execute<OpenReference & Record<string, unknown>>(sql`
    with cause as materialized (
      select distinct reference.target_id as id, reference.code,
        ${urlsOfSystem} as urls
      from collection_reference reference
      join repository on repository.container_id = reference.target_id
      left join organization on organization.id = repository.owner_organization_id
      left join user_account on user_account.id = repository.owner_user_id
      where reference.id = any(${sql.param(ids)}::int[]) and reference.kind = 'CONCEPT'
    ), mapped as materialized (
      select cause.id, mapping.mapping_id, mapping.to_code,
        mapping.to_system = any(cause.urls) as inside
      from cause cross join lateral (
        select * from concept_mapping mapping where mapping.container_id = cause.id
          and mapping.from_code = cause.code and mapping.from_system = any(cause.urls)
          and ${open("mapping")} offset 0) mapping
    )
    select reference.id, reference.uid, reference.include, reference.expression, reference.identity
    from collection_reference reference
    where reference.container_id = ${containerId} and ${open("reference")}
      and reference.id <> all(${sql.param(ids)}::int[])
      and ((reference.kind = 'MAPPING' and (reference.target_id, reference.code) in (
          select id, mapping_id from mapped))
        or (${cascade === "SOURCE_TO_CONCEPTS"} and reference.kind = 'CONCEPT'
          and (reference.target_id, reference.code) in (select id, to_code from mapped where inside)))
    order by reference.id`);
}
