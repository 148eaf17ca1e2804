import { type SQL, sql } from "drizzle-orm";
import type { WindowParts } from "../keyset.js";
import {
  alive,
  type ConceptListing,
  living,
  ofAskedLocale,
  termConditions,
} from "./searchConditions.js";
import {
  BEGINNING_OF,
  byBeginning,
  byCode,
  byDisplay,
  byLikeWords,
  byWholeName,
  isCoded,
  rankOfCode,
} from "./searchMatches.js";

/** From how many hits on they are looked for in order of rank instead of being found all. */
const MANY = 2000;
/** How many terms are looked at in that order before the hits are found by their words after all. */
const PATIENCE = 20_000;
/** From how many hits on they are looked for so where a term is asked for words that are like others. */
const VERY_MANY = 20_000;

const low = sql`${sql.placeholder("low0")}::int`;
const many = sql.raw(`${MANY}`);
const patience = sql.raw(`${PATIENCE}`);

/** How the hits of one kind in a `snapshot` are found, with `code` and `value`, their rank. */
interface Tier {
  /** All of them. */
  readonly all: SQL;
  /** Whether they are many; asked only when the page is not full without them. */
  readonly areMany: SQL;
  /** The first of many that are not found by going through the terms. */
  readonly first?: SQL;
  /** The terms to go through, the shortest first: codes or displays, from which length on. */
  readonly kind: 0 | 1;
  readonly shortest: SQL;
  /** Rank of a term without letters. */
  readonly begin: number;
  readonly rank: SQL;
  /** Which of these terms are hits that no better tier has. */
  readonly hits: SQL;
}

/**
 * The best of one kind of hits in a `snapshot`, best first: as many as a page may need. Few are all found and
 * sorted. Many are met soon by going through the terms in order of rank; where they are not, because further
 * conditions rule them out, the rest is found and sorted.
 */
function bestOf(tier: Tier, parts: WindowParts): SQL {
  const size = sql`${parts.take}::bigint + ${parts.skip}::bigint`;
  const begin = sql.raw(`${tier.begin}`);
  const inOrder = (rows: SQL, asked: SQL) => sql`(select code, value from (${rows}) found
    where ${parts.between} and ${asked} order by ${sql.join(parts.order, sql`, `)} limit ${size})`;
  if (parts.suffix === "backward") return inOrder(tier.all, sql`true`);
  const scanned = sql`select term.container_id, term.code, term.folded, term.retired, term.locale
    from concept_term term
    where ${alive("term")} and term.kind = ${sql.raw(`${tier.kind}`)}
      and length(term.folded) >= greatest(${tier.shortest}, ${low} - ${begin})
    order by length(term.folded), term.code
    limit case when ${tier.areMany} then ${patience} else 0 end`;
  const first = tier.first && inOrder(tier.first, sql`exists (select from scanned limit 1)`);
  const met = sql`(select code, value from (
      select term.code, ${tier.rank} as value from scanned term where ${tier.hits} offset 0) met
    where ${parts.between})`;
  const isDone = sql`(select count(*) between 1 and ${patience} - 1 from scanned)`;
  const end = sql`(select ${begin} + max(length(folded)) from scanned),
    (select code from scanned order by length(folded) desc, code desc limit 1)`;
  const rest = inOrder(
    tier.all,
    sql`not ${isDone} and (not exists (select from scanned limit 1) or (value, code) > (${end}))`,
  );
  return sql`with scanned as materialized (${scanned})
    ${sql.join([...(first ? [first] : []), met, rest], sql` union all `)} limit ${size}`;
}

function moreThan(count: number, rows: SQL): SQL {
  const limit = sql.raw(`${count}`);
  return sql`(select count(*) > ${limit} from (${rows} limit ${limit} + 1) counted)`;
}

// The words of the phrase, the last one unfinished, and in how many names each of them is at least.
const areCommon = sql`(select coalesce(min(known.names), 0) > ${many}
  from unnest(string_to_array(snapshot.phrase, ' ')) with ordinality typed(word, nth)
  cross join lateral (select sum(frequency) as names from (
    select frequency from concept_word where container_id = snapshot.id
      and word >= typed.word and word < typed.word || case
        when typed.nth = cardinality(string_to_array(snapshot.phrase, ' ')) then chr(1114111)
        else chr(1) end
    limit ${many}) begun) known)`;

/** Another name of the concept of a `term` that makes it a better hit. */
function otherName(listing: ConceptListing, from: SQL, better: SQL): SQL {
  return sql`exists (select from ${from} other where ${alive("other")} and other.kind = 2
    and ${better} and other.code = term.code and ${ofAskedLocale(listing, sql`other`)} offset 0)`;
}

/** The best hits by code. */
export function bestByCode(listing: ConceptListing, parts: WindowParts): SQL {
  const tier: Tier = {
    all: byCode(listing),
    areMany: moreThan(
      MANY,
      sql`select from concept_term key where ${alive("key")} and key.kind = 0
      and key.folded >= snapshot.code_key and key.folded < snapshot.code_end`,
    ),
    kind: 0,
    shortest: sql`length(snapshot.code_key)`,
    begin: BEGINNING_OF.codes,
    rank: rankOfCode,
    hits: sql`term.folded ^@ snapshot.code_key and ${termConditions(listing, "CODE")}`,
  };
  return bestOf(tier, parts);
}

/** The best hits by the beginning of a name. */
export function bestByBeginning(listing: ConceptListing, parts: WindowParts): SQL {
  const equal = sql`other.folded = snapshot.phrase`;
  const begin = BEGINNING_OF.begun;
  const tier: Tier = {
    all: byBeginning(listing),
    areMany: sql`${areCommon} and ${moreThan(
      MANY,
      sql`select from concept_term key
      where ${alive("key")} and key.kind = 1
        and key.folded >= snapshot.phrase and key.folded < snapshot.phrase_end`,
    )}`,
    first: byWholeName(listing),
    kind: 1,
    shortest: sql`length(snapshot.phrase)`,
    begin,
    rank: sql`${sql.raw(`${begin}`)} + length(term.folded)`,
    hits: sql`term.folded ^@ snapshot.phrase and term.folded <> snapshot.phrase
      and ${termConditions(listing, "NAME")} and not ${isCoded}
      and not ${otherName(listing, sql`concept_term`, equal)}`,
  };
  return bestOf(tier, parts);
}

/** The best hits by a display that holds the phrase within. */
export function bestByDisplay(listing: ConceptListing, parts: WindowParts): SQL {
  const begun = sql`other.folded ^@ snapshot.phrase`;
  const begin = BEGINNING_OF.held;
  const tier: Tier = {
    all: byDisplay(listing),
    areMany: areCommon,
    kind: 1,
    shortest: sql`length(snapshot.phrase) + 2`,
    begin,
    rank: sql`${sql.raw(`${begin}`)} + length(term.folded)`,
    hits: sql`position(' ' || snapshot.phrase in term.folded) > 0
      and not term.folded ^@ snapshot.phrase
      and ${termConditions(listing, "NAME")} and not ${isCoded}
      and not ${otherName(listing, sql`concept_term_told`, begun)}`,
  };
  return bestOf(tier, parts);
}

/** The best hits by words like those that were typed. */
export function bestByLikeWords(listing: ConceptListing, parts: WindowParts): SQL {
  const found = (row: string) =>
    sql.raw(`term_words(${row}.container_id, ${row}.folded) @@ snapshot.query`);
  const begin = BEGINNING_OF.loosened;
  const tier: Tier = {
    all: byLikeWords(listing),
    areMany: moreThan(
      VERY_MANY,
      sql`select from concept_term key
      where ${living("key")} and key.kind > 0 and ${found("key")}`,
    ),
    kind: 1,
    shortest: sql`0`,
    begin,
    rank: sql`${sql.raw(`${begin}`)} + length(term.folded)`,
    hits: sql`${found("term")} and ${termConditions(listing, "NAME")}`,
  };
  return bestOf(tier, parts);
}
