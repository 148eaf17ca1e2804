import { type SQL, sql } from "drizzle-orm";
import { alive, type ConceptListing, conceptConditions } from "./searchConditions.js";

/** What is read beside concepts because they are sorted by it: their displays, or when they were made. */
export type Beside = "NAMED" | "MADE" | null;

const living = sql`select * from concept where ${alive("concept")}`;
const display = sql`select named.code, named.folded from concept_term named
  where ${alive("named")} and named.kind = 1`;

/** The folded display of the row `concept`, as `named.folded`. */
export const displayed = sql`cross join lateral (
  select soon_folded(concept.display) collate "C" as folded offset 0) named`;

/** When the row `concept` was made, as `made.moment`; few revisions make most rows, and are remembered. */
export const made = sql`cross join lateral (
  select to_char(revision.at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') collate "C" as moment
  from revision where revision.container_id = concept.container_id
    and revision.number = concept.from_revision) made`;

/**
 * What follows FROM for the concepts of a `snapshot` that a listing holds, as `concept`: all of them, or all
 * that is below its root, whatever is smaller.
 * @param beside `named`, folded, leads where all concepts are read
 */
export function conceptsOfSnapshot(listing: ConceptListing, beside: Beside = null): SQL {
  const asked = conceptConditions({ ...listing, below: null });
  const ofCode = (row: "under" | "named") =>
    sql`cross join lateral (${living} and concept.code = ${sql.raw(row)}.code offset 0) concept`;
  const moment = beside === "MADE" ? made : sql``;
  if (listing.below === null) {
    return beside === "NAMED"
      ? sql`(${display}) named ${ofCode("named")} where ${asked}`
      : sql`(${living}) concept ${moment} where ${asked}`;
  }
  const under = sql`(select below.code from below
    where below.at = snapshot.at and below.id = snapshot.id offset 0) under ${ofCode("under")}`;
  return sql`${under} ${beside === "NAMED" ? displayed : moment} where ${asked}`;
}
