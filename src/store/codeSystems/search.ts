import { getTableColumns, type SQL, sql } from "drizzle-orm";
import type { Key, Slice, Window } from "../../kernel/window.js";
import type { Viewer } from "../../rules/access/viewer.js";
import { conceptParameters, mappingParameters, wholeLists } from "../collections/givenMembers.js";
import type { CollectionMembers } from "../collections/members.js";
import type { Queries } from "../database.js";
import { countsPerParent, windowedPerParent } from "../keyset.js";
import type { ConceptRow } from "./concepts.js";
import { facetsOf } from "./facets.js";
import {
  alive,
  asksOfRows,
  type ConceptListing,
  shapeOf,
  termConditions,
} from "./searchConditions.js";
import { matchedConcepts } from "./searchMatches.js";
import { type ConceptOrdering, orderingOf, pageOf } from "./searchPages.js";
import { type ConceptScope, type Matching, scopeParameters, scopeTables } from "./searchScope.js";
import { conceptsOfSnapshot } from "./searchSource.js";
import { concept } from "./tables.js";

/** A concept in a list, with its place there. */
export interface ListedConcept extends ConceptRow {
  readonly key: Key;
}

export interface ConceptPage {
  readonly listing: ConceptListing;
  readonly order: ConceptOrdering;
  readonly window: Window;
}

const columns = getTableColumns(concept);

/** Lists of concepts of any number of code systems at their revisions, in any order, searched or not. */
export function conceptSearchQueries(reads: Queries, members: CollectionMembers) {
  const pages = remembered((order: ConceptOrdering, matching: Matching, listing: ConceptListing) =>
    windowedPerParent(orderingOf(order), (parts) =>
      rowsOf(reads, pageOf(order, matching, listing, parts), parts.order).prepare("concept_pages"),
    ),
  );
  const counts = remembered((matching: Matching, listing: ConceptListing) =>
    countsOf(reads, matching, listing).prepare("concept_counts"),
  );
  const facets = remembered((matching: Matching, listing: ConceptListing) =>
    facetsQuery(reads, matching, listing).prepare("concept_facets"),
  );
  const parametersOf = async (
    viewer: Viewer,
    scopes: readonly ConceptScope[],
    listing: ConceptListing,
  ) => {
    const states = scopes.flatMap(({ members: state }) => state ?? []);
    const asked = scopeParameters(viewer, scopes, listing);
    if (states.length === 0) return asked;
    const concepts = conceptParameters(await members.concepts(states));
    const mapped =
      listing.mapcode === null ? {} : mappingParameters(wholeLists(await members.mappings(states)));
    return { ...asked, ...concepts, ...mapped };
  };
  return {
    /** One list per scope. */
    lists: async (
      viewer: Viewer,
      scopes: readonly ConceptScope[],
      { listing, order, window }: ConceptPage,
    ): Promise<readonly Slice<ListedConcept>[]> => {
      const matching = matchingOf(scopes, listing);
      const read = pages(`${order.by} ${order.direction} ${matching} ${shapeOf(listing)}`)(
        order,
        matching,
        listing,
      );
      const parameters = await parametersOf(viewer, scopes, listing);
      const slices = await read(window, scopes.length, parameters);
      const keyOf = keysOf(order);
      return slices.map((slice) => ({
        ...slice,
        items: slice.items.map((row) => ({
          ...row.concept,
          slug: row.slug,
          revision: row.revision,
          key: keyOf(row),
        })),
      }));
    },
    /** How many concepts each scope's list has. */
    counts: async (
      viewer: Viewer,
      scopes: readonly ConceptScope[],
      listing: ConceptListing,
    ): Promise<readonly number[]> => {
      const matching = matchingOf(scopes, listing);
      const count = counts(`${matching} ${shapeOf(listing)}`)(matching, listing);
      const rows = await count.execute(await parametersOf(viewer, scopes, listing));
      return countsPerParent(scopes.length, rows);
    },
    /** How often each value of the fields occurs in each scope's list, most frequent first. */
    facets: async (
      viewer: Viewer,
      scopes: readonly ConceptScope[],
      { listing, fields }: { readonly listing: ConceptListing; readonly fields: readonly string[] },
    ): Promise<readonly (readonly FacetRow[])[]> => {
      const matching = matchingOf(scopes, listing);
      const count = facets(`${matching} ${shapeOf(listing)}`)(matching, listing);
      const rows = await count.execute({
        ...(await parametersOf(viewer, scopes, listing)),
        fields,
      });
      return scopes.map((_, at) => rows.filter((row) => row.at === at + 1));
    },
  };
}

/** A value of a field, and how many concepts of a scope's list have it. */
export interface FacetRow {
  readonly at: number;
  readonly field: string;
  readonly value: string;
  readonly count: number;
}

/** Statements by their shape, each made when it is first asked for. */
function remembered<Given extends readonly unknown[], Statement>(
  make: (...given: Given) => Statement,
): (shape: string) => (...given: Given) => Statement {
  const made = new Map<string, Statement>();
  return (shape) =>
    (...given) => {
      const statement = made.get(shape) ?? make(...given);
      made.set(shape, statement);
      return statement;
    };
}

function matchingOf([scope]: readonly ConceptScope[], { q }: ConceptListing): Matching {
  if (q === null) return "ALL";
  return scope?.words === undefined ? "STRICT" : "LOOSENED";
}

function rowsOf(reads: Queries, page: SQL, order: readonly SQL[]) {
  const inner = reads
    .select(columns)
    .from(concept)
    .where(sql`${concept.containerId} = found.id and ${concept.code} = found.code
      and ${concept.fromRevision} <= found.revision and ${concept.toRevision} > found.revision`)
    .as("concept");
  return reads
    .select({
      at: sql<number>`found.at`,
      revision: sql<number>`found.revision`,
      slug: sql<string>`found.slug`,
      url: sql<string>`found.url`,
      value: sql<string | number>`found.value`,
      concept: inner._.selectedFields,
    })
    .from(sql`${page} found`)
    .innerJoinLateral(inner, sql`true`)
    .orderBy(sql`found.at`, ...order.map((column) => sql`found.${column}`));
}

type FoundRow = Awaited<ReturnType<typeof rowsOf>>[number];

function keysOf({ by }: ConceptOrdering): (row: FoundRow) => Key {
  if (by === "ID") return ({ concept: { code }, url }) => [code, url];
  return ({ concept: { code }, url, value }) => [value, url, code];
}

function countsOf(reads: Queries, matching: Matching, listing: ConceptListing) {
  return reads
    .select({ at: sql<number>`counted.at`, count: sql<number>`counted.count` })
    .from(sql`${countOf(matching, listing)} counted`);
}

function countOf(matching: Matching, listing: ConceptListing): SQL {
  const ctes = scopeTables(matching, listing);
  if (matching !== "ALL") {
    return sql`(with recursive ${sql.join([...ctes, matchedConcepts(matching, listing)], sql`, `)}
      select at, count(*)::int as count from matched group by at)`;
  }
  const counted =
    listing.below !== null || listing.members !== null || asksOfRows(listing)
      ? conceptsOfSnapshot(listing)
      : sql`concept_term term where ${alive("term")} and term.kind = 0
          and ${termConditions(listing, "CODE")}`;
  return sql`(with recursive ${sql.join(ctes, sql`, `)}
    select snapshot.at, sum(counted.count)::int as count from snapshot
    cross join lateral (select count(*) from ${counted}) counted group by snapshot.at)`;
}

function facetsQuery(reads: Queries, matching: Matching, listing: ConceptListing) {
  return reads
    .select({
      at: sql<number>`counted.at`,
      field: sql<string>`counted.field`,
      value: sql<string>`counted.value`,
      count: sql<number>`counted.count`,
    })
    .from(sql`${facetsOf(matching, listing)} counted`)
    .orderBy(sql`counted.at, counted.count desc, counted.value collate "C"`);
}
