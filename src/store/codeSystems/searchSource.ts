import { type SQL, sql } from "drizzle-orm";
import type { WindowParts } from "../keyset.js";
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

/** The folded display of the row `concept`, as `named.folded`. */
export const displayed = sql`cross join lateral (
  select soon_folded(concept.display) collate "C" as folded offset 0) named`;

const momentOf = sql`to_char(revision.at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') collate "C"`;

/** When the row `concept` was made, as `made.moment`; few revisions make most rows, and are remembered. */
export const made = sql`cross join lateral (
  select ${momentOf} as moment from revision where revision.container_id = concept.container_id
    and revision.number = concept.from_revision) made`;

/**
 * What follows FROM for the concepts of a `snapshot` that a listing holds, as `concept`: all of them, all
 * that is below its root, or the members of a collection.
 * @param beside `named`, folded, leads where all concepts are read
 */
export function conceptsOfSnapshot(listing: ConceptListing, beside: Beside = null): SQL {
  const led = listing.below ?? (listing.members && "MEMBERS");
  const members = led === "MEMBERS" ? null : listing.members;
  const asked = conceptConditions(listing, { below: null, members });
  const ofCode = (row: "under" | "named") =>
    sql`cross join lateral (${living} and concept.code = ${sql.raw(row)}.code offset 0) concept`;
  const moment = beside === "MADE" ? made : sql``;
  if (led === null) {
    return beside === "NAMED"
      ? sql`(${display}) named ${ofCode("named")} where ${asked}`
      : sql`(${living}) concept ${moment} where ${asked}`;
  }
  const under = sql`(${led === "MEMBERS" ? itsMembers : belowIt} offset 0) under ${ofCode("under")}`;
  return sql`${under} ${beside === "NAMED" ? displayed : moment} where ${asked}`;
}

/** From how many concepts of one moment on they are met in order of code instead of being sorted. */
const MANY = sql.raw("2000");

/**
 * The concepts of a `snapshot` that a listing holds, as rows of `code` and `value`, the moment when each was
 * made, moment by moment: as many of each as a page may need.
 */
export function conceptsByMoment(listing: ConceptListing, parts: WindowParts): SQL {
  const [first, , last] = parts.order;
  const size = sql`${parts.take}::bigint + ${parts.skip}::bigint`;
  const [low, high] = ["low0", "high0"].map(
    (end) => sql`${sql.placeholder(end)}::text collate "C"`,
  );
  const asked = sql`${conceptConditions(listing)} and ${parts.between}`;
  const then = sql`concept.container_id = snapshot.id and concept.from_revision = any(made.numbers)
    and concept.to_revision + 0 > snapshot.revision`;
  const areMany = sql`(select count(*) > ${MANY} from (
    select from concept where ${then} and concept.version > 0 limit ${MANY} + 1) counted)`;
  // `+ 0` and what no index tells keep the index by code out: the many are met in order of code, the few among what their revision opened.
  return sql`(select ${momentOf} as value, array_agg(revision.number) as numbers from revision
      where revision.container_id = snapshot.id and revision.number <= snapshot.revision
      group by revision.at order by ${first}) made
    cross join lateral (
      (select concept.code from concept
        where ${alive("concept")} and concept.from_revision + 0 = any(made.numbers) and ${asked}
        order by ${last} limit case when ${areMany} then ${size} else 0 end)
      union all
      (select concept.code from (select * from concept where ${then} offset 0) concept where ${asked}
        order by ${last} limit case when ${areMany} then 0 else ${size} end)) concept
    where made.value between least(${low}, ${high}) and greatest(${low}, ${high})`;
}
