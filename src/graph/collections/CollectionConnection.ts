import { FieldResolver, Resolver, Root } from "type-graphql";
import type { Slice, Window } from "../../kernel/window.js";
import { anyCollection, type CollectionListing } from "../../store/collections/listing.js";
import {
  COLLECTION_FACETS,
  type CollectionOrdering,
  type ListedCollection,
} from "../../store/collections/search.js";
import type { Context } from "../context.js";
import { authorizeReading } from "../shared/authorize.js";
import { Connection, connectionOf } from "../shared/connections.js";
import { Facet } from "../shared/Facet.js";
import { type PageArguments, usualSizes, windowOf } from "../shared/PageArguments.js";
import { Collection } from "./Collection.js";
import { type CollectionFilter, filteredBy } from "./CollectionFilter.js";
import { type CollectionOrder, collectionOrdering } from "./CollectionOrder.js";

export const CollectionConnection = connectionOf("Collection", () => Collection, "collections");

@Resolver(() => CollectionConnection)
export class CollectionFacetsResolver {
  @FieldResolver(() => [Facet], {
    description:
      "The whole list by locale, collectionType, owner and ownerType; counted only when selected.",
  })
  async facets(@Root() connection: CollectionsShown): Promise<readonly Facet[]> {
    return await connection.facets();
  }
}

/** A window of a list of collections, which can be counted by their fields. */
export class CollectionsShown extends Connection<ListedCollection> {
  readonly facets: () => Promise<readonly Facet[]>;

  constructor(
    slice: Slice<ListedCollection>,
    window: Window,
    list: {
      readonly count: () => Promise<number>;
      readonly facets: () => Promise<readonly Facet[]>;
    },
  ) {
    super(slice, window, { count: list.count, keyOf: ({ key }) => key });
    this.facets = list.facets;
  }
}

/** What a list of collections is asked with. */
export interface CollectionsAsked {
  readonly filter: CollectionFilter | null | undefined;
  readonly orderBy: CollectionOrder | null | undefined;
  readonly page: PageArguments;
}

/**
 * A list of collections that the caller may see.
 * @param of whose they are, over and above the filter
 * @param usual the order where none is asked for
 */
export async function collectionsOf(
  context: Context,
  of: Partial<CollectionListing>,
  { filter, orderBy, page }: CollectionsAsked,
  usual: CollectionOrdering["by"] = "BEST_MATCH",
) {
  const { store, viewer } = context;
  authorizeReading(viewer);
  const listing = { ...anyCollection, ...filteredBy(filter, viewer), ...of };
  const order = collectionOrdering(orderBy, usual);
  const value = order.by === "BEST_MATCH" ? "number" : "string";
  const window = windowOf(page, { ...usualSizes, key: [value, "string"] });
  const slice = await store.collectionLists.page(viewer, listing, { order, window });
  return new CollectionsShown(slice, window, {
    count: () => store.collectionLists.count(viewer, listing),
    facets: () =>
      Promise.all(
        COLLECTION_FACETS.map(async (field) => ({
          field,
          values: await store.collectionLists.facet(viewer, listing, field),
        })),
      ),
  });
}
