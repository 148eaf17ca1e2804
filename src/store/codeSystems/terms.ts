import { sql } from "drizzle-orm";
import { OPEN_END } from "../columns.js";
import type { Queries } from "../database.js";
import { conceptTerm, conceptWord } from "./tables.js";

/**
 * Lets searches find what a revision made of a code system: to be called in every transaction that opens or
 * closes rows of `concept`, once and after it did. What the revision closed is closed, what it opened is
 * told. The words of a whole release go into their index together, when the table is next vacuumed. Terms
 * lie in the order of their rank, in which those of common words are read.
 */
export async function settleTerms(
  queries: Queries,
  containerId: number,
  revision: number,
): Promise<void> {
  await queries.execute(sql`
    update ${conceptTerm} term set to_revision = ${revision}
    from concept_term_told closed
    where closed.container_id = ${containerId} and closed.to_revision = ${revision}
      and term.container_id = ${containerId} and term.to_revision = ${OPEN_END}
      and term.kind = closed.kind and term.folded = closed.folded and term.code = closed.code`);
  await queries.execute(sql`set local gin_pending_list_limit = '256MB'`);
  await queries.execute(sql`
    insert into ${conceptTerm} (container_id, code, from_revision, kind, locale, folded, retired)
    select container_id, code, from_revision, kind, locale, folded, retired
    from concept_term_told
    where container_id = ${containerId} and from_revision = ${revision}
    order by kind, length(folded), code`);
  // Counted apart from its order: the database would sort the words of all names to tell them apart.
  await queries.execute(sql`
    insert into ${conceptWord} as known (container_id, word, frequency)
    select ${containerId}, word, frequency
    from (select word, count(*) as frequency
      from (select unnest(string_to_array(folded, ' ')) as word from ${conceptTerm}
        where container_id = ${containerId} and from_revision = ${revision} and kind > 0) name
      group by word offset 0) named
    order by word
    on conflict (container_id, word) do update set frequency = known.frequency + excluded.frequency`);
}
