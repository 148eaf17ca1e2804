import { type SQL, sql } from "drizzle-orm";
import { alive, type ConceptListing, conceptConditions } from "./searchConditions.js";

const living = sql`select * from concept where ${alive("concept")}`;
const display = sql`select named.code, named.folded from concept_term named
  where ${alive("named")} and named.kind = 1`;

/**
 * What follows FROM for the concepts of a `snapshot` that a listing holds, as `concept`: all of them, or all
 * that is below its root, whatever is smaller.
 * @param named with their displays as `named`, folded, which leads where all concepts are read
 */
export function conceptsOfSnapshot(listing: ConceptListing, named = false): SQL {
  const asked = conceptConditions({ ...listing, below: null });
  const ofCode = (row: "under" | "named") =>
    sql`cross join lateral (${living} and concept.code = ${sql.raw(row)}.code offset 0) concept`;
  if (listing.below === null) {
    return named
      ? sql`(${display}) named ${ofCode("named")} where ${asked}`
      : sql`(${living}) concept where ${asked}`;
  }
  const under = sql`(select below.code from below
    where below.at = snapshot.at and below.id = snapshot.id offset 0) under ${ofCode("under")}`;
  const its = sql`cross join lateral (${display} and named.code = concept.code offset 0) named`;
  return sql`${under} ${named ? its : sql``} where ${asked}`;
}
