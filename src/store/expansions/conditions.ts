import { type SQL, sql } from "drizzle-orm";
import { valuesAt } from "../../kernel/columns.js";
import type { Span } from "../../rules/expansions/dates.js";
import type { MemberConcepts, MemberKeys, MemberMappings } from "../collections/gathered.js";
import { keyArrays } from "../collections/givenMembers.js";
import type { Queries } from "../database.js";

const p = sql.placeholder;

// Each with its place, from 0.
const concepts = sql`member as materialized (
  select id, code collate "C" as code, version, revision, place::int - 1 as place
  from unnest(${p("ids")}::int[], ${p("codes")}::text[], ${p("versions")}::int[],
    ${p("revisions")}::int[]) with ordinality as given(id, code, version, revision, place))`;
const mappings = sql`member as materialized (
  select id, mapping_id collate "C" as mapping_id, version, place::int - 1 as place
  from unnest(${p("ids")}::int[], ${p("codes")}::text[], ${p("versions")}::int[])
    with ordinality as given(id, mapping_id, version, place))`;

// A text without letters and digits is like nothing.
const words = sql`asked as materialized (select word from unnest(
  coalesce(string_to_array(nullif(folded(${p("filter")}::text), ''), ' '), array['#'])) as typed(word))`;

const named = sql`worded as materialized (
  select asked.word, term.container_id as id, term.code, term.from_revision, term.to_revision
  from (select distinct id from member) system cross join asked
  cross join lateral (select term.* from concept_term term
    where term.kind > 0 and term_words(term.container_id, term.folded)
      @@ ('''' || system.id || ':' || asked.word || ''':*')::tsquery offset 0) term)`;

/** The code of a row \`found\` as words, each after a blank. */
const has = (texts: SQL) => sql`${texts} like '% ' || asked.word || '%'`;

// What was found may be as long as what there is: a full join can't be done row by row.
const likeConcepts = sql`with ${concepts}, ${words}, ${named}, found as (
    select member.place, member.code, array_agg(worded.word) filter (
      where worded.from_revision <= member.revision and worded.to_revision > member.revision) as words
    from member full join worded on worded.id = member.id and worded.code = member.code
    where member.place is not null group by member.place, member.code)
  select place from found where not exists (select from asked
    where not asked.word = any(coalesce(found.words, '{}'))
      and not ${has(sql`' ' || folded(found.code)`)})`;

// Names are left out, since not everybody may read all that are given with mappings.
const likeMappings = sql`with ${mappings}, ${words}, found as (
    select member.place, mapped.from_code, mapped.to_code, mapped.map_type
    from member cross join lateral (select * from concept_mapping mapped
      where mapped.container_id = member.id and mapped.mapping_id = member.mapping_id
        and mapped.version = member.version limit 1) mapped)
  select place from found where not exists (select from asked
    where not ${has(sql`concat_ws(' ', '', folded(found.from_code), folded(found.to_code),
      folded(found.map_type))`)})`;

const releases = sql`release as materialized (
  select version.container_id as id, version.revision
  from version join jsonb_to_recordset(${p("dates")}::jsonb) as span("from" timestamptz, "to" timestamptz)
    on version.released_at >= span."from" and version.released_at < span."to"
  where version.container_id in (select id from member))`;

/** The members whose row of a table is in one of the releases. */
function released(table: "concept" | "concept_mapping", key: "code" | "mapping_id"): SQL {
  const members = table === "concept" ? concepts : mappings;
  const held = sql.raw(`held.container_id = member.id and held.${key} = member.${key}
    and held.version = member.version`);
  return sql`with ${members}, ${releases}
    select member.place from member where exists (
      select from release join ${sql.raw(table)} held on ${held}
        and held.from_revision <= release.revision and held.to_revision > release.revision
      where release.id = member.id)`;
}

/** Reads of which members of a collection an expansion keeps, by their places. */
export function expansionConditionQueries(reads: Queries) {
  const placesOf = (found: SQL, name: string) => {
    const statement = reads
      .select({
        places: sql<number[]>`(select coalesce(json_agg(place), '[]') from (${found}) found)`,
      })
      .from(sql`(select) as anything`)
      .prepare(name);
    return async (parameters: Record<string, unknown>): Promise<ReadonlySet<number>> => {
      const [row] = await statement.execute(parameters);
      return new Set(row?.places);
    };
  };
  const statements = {
    likeConcepts: placesOf(likeConcepts, "expanded_concepts_like"),
    likeMappings: placesOf(likeMappings, "expanded_mappings_like"),
    releasedConcepts: placesOf(released("concept", "code"), "expanded_concepts_released"),
    releasedMappings: placesOf(
      released("concept_mapping", "mapping_id"),
      "expanded_mappings_released",
    ),
  };
  return {
    /** Those that have all words of a filter. */
    conceptsLike: (members: MemberConcepts, filter: string) =>
      statements.likeConcepts({ ...conceptsGiven(members), filter }),
    /** The same by the codes at their ends and their map types. */
    mappingsLike: (members: MemberMappings, filter: string) =>
      statements.likeMappings({ ...keysGiven(members), filter }),
    /** Those that are in a version of their code system that was released at one of some times. */
    conceptsReleased: (members: MemberConcepts, dates: readonly Span[]) =>
      statements.releasedConcepts({ ...conceptsGiven(members), dates: JSON.stringify(dates) }),
    mappingsReleased: (members: MemberMappings, dates: readonly Span[]) =>
      statements.releasedMappings({ ...keysGiven(members), dates: JSON.stringify(dates) }),
  };
}

function conceptsGiven(members: MemberConcepts) {
  return { ...keysGiven(members), revisions: valuesAt(members.revisions) };
}

function keysGiven(members: MemberKeys) {
  return keyArrays({ members, places: null });
}
