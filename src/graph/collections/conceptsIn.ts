import { FieldResolver, Resolver, Root } from "type-graphql";
import type { ListedConcept } from "../../store/codeSystems/search.js";
import type { MemberState } from "../../store/collections/pins.js";
import {
  type ConceptsAsked,
  ConceptsShown,
  listedConcepts,
} from "../codeSystems/ConceptConnection.js";
import { conceptListing, rootOf } from "../codeSystems/ConceptFilter.js";
import { conceptOrdering } from "../codeSystems/ConceptOrder.js";
import type { Context } from "../context.js";
import { connectionOf } from "../shared/connections.js";
import { Facet } from "../shared/Facet.js";
import { CollectionConcept } from "./CollectionConcept.js";
import type { ShownCollectionVersion } from "./shownCollectionVersion.js";
import type { ShownConcept } from "./shownMember.js";

export const CollectionConceptConnection = connectionOf(
  "CollectionConcept",
  () => CollectionConcept,
  "concepts of a collection",
);

interface ListedMember extends ShownConcept {
  readonly concept: ListedConcept;
}

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

/** The concepts that are members of a version, or that one of its references delivers. */
export async function conceptsIn(
  { version, state }: { readonly version: ShownCollectionVersion; readonly state: MemberState },
  { filter, orderBy, page }: ConceptsAsked,
  context: Context,
) {
  const listing = { ...conceptListing(filter), members: true as const };
  const order = conceptOrdering(orderBy, { searched: listing.q !== null });
  const systems = state.pins.map(({ id, revision }) => ({
    containerId: id,
    revision,
    codeNormalization: "NONE" as const,
  }));
  const list = { scope: { systems, root: rootOf(filter), members: state }, listing };
  const { slice, window, ...whole } = await listedConcepts(
    list,
    { order, page, everywhere: async () => systems },
    context,
  );
  const items = slice.items.map((concept): ListedMember => ({ concept, version }));
  return new ConceptsShown({ ...slice, items }, window, {
    keyOf: ({ concept: { key } }) => key,
    ...whole,
  });
}
