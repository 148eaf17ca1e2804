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
/** The ranks at which the hits of one kind begin; what goes before is found in other ways. */
export const BEGINNING_OF = {
  codes: tiers.codeBegins * TIER,
  names: tiers.equal * TIER,
  begun: tiers.begins * TIER,
  held: tiers.holds * TIER,
  others: (tiers.holds + 1) * TIER,
  loosened: tiers.loosened * TIER,
} as const;

const tierOfName = sql`case when term.folded = snapshot.phrase then ${sql.raw(`${tiers.equal}`)}
  when term.folded ^@ snapshot.phrase then ${sql.raw(`${tiers.begins}`)}
  when position(' ' || snapshot.phrase in term.folded) > 0 then ${sql.raw(`${tiers.holds}`)}
  else ${sql.raw(`${tiers.words}`)} end`;

function rankOfName(tier: SQL): SQL {
  return sql`min((${tier} + term.kind - 1) * ${sql.raw(`${TIER}`)} + length(term.folded))`;
}

/** The rank of a code, as the row `term`. */
export const rankOfCode = sql`case when term.folded = snapshot.code_key
    then ${sql.raw(`${tiers.codeEqual}`)} else ${sql.raw(`${tiers.codeBegins}`)} end
  * ${sql.raw(`${TIER}`)} + length(term.folded)`;

const ofSnapshot = sql`snapshot.at, snapshot.id, snapshot.revision, snapshot.slug, snapshot.url`;
const ofTerm = sql`term.code, term.kind, term.folded, term.retired, term.locale`;

// The snapshots come first in every plan: `offset 0` keeps what is looked up in each of them apart.
const codesFound = sql`(select ${ofTerm} from concept_term term
  where ${alive("term")} and term.kind = 0
    and term.folded >= snapshot.code_key and term.folded < snapshot.code_end offset 0) term`;
const beginningsFound = sql`(select ${ofTerm} from concept_term term
  where ${alive("term")} and term.kind = any('{1,2}')
    and term.folded >= snapshot.phrase and term.folded < snapshot.phrase_end offset 0) term`;
const equalsFound = sql`(select ${ofTerm} from concept_term term
  where ${alive("term")} and term.kind = any('{1,2}') and term.folded = snapshot.phrase offset 0) term`;
const wordsFound = sql`(select ${ofTerm} from concept_term term
  where ${living("term")} and term.kind > 0
    and term_words(term.container_id, term.folded) @@ snapshot.query offset 0) term`;

/** Whether the concept of a `term` is found by its code. */
export const isCoded = sql`coalesce(code_key(term.code) ^@ snapshot.code_key, false)`;

/** Rows that are found in each snapshot of a scope, with the columns of the snapshot. */
export function inSnapshots(rows: SQL, scope: SQL): SQL {
  return sql`select ${ofSnapshot}, found.code, found.value
    from snapshot cross join lateral (${rows}) found where ${scope}`;
}

/** The concepts of a `snapshot` whose codes begin with what is searched for, with or without dots. */
export function byCode(listing: ConceptListing): SQL {
  return sql`select term.code, ${rankOfCode} as value
    from ${codesFound} where ${termConditions(listing, "CODE")}`;
}

/** The concepts with a name that begins with the phrase, those aside whose codes begin with it. */
export function byBeginning(listing: ConceptListing): SQL {
  return byName(listing, { found: beginningsFound, tier: tierOfName, aside: sql`not ${isCoded}` });
}

/** The concepts with a name that is the phrase, those aside whose codes begin with it. */
export function byWholeName(listing: ConceptListing): SQL {
  return byName(listing, { found: equalsFound, tier: tierOfName, aside: sql`not ${isCoded}` });
}

/**
 * The concepts whose displays hold the phrase within, those aside that are found by their codes or by
 * the beginning of a name. A concept has one display: nothing has to be brought together, however many there are.
 */
export function byDisplay(listing: ConceptListing): SQL {
  return sql`select term.code, ${sql.raw(`${BEGINNING_OF.held}`)} + length(term.folded) as value
    from ${wordsFound}
    where term.kind = 1 and position(' ' || snapshot.phrase in term.folded) > 0
      and ${termConditions(listing, "NAME")} and not ${isCoded}
      and term.code not in (select opened.code from (${byBeginning(listing)}) opened)`;
}

/** The concepts with a name that holds all words, those aside that a better rank has. */
export function byWords(listing: ConceptListing): SQL {
  const rank = rankOfName(tierOfName);
  return sql`${byName(listing, { found: wordsFound, tier: tierOfName, aside: sql`not ${isCoded}` })}
    having ${rank} >= ${sql.raw(`${BEGINNING_OF.others}`)}`;
}

/** The concepts with a name that holds words like those that were typed. */
export function byLikeWords(listing: ConceptListing): SQL {
  const tier = sql.raw(`${tiers.loosened}`);
  return byName(listing, { found: wordsFound, tier, aside: sql`true` });
}

function byName(
  listing: ConceptListing,
  { found, tier, aside }: { found: SQL; tier: SQL; aside: SQL },
): SQL {
  return sql`select term.code, ${rankOfName(tier)} as value from ${found}
    where ${termConditions(listing, "NAME")} and ${aside} group by term.code`;
}

/** All concepts that a search finds, each once, as `matched`. */
export function matchedConcepts(matching: Exclude<Matching, "ALL">, listing: ConceptListing): SQL {
  const named = sql`select ${ofSnapshot}, term.code from snapshot cross join lateral ${wordsFound}
    where ${termConditions(listing, "NAME")}`;
  const codes = sql`select ${ofSnapshot}, term.code from snapshot cross join lateral ${codesFound}
    where ${termConditions(listing, "CODE")}`;
  return matching === "STRICT"
    ? sql`matched as materialized (${codes} union ${named})`
    : sql`matched as materialized (${named} group by ${ofSnapshot}, term.code)`;
}
