import { FieldResolver, Resolver, Root } from "type-graphql";
import type { Key } from "../../kernel/window.js";
import { keyAt, membersIn, placesOf } from "../../rules/collections/memberOrder.js";
import type { ConceptRow } from "../../store/codeSystems/concepts.js";
import { isUnconditional } from "../../store/codeSystems/searchConditions.js";
import type { ConceptList } from "../../store/codeSystems/searchLoaders.js";
import type { ConceptOrdering } from "../../store/codeSystems/searchPages.js";
import type { MemberState } from "../../store/collections/pins.js";
import {
  type ConceptsAsked,
  ConceptsShown,
  listedConcepts,
} from "../codeSystems/ConceptConnection.js";
import { conceptListing, rootOf } from "../codeSystems/ConceptFilter.js";
import { conceptOrdering } from "../codeSystems/ConceptOrder.js";
import { conceptFacets } from "../codeSystems/conceptFacets.js";
import type { Context } from "../context.js";
import { connectionOf } from "../shared/connections.js";
import { Facet } from "../shared/Facet.js";
import { usualSizes, windowOf } from "../shared/PageArguments.js";
import { CollectionConcept } from "./CollectionConcept.js";
import type { ShownCollectionVersion } from "./shownCollectionVersion.js";
import type { ShownConcept } from "./shownMember.js";

export const CollectionConceptConnection = connectionOf(
  "CollectionConcept",
  () => CollectionConcept,
  "concepts of a collection",
);

/** A concept of a list, with its place in it. */
interface Listed {
  readonly concept: ConceptRow;
  readonly key: Key;
}

type ListedMember = ShownConcept & Listed;

@Resolver(() => CollectionConceptConnection)
export class CollectionConceptFacetsResolver {
  @FieldResolver(() => [Facet], {
    description:
      "The whole list by conceptClass, datatype, codeSystem, locale and retired; counted only when selected.",
  })
  async facets(@Root() connection: ConceptsShown<ShownConcept>): Promise<readonly Facet[]> {
    return await connection.facets();
  }
}

/** Where members are read. */
interface Place {
  readonly version: ShownCollectionVersion;
  readonly state: MemberState;
  /** The state again where it is that of an expansion. */
  readonly expanded?: MemberState;
}

/** The concepts that are members of a version, of an expansion of it, or that one of its references delivers. */
export async function conceptsIn(place: Place, asked: ConceptsAsked, context: Context) {
  const { state, version, expanded } = place;
  const { filter, page } = asked;
  const listing = { ...conceptListing(filter), members: true as const };
  const order = conceptOrdering(asked.orderBy, { searched: listing.q !== null });
  const systems = state.pins.map(({ id, revision }) => ({
    containerId: id,
    revision,
    codeNormalization: "NONE" as const,
  }));
  const list = { scope: { systems, root: rootOf(filter), members: state }, listing };
  const everywhere = async () => systems;
  const { slice, window, ...whole } =
    order.by === "ID" && isUnconditional(listing)
      ? await allConcepts(list, { direction: order.direction, page, everywhere }, context)
      : await searchedConcepts(list, { order, page, everywhere }, context);
  const items = slice.items.map(
    ({ concept, key }): ListedMember => ({ concept, key, version, expanded }),
  );
  return new ConceptsShown({ ...slice, items }, window, { keyOf: ({ key }) => key, ...whole });
}

async function searchedConcepts(
  list: ConceptList,
  asked: Parameters<typeof listedConcepts>[1],
  context: Context,
) {
  const { slice, ...others } = await listedConcepts(list, asked, context);
  const items = slice.items.map((concept): Listed => ({ concept, key: concept.key }));
  return { ...others, slice: { ...slice, items } };
}

/** All members by code: nothing has to be looked for where they are known. */
async function allConcepts(
  list: ConceptList & { readonly scope: { readonly members: MemberState } },
  asked: Omit<Parameters<typeof listedConcepts>[1], "order"> & Pick<ConceptOrdering, "direction">,
  context: Context,
) {
  const { load } = context;
  const window = windowOf(asked.page, { ...usualSizes, key: ["string", "string"] });
  const members = await load.collectionMembers.concepts.load(list.scope.members);
  const systems = await load.codeSystems.byId.loadMany(Object.keys(members.urls).map(Number));
  const readable = systems.flatMap((system) =>
    system && !(system instanceof Error) && system.licensed ? [system.containerId] : [],
  );
  const { includeRetired } = list.listing;
  const shown = { readable: new Set(readable), includeRetired };
  const slice = membersIn(members, shown, { window, direction: asked.direction });
  const keys = slice.items.map((place) => ({
    containerId: members.ids[place] ?? 0,
    revision: members.revisions[place] ?? 0,
    code: members.codes.at(place) ?? "",
  }));
  const concepts = await load.collectionMembers.conceptsAt.load(keys);
  const items = slice.items.map((place, at): Listed => {
    const concept = concepts[at];
    if (!concept) throw new Error("A member is gone");
    return { concept, key: keyAt(members, place) };
  });
  return {
    slice: { ...slice, items },
    window,
    count: async () => placesOf(members, shown).length,
    facets: () => conceptFacets(list, asked.everywhere, context),
  };
}
