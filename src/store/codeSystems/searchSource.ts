import { type SQL, sql } from "drizzle-orm";
import { alive, type ConceptListing, conceptConditions } from "./searchConditions.js";

/** What is read beside concepts because they are sorted by it: their displays, or when they were made. */
export type Beside = "NAMED" | "MADE" | null;

const living = sql`select * from concept where ${alive("concept")}`;
const display = sql`select named.code, named.folded from concept_term named
  where ${alive("named")} and named.kind = 1`;

const belowIt = sql`select below.code from below
  where below.at = snapshot.at and below.id = snapshot.id`;
const itsMembers = sql`select member.code from member where member.at = snapshot.at
  and member.id = snapshot.id and member.revision = snapshot.revision`;

/** When the row `concept` was made, as `made.moment`; few revisions make most rows, and are remembered. */
export const made = sql`cross join lateral (
  select to_char(revision.at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') collate "C" as moment
  from revision where revision.container_id = concept.container_id
    and revision.number = concept.from_revision) made`;

/**
 * What follows FROM for the concepts of a `snapshot` that a listing holds, as `concept`: all of them, all
 * that is below its root, or the members of a collection.
 * @param beside `named`, folded, leads where all concepts are read
 */
export function conceptsOfSnapshot(listing: ConceptListing, beside: Beside = null): SQL {
  const led = listing.below ?? (listing.members && "MEMBERS");
  const asked = conceptConditions({
    ...listing,
    below: null,
    members: led === "MEMBERS" ? null : listing.members,
  });
  const ofCode = (row: "under" | "named") =>
    sql`cross join lateral (${living} and concept.code = ${sql.raw(row)}.code offset 0) concept`;
  const moment = beside === "MADE" ? made : sql``;
  if (led === null) {
    return beside === "NAMED"
      ? sql`(${display}) named ${ofCode("named")} where ${asked}`
      : sql`(${living}) concept ${moment} where ${asked}`;
  }
  const under = sql`(${led === "MEMBERS" ? itsMembers : belowIt} offset 0) under ${ofCode("under")}`;
  const its = sql`cross join lateral (${display} and named.code = concept.code offset 0) named`;
  return sql`${under} ${beside === "NAMED" ? its : moment} where ${asked}`;
}
