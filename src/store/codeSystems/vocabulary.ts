import { sql } from "drizzle-orm";
import type { Viewer } from "../../rules/access/viewer.js";
import { loosenedWords, type TypedWord } from "../../rules/codeSystems/searchWords.js";
import type { Queries } from "../database.js";
import { alive, type ConceptListing, living } from "./searchConditions.js";
import { type ConceptScope, scopeParameters, snapshotsOf } from "./searchScope.js";

const SIMILAR_LIMIT = 30;

const searchAlone: Omit<ConceptListing, "q"> = {
  codes: null,
  conceptClass: null,
  datatype: null,
  locale: null,
  includeRetired: true,
  updatedSince: null,
  mapcode: null,
  below: null,
  members: null,
};

/** What the words of searches may stand for where nothing is found by them as they were typed. */
export function vocabularyQueries(reads: Queries) {
  const found = reads
    .select({ at: sql<number>`found.at` })
    .from(
      sql`(with ${snapshotsOf("STRICT")} select distinct at from snapshot
        where exists (select from concept_term term where ${alive("term")} and term.kind = 0
            and term.folded >= snapshot.code_key and term.folded < snapshot.code_end)
          or exists (select from concept_term term where ${living("term")} and term.kind > 0
            and term_words(term.container_id, term.folded) @@ snapshot.query)) found`,
    )
    .prepare("concepts_found");
  const words = reads
    .select({
      at: sql<number>`asked.at`,
      typed: sql<string>`asked.typed`,
      similar: sql<string[]>`asked.similar`,
    })
    .from(
      sql`(with ${snapshotsOf("STRICT")}
        select snapshot.at, typed.nth, typed.word as typed,
          array_agg(distinct known.word) filter (where known.word is not null) as similar
        from snapshot
        cross join lateral unnest(string_to_array(snapshot.phrase, ' ')) with ordinality typed(word, nth)
        left join lateral (
          select word from concept_word
          where concept_word.container_id = snapshot.id
            and (word % typed.word or word %> typed.word)
          order by similarity(word, typed.word) desc limit ${sql.raw(`${SIMILAR_LIMIT}`)}
        ) known on true
        group by snapshot.at, typed.nth, typed.word) asked`,
    )
    .orderBy(sql`asked.at, asked.nth`)
    .prepare("concept_words");
  return {
    /**
     * For each scope the words that a search may stand for, as {@link ConceptScope} takes them; null where
     * something is found by the words as they are, or nothing else comes into question.
     */
    loosened: async (
      viewer: Viewer,
      scopes: readonly ConceptScope[],
      q: string,
    ): Promise<readonly (string | null)[]> => {
      const parameters = scopeParameters(viewer, scopes, { ...searchAlone, q });
      const hits = new Set((await found.execute(parameters)).map(({ at }) => at));
      if (hits.size === scopes.length) return scopes.map(() => null);
      const rows = await words.execute(parameters);
      return scopes.map((_, at) => {
        const typed = rows.filter((row) => row.at === at + 1 && !hits.has(row.at));
        const loosened = loosenedWords(
          typed.map((row) => ({ ...row, similar: row.similar ?? [] })),
        );
        return typed.length === 0 ? null : loosened && queryOf(loosened);
      });
    },
  };
}

function queryOf(words: readonly TypedWord[]): string {
  const either = words.map(({ typed, similar }) =>
    [`'#${typed}':*`, ...similar.map((word) => `'#${word}'`)].join(" | "),
  );
  return either.map((one) => `(${one})`).join(" & ");
}
