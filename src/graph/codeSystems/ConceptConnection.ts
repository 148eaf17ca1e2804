import { FieldResolver, Resolver, Root } from "type-graphql";
import type { Key, Slice, Window } from "../../kernel/window.js";
import type { ConceptRow } from "../../store/codeSystems/concepts.js";
import type { ConceptList } from "../../store/codeSystems/searchLoaders.js";
import type { ConceptOrdering } from "../../store/codeSystems/searchPages.js";
import type { ListedSystem } from "../../store/codeSystems/searchScope.js";
import type { Context } from "../context.js";
import { Connection, connectionOf } from "../shared/connections.js";
import { Facet } from "../shared/Facet.js";
import { type PageArguments, usualSizes, windowOf } from "../shared/PageArguments.js";
import { Concept } from "./Concept.js";
import { type ConceptFilter, conceptListing, rootOf } from "./ConceptFilter.js";
import { type ConceptOrder, conceptOrdering } from "./ConceptOrder.js";
import { conceptFacets } from "./conceptFacets.js";
import { systemOf } from "./conceptIdentity.js";

export const ConceptConnection = connectionOf("Concept", () => Concept, "concepts");

@Resolver(() => ConceptConnection)
export class ConceptFacetsResolver {
  @FieldResolver(() => [Facet], {
    description:
      "The whole list by conceptClass, datatype, codeSystem, locale and retired; counted only when selected.",
  })
  async facets(@Root() connection: ConceptsShown<unknown>): Promise<readonly Facet[]> {
    return await connection.facets();
  }
}

/** A window of a list of concepts, which can be counted by their fields. */
export class ConceptsShown<Item> extends Connection<Item> {
  readonly facets: () => Promise<readonly Facet[]>;

  constructor(
    slice: Slice<Item>,
    window: Window,
    list: {
      readonly keyOf: (concept: Item) => Key;
      readonly count: () => Promise<number>;
      readonly facets: () => Promise<readonly Facet[]>;
    },
  ) {
    super(slice, window, list);
    this.facets = list.facets;
  }
}

/** What a list of concepts is asked with. */
export interface ConceptsAsked {
  readonly filter: ConceptFilter | null | undefined;
  readonly orderBy: ConceptOrder | null | undefined;
  readonly page: PageArguments;
}

/**
 * The concepts of code systems at their revisions, as one list.
 * @param everywhere the code systems that the list would be of if none were named
 */
export async function conceptsOf(
  systems: readonly ListedSystem[],
  { filter, orderBy, page }: ConceptsAsked,
  context: Context,
  everywhere: () => Promise<readonly ListedSystem[]> = async () => systems,
) {
  const listing = conceptListing(filter);
  const order = conceptOrdering(orderBy, { searched: listing.q !== null });
  const list = { scope: { systems, root: rootOf(filter) }, listing };
  return await shown(list, { order, page, everywhere }, context);
}

/** Everything below a concept where it was read, in order of code; retired concepts too. */
export async function descendantsOf(parent: ConceptRow, page: PageArguments, context: Context) {
  const list = await neighbours(parent, "DESCENDANTS", context);
  const { systems } = list.scope;
  const order = { by: "ID", direction: "ASC" } as const;
  return await shown(list, { order, page, everywhere: async () => systems }, context);
}

/** The children of a concept where it was read, in order of code; retired ones too. */
export async function childrenOf(parent: ConceptRow, page: PageArguments, context: Context) {
  const window = windowOf(page, { ...usualSizes, key: ["string"] });
  const { containerId, revision, code } = parent;
  const key = { containerId, revision, code };
  const { children, childCount } = context.load.codeSystems;
  return new ConceptsShown(await children.load({ key, window }), window, {
    keyOf: ({ code }) => [code],
    count: () => childCount.load(key),
    facets: async () => {
      const list = await neighbours(parent, "CHILDREN", context);
      return await conceptFacets(list, async () => list.scope.systems, context);
    },
  });
}

async function neighbours(
  parent: ConceptRow,
  below: "CHILDREN" | "DESCENDANTS",
  context: Context,
): Promise<ConceptList> {
  const { codeNormalization } = await systemOf(parent, context);
  const { containerId, revision, code } = parent;
  return {
    scope: { systems: [{ containerId, revision, codeNormalization }], root: code },
    listing: { ...conceptListing(null), includeRetired: true, below },
  };
}

const keyParts = {
  BEST_MATCH: ["number", "string", "string"],
  ID: ["string", "string"],
  OTHERS: ["string", "string", "string"],
} as const;

/** A window of a list of concepts, with what is counted of the whole list when that is selected. */
export async function listedConcepts(
  list: ConceptList,
  {
    order,
    page,
    everywhere,
  }: {
    readonly order: ConceptOrdering;
    readonly page: PageArguments;
    readonly everywhere: () => Promise<readonly ListedSystem[]>;
  },
  context: Context,
) {
  const { by } = order;
  const key = keyParts[by === "BEST_MATCH" || by === "ID" ? by : "OTHERS"];
  const window = windowOf(page, { ...usualSizes, key });
  const { concepts, conceptCount } = context.load.codeSystems;
  return {
    slice: await concepts({ ...list, order, window }),
    window,
    count: () => conceptCount(list),
    facets: () => conceptFacets(list, everywhere, context),
  };
}

async function shown(...asked: Parameters<typeof listedConcepts>) {
  const { slice, window, ...list } = await listedConcepts(...asked);
  return new ConceptsShown(slice, window, { keyOf: ({ key }) => key, ...list });
}
