import { sql } from "drizzle-orm";
import { alive } from "./evaluatedRows.js";

const p = sql.placeholder;

// The concepts that conditions on the hierarchy speak of: below a concept, or above it, itself among them. Where
// some codes alone are asked for, the way up from them is shorter than all ways down.
export const hierarchy = sql`asked_tree as materialized (
    select item.no, asked.n, asked.op, asked.value, item.id, item.revision,
      item.narrowed and item.id is not null and asked.op <> 'generalizes' as climbs
    from item cross join lateral jsonb_to_recordset(item.trees) as asked(n int, op text, value text)
  ), walked as (
    select no, n, value collate "C" as code from asked_tree where not climbs
    union
    select walked.no, walked.n, edge.code
    from walked join asked_tree on asked_tree.no = walked.no and asked_tree.n = walked.n
    cross join lateral (
      select child_code as code from concept_parent
      where asked_tree.op <> 'generalizes' and concept_parent.container_id = asked_tree.id
        and concept_parent.parent_code = walked.code and ${alive("concept_parent", "asked_tree.revision")}
      union all
      select parent_code from concept_parent
      where asked_tree.op = 'generalizes' and concept_parent.container_id = asked_tree.id
        and concept_parent.child_code = walked.code and ${alive("concept_parent", "asked_tree.revision")}
      offset 0) edge
  ), climbed as (
    select climbing.id, climbing.revision, asked.code collate "C" as code, asked.code collate "C" as above
    from (select distinct id, revision from asked_tree where climbs) climbing
    cross join unnest(${p("askedCodes")}::text[]) as asked(code)
    union
    select climbed.id, climbed.revision, climbed.code, concept_parent.parent_code
    from climbed join concept_parent on concept_parent.container_id = climbed.id
      and concept_parent.child_code = climbed.above and ${alive("concept_parent", "climbed.revision")}
  ), tree as materialized (
    select no, n, code from walked
    union all
    select asked_tree.no, asked_tree.n, climbed.code
    from asked_tree join climbed on asked_tree.climbs and climbed.id = asked_tree.id
      and climbed.revision = asked_tree.revision and climbed.above = asked_tree.value
  ), trees_found as materialized (
    select tree.no, tree.code, count(*) as trees
    from tree join asked_tree on asked_tree.no = tree.no and asked_tree.n = tree.n
    where asked_tree.op = any('{is-a,generalizes}')
      or asked_tree.op = 'descendent-of' and tree.code <> asked_tree.value
    group by tree.no, tree.code
  ), trees_out as materialized (
    select distinct tree.no, tree.code
    from tree join asked_tree on asked_tree.no = tree.no and asked_tree.n = tree.n
    where asked_tree.op = 'is-not-a'
  ), trees_wanted as materialized (
    select no, count(*) as trees from asked_tree where op <> 'is-not-a' group by no
  )`;

const beginsWord = (system: string) =>
  sql.raw(`term.kind > 0 and term_words(term.container_id, term.folded)
    @@ ('''' || ${system} || ':' || asked.word || ''':*')::tsquery`);

// The concepts with a name that has a word which begins as one that is searched for.
export const words = sql`worded as materialized (
    select item.no, asked.word, item.id, term.code
    from item cross join unnest(item.words) as asked(word)
    cross join lateral (select term.code from concept_term term
      where ${beginsWord("item.id")} and ${alive("term", "item.revision")} offset 0) term
    where item.id is not null
    union all
    select item.no, asked.word, held.id, concept.code
    from (select distinct no, id from nested) held join item on item.base = held.no
    cross join unnest(item.words) as asked(word)
    cross join lateral (select term.* from concept_term term
      where ${beginsWord("held.id")} offset 0) term
    join concept on concept.container_id = held.id and concept.code = term.code
      and ${alive("term", "concept.from_revision")}
    where (held.no, held.id, concept.code, concept.version) in (
      select no, id, code, version from nested)
  ), words_found as materialized (
    select no, id, code, array_agg(distinct word) as words from worded group by no, id, code
  )`;

/**
 * The concepts of lists: the candidates that have all words that are searched for, in codes or names, and the
 * places in the hierarchy that are asked for. What was found may be as long as what is tried, and nobody knows
 * beforehand: full joins can't be done row by row.
 */
export const listed = sql`judged as materialized (
    select candidate.*, words_found.words as found, trees_found.trees, trees_out.code as kept_out
    from candidate
    full join words_found on words_found.no = candidate.no and words_found.id = candidate.id
      and words_found.code = candidate.code
    full join trees_found on trees_found.no = candidate.no and trees_found.code = candidate.code
    full join trees_out on trees_out.no = candidate.no and trees_out.code = candidate.code
  ), listed as materialized (
    select judged.* from judged join item on item.no = judged.no
    left join trees_wanted on trees_wanted.no = judged.no
    where coalesce(judged.trees, 0) = coalesce(trees_wanted.trees, 0) and judged.kept_out is null
      and (item.words is null or item.words <@ judged.found
        or not exists (select from unnest(item.words) as word
          where not word = any(coalesce(judged.found, '{}'))
            and not ' ' || folded(judged.code) like '% ' || word || '%'))
  )`;
