import { sql } from "drizzle-orm";
import { alive, staysIn, versionAsked } from "./evaluatedRows.js";

const ofSystem = sql`mapped.container_id = item.id and item.base is null`;
const current = sql`${ofSystem} and ${alive("mapped", "item.revision")}`;

const words = sql`concat_ws(' ', '', folded(mapped.from_code), folded(mapped.to_code),
  folded(mapped.map_type), folded(mapped.to_name))`;

// What a list asks of a row of \`concept_mapping\`.
const holds = sql`(item.filters is null or concept_mapping_holds(mapped, item.filters))
  and (item.within is null or not exists (select from unnest(item.within) as part
    where (part, mapped.container_id, mapped.mapping_id) not in (
      select no, id, mapping_id from nested_mapping)))
  and (item.words is null or not exists (select from unnest(item.words) as word
    where ${words} not like '% ' || word || '%'))`;

// From the concept that an item names, or to it. A collection may have such a concept of several code systems.
const fromAsked = sql`mapped.from_code = item.code
  and (item.base is not null or mapped.from_system = any(item.urls))`;
const toAsked = sql`item.mappings_of = 'WITH_INVERSE' and mapped.to_code = item.code
  and (item.base is not null or mapped.to_system = any(item.urls))`;

/** What each reference brings in or keeps out of mappings: see `evaluation`. */
export const deliveredMapping = sql`delivered_mapping as materialized (
    select single.at, single.ref, single.include, single.id, single.code as mapping_id, found.uid,
      found.version, found.retired, found.from_code, found.to_code, single.version is not null as exact
    from single cross join lateral (
      select * from concept_mapping mapped where mapped.container_id = single.id
        and mapped.mapping_id = single.code
        and ${versionAsked("mapped", "single")}
      order by mapped.from_revision desc limit 1) found
    where single.kind = 'MAPPING'
    union all
    select item.at, item.ref, item.include, found.container_id, found.mapping_id, found.uid,
      found.version, found.retired, found.from_code, found.to_code, item.version is not null
    from item cross join lateral (
      (select mapped.* from concept_mapping mapped where ${current}
        and item.mappings_of is null and item.code is null and ${holds} offset 0)
      union all
      (select mapped.* from concept_mapping mapped where ${ofSystem}
        and item.mappings_of is null and mapped.mapping_id = item.code
        and ${versionAsked("mapped", "item")} and ${holds} offset 0)
      union all
      (select mapped.* from concept_mapping mapped where ${current}
        and item.mappings_of is not null and ${fromAsked} and ${holds} offset 0)
      union all
      (select mapped.* from concept_mapping mapped where ${current}
        and ${toAsked} and not (${fromAsked}) and ${holds} offset 0)
      union all
      (select mapped.* from nested_mapping join concept_mapping mapped
          on mapped.container_id = nested_mapping.id and mapped.mapping_id = nested_mapping.mapping_id
          and mapped.version = nested_mapping.version
        where nested_mapping.no = item.base
          and case when item.mappings_of is not null then ${fromAsked} or ${toAsked}
            else (item.code is null or mapped.mapping_id = item.code)
              and (item.version is null or mapped.version = item.version) end
          and ${holds} offset 0)
    ) found
    where item.mappings
    union all
    select listed.at, listed.ref, listed.include, found.container_id, found.mapping_id, found.uid,
      found.version, found.retired, found.from_code, found.to_code, false
    from listed join item on item.no = listed.no and item.cascade <> 'NONE'
    cross join lateral (
      select mapped.* from concept_mapping mapped where mapped.container_id = item.id
        and ${alive("mapped", "item.revision")}
        and mapped.from_code = listed.code and mapped.from_system = any(item.urls)
        and not mapped.retired offset 0) found
  )`;

/** The mappings that are in, each once: see `evaluation`. */
export const memberMapping = sql`member_mapping as materialized (
    select distinct on (brought.at, brought.id, brought.mapping_id) brought.at, brought.id,
      brought.mapping_id, brought.uid, brought.version, brought.retired, brought.from_code, brought.to_code
    from delivered_mapping brought
    where ${staysIn("mapping")}
    order by brought.at, brought.id, brought.mapping_id, brought.version desc
  )`;
