import { type SQL, sql } from "drizzle-orm";
import { type Slice, sliceOf, type Window } from "../../kernel/window.js";
import { isOperator } from "../../rules/access/members.js";
import type { Viewer } from "../../rules/access/viewer.js";
import { organization, userAccount } from "../access/tables.js";
import { perConditions } from "../conditions.js";
import type { Queries } from "../database.js";
import {
  directed,
  HIGHEST_INTEGER,
  HIGHEST_TEXT,
  type Ordering,
  type Prepared,
} from "../keyset.js";
import { container } from "../ledger/tables.js";
import { urlOfRepository } from "../repositories/naming.js";
import { repository } from "../repositories/tables.js";
import { viewerParameters } from "../repositories/visibility.js";
import {
  type CollectionListing,
  conditions,
  listingParameters,
  ownerKind,
  ownerName,
  score,
} from "./listing.js";
import { type CollectionRow, selectCollections } from "./queries.js";
import { collection } from "./tables.js";
import { collectionVisible } from "./visibility.js";

/** What collections are sorted by, and which way; ties go by URL. */
export interface CollectionOrdering {
  readonly by: "BEST_MATCH" | "NAME" | "LAST_UPDATE";
  readonly direction: "ASC" | "DESC";
}

/** A collection of a list, with its place in it. */
export type ListedCollection = CollectionRow & { readonly key: readonly [string | number, string] };

/** The fields that the collections of a list are counted by. */
export const COLLECTION_FACETS = ["locale", "collectionType", "owner", "ownerType"] as const;
export type CollectionFacet = (typeof COLLECTION_FACETS)[number];

const url = sql<string>`${urlOfRepository("collections")} collate "C"`;
const values = {
  BEST_MATCH: sql<number>`- ${score}`,
  NAME: sql<string>`folded(${repository.name}) collate "C"`,
  LAST_UPDATE: sql<string>`to_char(${repository.updatedAt} at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')
    collate "C"`,
} as const;

/** Without a search nothing is a better match than another. */
function rankedBy(by: CollectionOrdering["by"], searched: boolean): SQL<string | number> {
  return by === "BEST_MATCH" && !searched ? sql<number>`0::int` : values[by];
}

function orderingOf({ by, direction }: CollectionOrdering, searched: boolean): Ordering {
  const ranked = by === "BEST_MATCH";
  return {
    columns: [rankedBy(by, searched), url],
    direction: ranked ? "ASC" : direction,
    tiesAscend: true,
    lowest: [ranked ? -HIGHEST_INTEGER : "", ""],
    highest: [ranked ? HIGHEST_INTEGER : HIGHEST_TEXT, HIGHEST_TEXT],
  };
}

/** A listing without the condition that a facet's own values are chosen by. */
function withoutOwn(facet: CollectionFacet, listing: CollectionListing): CollectionListing {
  if (facet === "owner") return { ...listing, ownerName: null, ownerKind: null };
  return { ...listing, [facet]: null };
}

const facetValues: Readonly<Record<CollectionFacet, SQL>> = {
  locale: sql`select unnest(${repository.supportedLocales})`,
  collectionType: sql`select ${collection.collectionType} where ${collection.collectionType} is not null`,
  owner: sql`select ${ownerName}`,
  ownerType: sql`select ${ownerKind}`,
};

const joined = sql`${collection}
  join ${container} on ${container.id} = ${collection.containerId}
  join ${repository} on ${repository.containerId} = ${collection.containerId}
  left join ${organization} on ${organization.id} = ${repository.ownerOrganizationId}
  left join ${userAccount} on ${userAccount.id} = ${repository.ownerUserId}`;

/** The statements of one order. */
function pageStatements(reads: Queries, ordering: Ordering, value: SQL<string | number>) {
  return perConditions<CollectionListing, ReturnType<typeof directed<PlacedRow>>>(
    conditions,
    (asked, name) =>
      directed(ordering, ({ between, order, take, skip, suffix }) =>
        selectCollections(reads, { value, url })
          .where(sql`${collectionVisible} and ${asked} and ${between}`)
          .orderBy(...order)
          .limit(take)
          .offset(skip)
          .prepare(`collections_${suffix}_${name}`),
      ),
  );
}

type PlacedRow = CollectionRow & { readonly value: string | number; readonly url: string };

/** Lists of the collections that the viewer may see. */
export function collectionListQueries(reads: Queries) {
  const orders = new Map<string, ReturnType<typeof pageStatements>>();
  const pages = (order: CollectionOrdering, searched: boolean) => {
    const text = `${order.by} ${order.direction} ${searched}`;
    const made =
      orders.get(text) ??
      pageStatements(reads, orderingOf(order, searched), rankedBy(order.by, searched));
    orders.set(text, made);
    return made;
  };
  const counts = perConditions<CollectionListing, Counting>(conditions, (asked, name) =>
    reads
      .select({ value: sql<string>`''`, count: sql<number>`count(*)::int` })
      .from(joined)
      .where(sql`${collectionVisible} and ${asked}`)
      .prepare(`collections_count_${name}`),
  );
  const facetCounts = (facet: CollectionFacet) =>
    perConditions<CollectionListing, Counting>(conditions, (asked, name) =>
      reads
        .select({ value: sql<string>`facet.value`, count: sql<number>`count(*)::int` })
        .from(sql`${joined} cross join lateral (${facetValues[facet]}) as facet(value)`)
        .where(sql`${collectionVisible} and ${asked}`)
        .groupBy(sql`facet.value`)
        .orderBy(sql`count(*) desc`, sql`facet.value collate "C"`)
        .prepare(`collections_by_${facet}_${name}`),
    );
  const facets = {
    locale: facetCounts("locale"),
    collectionType: facetCounts("collectionType"),
    owner: facetCounts("owner"),
    ownerType: facetCounts("ownerType"),
  } as const;
  const parameters = (viewer: Viewer, listing: CollectionListing) => ({
    ...listingParameters(listing),
    ...viewerParameters(viewer),
    operator: isOperator(viewer),
  });
  return {
    page: async (
      viewer: Viewer,
      listing: CollectionListing,
      { order, window }: { readonly order: CollectionOrdering; readonly window: Window },
    ): Promise<Slice<ListedCollection>> => {
      const read = pages(order, listing.q !== null)(listing);
      const rows = await read(window, parameters(viewer, listing));
      const slice = sliceOf(rows, window);
      const items = slice.items.map(({ value, url: place, ...row }): ListedCollection => {
        return { ...row, key: [value, place] };
      });
      return { ...slice, items };
    },
    count: async (viewer: Viewer, listing: CollectionListing): Promise<number> => {
      const [row] = await counts(listing).execute(parameters(viewer, listing));
      return row?.count ?? 0;
    },
    /** The values of a field over the whole list, the most frequent first. */
    facet: async (viewer: Viewer, listing: CollectionListing, facet: CollectionFacet) => {
      const others = withoutOwn(facet, listing);
      return await facets[facet](others).execute(parameters(viewer, others));
    },
  };
}

type Counting = Prepared<{ readonly value: string; readonly count: number }>;
