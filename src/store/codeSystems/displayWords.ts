import { type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { container } from "../ledger/tables.js";
import { repository } from "../repositories/tables.js";
import { contentLicensed, repositoryVisible } from "../repositories/visibility.js";
import { codeSystem } from "./tables.js";

const revision = sql`coalesce(${container.releasedRevision}, ${container.headRevision})`;
const words = sql`replace('''#' || replace(typed.phrase, ' ', ''' & ''#') || '''', '#',
  ${container.id} || ':')::tsquery`;

/**
 * Slugs and codes of the concepts, where those who name no version read them, whose displays hold all words
 * of a text, whole ones. Only what the viewer may read.
 */
export function conceptsWithWords(text: SQLWrapper): SQL {
  return sql`(select ${codeSystem.slug}, found.code
    from (select nullif(folded(${text}::text), '') as phrase) typed
    cross join ${codeSystem}
    join ${repository} on ${repository.containerId} = ${codeSystem.containerId}
    join ${container} on ${container.id} = ${codeSystem.containerId}
    cross join lateral (
      select term.code from concept_term term
      where term_words(term.container_id, term.folded) @@ ${words}
        and term.kind > 0 and term.kind = 1
        and term.from_revision <= ${revision} and term.to_revision > ${revision} offset 0) found
    where ${repositoryVisible} and ${contentLicensed})`;
}
