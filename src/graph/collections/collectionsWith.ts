import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { type Slice, skippedBefore, sliceOf, type Window } from "../../kernel/window.js";
import type { ConceptRow } from "../../store/codeSystems/concepts.js";
import type { CollectionRow } from "../../store/collections/queries.js";
import {
  COLLECTION_FACETS,
  type CollectionFacet,
  type ListedCollection,
} from "../../store/collections/search.js";
import { Concept } from "../codeSystems/Concept.js";
import type { Context } from "../context.js";
import { countedValues, type Facet } from "../shared/Facet.js";
import { PageArguments, usualSizes, windowOf } from "../shared/PageArguments.js";
import { CollectionConnection, CollectionsShown } from "./CollectionConnection.js";
import { collectionUrl } from "./urls.js";

@Resolver(() => Concept)
export class ConceptCollectionsResolver {
  @FieldResolver(() => CollectionConnection, {
    description:
      "The collections that the caller may read whose HEADs hold the concept, in whichever version, by URL. " +
      "100 by default, at most 1000.",
  })
  async collections(
    @Root() { containerId: id, code }: ConceptRow,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() { load }: Context,
  ) {
    const window = windowOf(page, { ...usualSizes, key: ["number", "string"] });
    const ids = await load.collectionMembers.holders.load({ id, code });
    const rows = await load.collections.byId.loadMany(ids);
    const all = rows
      .filter((row): row is CollectionRow => row !== null && !(row instanceof Error))
      .map((row): ListedCollection => ({ ...row, key: [0, collectionUrl(row)] }))
      .sort((one, other) => (one.key[1] < other.key[1] ? -1 : 1));
    return new CollectionsShown(windowOfAll(all, window), window, {
      count: async () => all.length,
      facets: async () => facetsOfAll(all),
    });
  }
}

/** A window of collections that are at hand, in the order of their URLs. */
function windowOfAll(all: readonly ListedCollection[], window: Window): Slice<ListedCollection> {
  const more = window.size + 1;
  if (window.by === "page") {
    const skipped = skippedBefore(window);
    return sliceOf(all.slice(skipped, skipped + more), window);
  }
  const [, after = ""] = window.after ?? [];
  const [, before = null] = window.before ?? [];
  const between = all.filter(
    ({ key: [, url] }) => url > after && (before === null || url < before),
  );
  return sliceOf((window.backward ? between.toReversed() : between).slice(0, more), window);
}

const valuesOf: Readonly<Record<CollectionFacet, (row: CollectionRow) => readonly string[]>> = {
  locale: ({ supportedLocales }) => supportedLocales,
  collectionType: ({ collectionType }) => (collectionType === null ? [] : [collectionType]),
  owner: ({ ownerOrganization, ownerUser }) => [ownerOrganization ?? ownerUser ?? ""],
  ownerType: ({ ownerUserId }) => [ownerUserId === null ? "ORGANIZATION" : "USER"],
};

function facetsOfAll(rows: readonly CollectionRow[]): readonly Facet[] {
  return COLLECTION_FACETS.map((field) => ({
    field,
    values: countedValues(rows.flatMap(valuesOf[field])),
  }));
}
