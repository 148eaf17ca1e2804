import { type SQL, sql } from "drizzle-orm";
import { alive, type ConceptListing, living, termConditions } from "./searchConditions.js";
import type { Matching } from "./searchScope.js";

/**
 * How good a hit is: its tier, then how long the text is that was found; less is better. Tiers go up by
 * twos where a display goes before another name.
 */
const TIER = 65_536;
const tiers = {
  codeEqual: 0,
  codeBegins: 1,
  equal: 2,
  begins: 4,
  holds: 6,
  words: 8,
  loosened: 10,
};
/** Below these ranks lie all hits by code, by the beginning of a name too, by a part of a display too. */
export const CODES_END = tiers.equal * TIER;
export const BEGINNINGS_END = tiers.holds * TIER;
export const DISPLAYS_END = (tiers.holds + 1) * TIER;

const tierOfName = sql`case when term.folded = snapshot.phrase then ${sql.raw(`${tiers.equal}`)}
  when term.folded ^@ snapshot.phrase then ${sql.raw(`${tiers.begins}`)}
  when position(' ' || snapshot.phrase in term.folded) > 0 then ${sql.raw(`${tiers.holds}`)}
  else ${sql.raw(`${tiers.words}`)} end`;

function rankOfName(tier: SQL): SQL {
  return sql`min((${tier} + term.kind - 1) * ${sql.raw(`${TIER}`)} + length(term.folded))`;
}

const ofSnapshot = sql`snapshot.at, snapshot.id, snapshot.revision, snapshot.slug, snapshot.url`;
const ofTerm = sql`term.code, term.kind, term.folded, term.retired, term.locale`;

// The snapshots come first in every plan: `offset 0` keeps what is looked up in each of them apart.
const codesFound = sql`snapshot cross join lateral (
  select ${ofTerm} from concept_term term where ${alive("term")} and term.kind = 0
    and term.folded >= snapshot.code_key and term.folded < snapshot.code_end offset 0) term`;
const beginningsFound = sql`snapshot cross join lateral (
  select ${ofTerm} from concept_term term where ${alive("term")} and term.kind = any('{1,2}')
    and term.folded >= snapshot.phrase and term.folded < snapshot.phrase_end offset 0) term`;
const wordsFound = sql`snapshot cross join lateral (
  select ${ofTerm} from concept_term term where ${living("term")} and term.kind > 0
    and term_words(term.container_id, term.folded) @@ snapshot.query offset 0) term`;

/** The concepts whose codes begin with what is searched for, with or without dots. */
export function byCode(listing: ConceptListing, scope: SQL): SQL {
  return sql`select ${ofSnapshot}, term.code,
      case when term.folded = snapshot.code_key then ${sql.raw(`${tiers.codeEqual}`)}
        else ${sql.raw(`${tiers.codeBegins}`)} end * ${sql.raw(`${TIER}`)} + length(term.folded) as value
    from ${codesFound} where ${scope} and ${termConditions(listing, "CODE")}`;
}

/** The concepts with a name that begins with the phrase, those aside that are in `coded`. */
export function byBeginning(listing: ConceptListing, scope: SQL): SQL {
  return byName(listing, scope, { found: beginningsFound, tier: tierOfName });
}

/**
 * The concepts whose displays hold the phrase within, those aside that are in `coded` or `opened`. A concept
 * has one display: nothing has to be brought together, however many there are.
 */
export function byDisplay(listing: ConceptListing, scope: SQL): SQL {
  return sql`select ${ofSnapshot}, term.code,
      ${sql.raw(`${BEGINNINGS_END}`)} + length(term.folded) as value
    from ${wordsFound}
    where ${scope} and term.kind = 1 and position(' ' || snapshot.phrase in term.folded) > 0
      and ${termConditions(listing, "NAME")}
      and (snapshot.id, term.code) not in (select id, code from coded)
      and (snapshot.id, term.code) not in (select id, code from opened)`;
}

/** The concepts with a name that holds all words, without `coded` and what goes before: other names. */
export function byWords(listing: ConceptListing, scope: SQL): SQL {
  const rank = rankOfName(tierOfName);
  return sql`${byName(listing, scope, { found: wordsFound, tier: tierOfName })}
    having ${rank} >= ${sql.raw(`${DISPLAYS_END}`)}`;
}

/** The concepts with a name that holds words like those that were typed. */
export function byLikeWords(listing: ConceptListing, scope: SQL): SQL {
  const found = { found: wordsFound, tier: sql.raw(`${tiers.loosened}`), coded: false };
  return byName(listing, scope, found);
}

function byName(
  listing: ConceptListing,
  scope: SQL,
  { found, tier, coded = true }: { found: SQL; tier: SQL; coded?: boolean },
): SQL {
  const others = sql`(snapshot.id, term.code) not in (select id, code from coded)`;
  return sql`select ${ofSnapshot}, term.code, ${rankOfName(tier)} as value
    from ${found}
    where ${scope} and ${termConditions(listing, "NAME")} and ${coded ? others : sql`true`}
    group by ${ofSnapshot}, term.code`;
}

/** All concepts that a search finds, each once, as `matched`. */
export function matchedConcepts(matching: Exclude<Matching, "ALL">, listing: ConceptListing): SQL {
  const everywhere = sql`true`;
  const named = sql`select ${ofSnapshot}, term.code from ${wordsFound}
    where ${termConditions(listing, "NAME")}`;
  const codes = sql`select ${ofSnapshot}, term.code from ${codesFound}
    where ${everywhere} and ${termConditions(listing, "CODE")}`;
  return matching === "STRICT"
    ? sql`matched as materialized (${codes} union ${named})`
    : sql`matched as materialized (${named} group by ${ofSnapshot}, term.code)`;
}
