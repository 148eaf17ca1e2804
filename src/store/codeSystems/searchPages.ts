import { type SQL, sql } from "drizzle-orm";
import { HIGHEST_INTEGER, HIGHEST_TEXT, type Ordering, type WindowParts } from "../keyset.js";
import type { ConceptListing } from "./searchConditions.js";
import { BEGINNING_OF, byWords, inSnapshots, matchedConcepts } from "./searchMatches.js";
import { type Matching, scopeTables } from "./searchScope.js";
import {
  type Beside,
  conceptsByMoment,
  conceptsOfSnapshot,
  displayed,
  made,
} from "./searchSource.js";
import { bestByBeginning, bestByCode, bestByDisplay, bestByLikeWords } from "./searchTiers.js";

const p = sql.placeholder;

export type ConceptSorting =
  | "BEST_MATCH"
  | "LAST_UPDATE"
  | "NAME"
  | "ID"
  | "DATATYPE"
  | "CONCEPT_CLASS";

/** What concepts are sorted by, and which way; ties go by URL. */
export interface ConceptOrdering {
  readonly by: ConceptSorting;
  readonly direction: "ASC" | "DESC";
}

/** The columns of `found` rows that make their order: what they are sorted by, and the rest of the URL. */
export function orderingOf({ by, direction }: ConceptOrdering): Ordering {
  if (by === "ID") {
    return {
      columns: [sql`code`, sql`url`],
      direction,
      tiesAscend: true,
      lowest: ["", ""],
      highest: [HIGHEST_TEXT, HIGHEST_TEXT],
    };
  }
  const ranked = by === "BEST_MATCH";
  return {
    columns: [sql`value`, sql`url`, sql`code`],
    direction: ranked ? "ASC" : direction,
    tiesAscend: true,
    lowest: [ranked ? -1 : "", "", ""],
    highest: [ranked ? HIGHEST_INTEGER : HIGHEST_TEXT, HIGHEST_TEXT, HIGHEST_TEXT],
  };
}

const values: Readonly<Record<Exclude<ConceptSorting, "BEST_MATCH">, SQL>> = {
  ID: sql`concept.code`,
  NAME: sql`named.folded`,
  CONCEPT_CLASS: sql`concept.concept_class collate "C"`,
  DATATYPE: sql`concept.datatype collate "C"`,
  LAST_UPDATE: sql`made.moment`,
};

function besideOf(by: ConceptSorting): Beside {
  if (by === "NAME") return "NAMED";
  return by === "LAST_UPDATE" ? "MADE" : null;
}

const parents = sql`(select distinct at from snapshot) parent`;

/** The page of each scope's list as rows of `found`: at, id, revision, slug, url, code and value. */
export function pageOf(
  { by }: ConceptOrdering,
  matching: Matching,
  listing: ConceptListing,
  parts: WindowParts,
): SQL {
  const ctes = scopeTables(matching, listing);
  if (matching === "ALL") {
    return within(
      ctes,
      sql`${parents} cross join lateral (
      select snapshot.at, snapshot.id, snapshot.revision, snapshot.slug, snapshot.url,
        listed.code, listed.value
      from snapshot cross join lateral (${ofSnapshot(by, listing, parts)}) listed
      where snapshot.at = parent.at
      order by ${list(parts.order)} limit ${parts.take} offset ${parts.skip}) page`,
    );
  }
  if (by === "BEST_MATCH") {
    const ranked = matching === "STRICT" ? strict(listing, parts) : loosened(listing, parts);
    return within(ctes, sql`${parents} cross join lateral (${ranked}) page`);
  }
  return within(
    [...ctes, matchedConcepts(matching, listing)],
    sql`${parents} cross join lateral (${sorted(by, parts)}) page`,
  );
}

function within(ctes: readonly SQL[], pages: SQL): SQL {
  return sql`(with recursive ${list(ctes)} select page.* from ${pages})`;
}

/** The first of a snapshot's concepts, as many as the page of all snapshots may need. */
function ofSnapshot(by: ConceptSorting, listing: ConceptListing, parts: WindowParts): SQL {
  const sorting = by === "BEST_MATCH" ? "ID" : by;
  const concepts =
    sorting === "LAST_UPDATE" && listing.below === null && listing.members === null
      ? sql`select concept.code, made.value from ${conceptsByMoment(listing, parts)}`
      : sql`select concept.code, ${values[sorting]} as value
          from ${conceptsOfSnapshot(listing, besideOf(sorting))}`;
  const [first, ...ties] = parts.order;
  const order = sorting === "ID" ? [first] : [first, ties[1]];
  return sql`select listed.code, listed.value from (${concepts}) listed where ${parts.between}
    order by ${list(order.filter((column) => column !== undefined))}
    limit ${parts.take}::bigint + ${parts.skip}::bigint`;
}

/** What a search found, sorted by something else than how good it is. */
function sorted(by: Exclude<ConceptSorting, "BEST_MATCH">, parts: WindowParts): SQL {
  const at = sql.raw("matched");
  const besides = { NAMED: displayed, MADE: made, NONE: sql`` } as const;
  return sql`select * from (
      select ${at}.at, ${at}.id, ${at}.revision, ${at}.slug, ${at}.url, ${at}.code,
        ${values[by]} as value
      from matched cross join lateral (select * from concept
        where concept.container_id = matched.id and concept.code = matched.code
          and concept.from_revision <= matched.revision
          and concept.to_revision > matched.revision offset 0) concept
      ${besides[besideOf(by) ?? "NONE"]}
      where matched.at = parent.at) listed
    where ${parts.between} order by ${list(parts.order)} limit ${parts.take} offset ${parts.skip}`;
}

/**
 * Best first without finding everything: the branches are of ever higher ranks, so they are run one after
 * the other and only until the page is full. PostgreSQL keeps the order of `union all` as long as nothing
 * above asks for another.
 */
function strict(listing: ConceptListing, parts: WindowParts): SQL {
  const scope = sql`snapshot.at = parent.at`;
  const [from, to] = [sql`${p("low0")}::int`, sql`${p("high0")}::int`];
  const [names, held, others] = [
    sql.raw(`${BEGINNING_OF.names}`),
    sql.raw(`${BEGINNING_OF.held}`),
    sql.raw(`${BEGINNING_OF.others}`),
  ];
  const branch = (rows: SQL, asked: SQL) => sql`(select * from (
      ${inSnapshots(rows, sql`${scope} and ${asked}`)}) branch where ${parts.between}
    order by ${list(parts.order)} limit ${parts.take}::bigint + ${parts.skip}::bigint)`;
  const branches = [
    branch(bestByCode(listing, parts), sql`${from} < ${names}`),
    branch(bestByBeginning(listing, parts), sql`${from} < ${held} and ${to} >= ${names}`),
    branch(bestByDisplay(listing, parts), sql`${from} < ${others} and ${to} >= ${held}`),
    branch(byWords(listing), sql`${to} >= ${others}`),
  ];
  const inOrder = parts.suffix === "forward" ? branches : branches.toReversed();
  return sql`${sql.join(inOrder, sql` union all `)} limit ${parts.take} offset ${parts.skip}`;
}

function loosened(listing: ConceptListing, parts: WindowParts): SQL {
  const scope = sql`snapshot.at = parent.at`;
  return sql`select * from (${inSnapshots(bestByLikeWords(listing, parts), scope)}) liked
    where ${parts.between}
    order by ${list(parts.order)} limit ${parts.take} offset ${parts.skip}`;
}

function list(items: readonly SQL[]): SQL {
  return sql.join([...items], sql`, `);
}
