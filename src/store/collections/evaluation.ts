import { type SQL, sql } from "drizzle-orm";
import { alive, referencesOf, staysIn, versionAsked } from "./evaluatedRows.js";
import { hierarchy, listed, words } from "./listConditions.js";
import { deliveredMapping, memberMapping } from "./mappingEvaluation.js";

const p = sql.placeholder;

const states = sql`state as (
    select * from unnest(${p("stateAts")}::int[], ${p("stateIds")}::int[],
      ${p("stateRevisions")}::int[], ${p("stateReferences")}::int[], ${p("statePins")}::int[])
      as state(at, id, revision, reference, pins)
  ), pin as materialized (
    select * from unnest(${p("pinNos")}::int[], ${p("pinIds")}::int[], ${p("pinLabels")}::text[],
      ${p("pinRevisions")}::int[], ${p("pinHeads")}::int[]) as pin(no, id, label, revision, head)
  )`;

// A single concept or mapping that was pinned is looked up as it was then; any other where its code system is read.
const single = sql`single as materialized (
    select state.at, reference.id as ref,
      reference.include or state.reference is not null as include, reference.kind, reference.target_id as id,
      reference.code, reference.resource_version as version,
      coalesce(reference.target_version, 'HEAD') <> 'HEAD' as labelled, pin.revision, pin.head
    from state cross join lateral ${referencesOf(sql`reference.kind <> 'LIST'`)} reference
    left join pin on pin.no = state.pins and pin.id = reference.target_id
      and pin.label = coalesce(reference.target_version, '') collate "C"
    where reference.target_id is not null
      and (${p("askedCodes")}::text[] is null or reference.code = any(${p("askedCodes")}::text[]))
  )`;

// Where a text to search for has neither letter nor digit, no word is like it. Where some codes alone are asked
// for, only a cascade has to look at others too.
const item = sql`item as materialized (
    select item.*, case when item.q is not null then
      coalesce(string_to_array(nullif(folded(item.q), ''), ' '), array['#']) end as words,
      case when narrowed then ${p("askedCodes")}::text[] else item.codes end as looked, narrowed
    from jsonb_to_recordset(${p("items")}::jsonb) as item(
      at int, no int, ref int, include boolean, id int, revision int, head int, concepts boolean,
      mappings boolean, code text, version int, labelled boolean, base int, within int[], classes text[],
      datatypes text[], codes text[], pattern text, filters jsonb, q text, trees jsonb, cascade text,
      mappings_of text, urls text[])
    cross join lateral (select ${p("askedCodes")}::text[] is not null
      and item.cascade <> 'SOURCE_TO_CONCEPTS' as narrowed) asked
  )`;

const nested = sql`nested as materialized (
    select * from unnest(${p("nestedAts")}::int[], ${p("nestedIds")}::int[],
      ${p("nestedCodes")}::text[], ${p("nestedVersions")}::int[]) as nested(no, id, code, version)
  )`;

const nestedMapping = sql`nested_mapping as materialized (
    select * from unnest(${p("nestedMappingAts")}::int[], ${p("nestedMappingIds")}::int[],
      ${p("nestedMappingCodes")}::text[], ${p("nestedMappingVersions")}::int[])
      as nested_mapping(no, id, mapping_id, version)
  )`;

// What a list asks of a row of \`concept\` by itself; what it asks of names and of the hierarchy comes later.
const holds = sql`(item.classes is null or concept.concept_class = any(item.classes))
  and (item.datatypes is null or concept.datatype = any(item.datatypes))
  and (item.codes is null or concept.code = any(item.codes))
  and (item.pattern is null or concept.code ~ item.pattern)
  and (item.filters is null or concept_holds(concept, item.filters, coalesce(item.revision, concept.from_revision)))
  and (item.within is null or not exists (select from unnest(item.within) as part
    where (part, concept.container_id, concept.code) not in (select no, id, code from nested)))`;

const ofItem = sql`select concept.* from concept where item.base is null
  and concept.container_id = item.id and ${holds}`;

// The concepts that lists may have.
const candidate = sql`candidate as materialized (
    select item.at, item.no, item.ref, item.include, found.container_id as id, found.code,
      found.version, found.retired, item.version is not null as exact,
      case when found.from_revision <= item.revision and found.to_revision > item.revision
        and found.container_id = item.id then item.revision else found.from_revision end as revision
    from item cross join lateral (
      (${ofItem} and item.code is null and item.looked is null
        and ${alive("concept", "item.revision")} offset 0)
      union all
      (${ofItem} and item.code is null and concept.code = any(item.looked)
        and ${alive("concept", "item.revision")} offset 0)
      union all
      (${ofItem} and concept.code = item.code
        and ${versionAsked("concept", "item")} offset 0)
      union all
      (select concept.* from nested join concept on concept.container_id = nested.id
          and concept.code = nested.code and concept.version = nested.version
        where nested.no = item.base and (item.code is null or nested.code = item.code)
          and (item.looked is null or nested.code = any(item.looked))
          and (item.version is null or nested.version = item.version) and ${holds} offset 0)
    ) found
    where item.concepts
  )`;

// The targets of a cascade are concepts of the same code system.
const deliveredConcept = sql`delivered_concept as materialized (
    select single.at, single.ref, single.include, single.id, single.code, found.version, found.retired,
      single.version is not null as exact,
      case when found.from_revision <= single.revision and found.to_revision > single.revision
        then single.revision else found.from_revision end as revision
    from single cross join lateral (
      select * from concept where concept.container_id = single.id and concept.code = single.code
        and ${versionAsked("concept", "single")}
      order by concept.from_revision desc limit 1) found
    where single.kind = 'CONCEPT'
    union all
    select at, ref, include, id, code, version, retired, exact, revision from listed
    union all
    select listed.at, listed.ref, listed.include, item.id, target.code, target.version, target.retired,
      false, item.revision
    from listed join item on item.no = listed.no and item.cascade = 'SOURCE_TO_CONCEPTS'
    cross join lateral (
      select concept.* from concept_mapping mapped join concept on concept.container_id = item.id
        and concept.code = mapped.to_code and ${alive("concept", "item.revision")}
      where mapped.container_id = item.id and mapped.from_code = listed.code and not mapped.retired
        and mapped.from_system = any(item.urls) and mapped.to_system = any(item.urls)
        and ${alive("mapped", "item.revision")} offset 0) target
  )`;

const member = sql`member as materialized (
    select distinct on (brought.at, brought.id, brought.code) brought.at, brought.id, brought.code,
      brought.version, brought.retired, brought.revision
    from delivered_concept brought
    where ${staysIn("concept")}
    order by brought.at, brought.id, brought.code, brought.version desc, brought.revision desc
  )`;

/**
 * What the references of collections deliver, as common table expressions over the placeholders of
 * `evaluationParameters`; a statement that uses none of them costs nothing. `at` numbers the collections from 1.
 * Where codes are asked for, at least the concepts of these codes are delivered.
 *
 * - `delivered_concept`, `delivered_mapping`: what each reference brings in or keeps out
 * - `member`, `member_mapping`: what is in: all that is brought in, without what is kept out, each concept
 *   and mapping once, of several versions of one the newest
 */
export const evaluation: SQL = sql.join(
  [
    ...[states, single, item, nested, nestedMapping, hierarchy, words, candidate, listed],
    ...[deliveredConcept, member, deliveredMapping, memberMapping],
  ],
  sql`, `,
);
