import type { Slice } from "../../kernel/window.js";
import type { Viewer } from "../../rules/access/viewer.js";
import { listLoaderOf, separated } from "../batch.js";
import type { Store } from "../store.js";
import type { ConceptFacet } from "./facets.js";
import type { ConceptPage, FacetRow, ListedConcept } from "./search.js";
import type { ConceptListing } from "./searchConditions.js";
import type { ConceptScope } from "./searchScope.js";

/** A list of concepts: of which code systems, and which of them. */
export interface ConceptList {
  readonly scope: ConceptScope;
  readonly listing: ConceptListing;
}

export interface ConceptPageKey extends ConceptPage {
  readonly scope: ConceptScope;
}

const scopeText = ({ systems, root, words, members }: ConceptScope) =>
  JSON.stringify([
    systems.map(({ containerId, revision }) => [containerId, revision]),
    root,
    words,
    members,
  ]);

/**
 * Loaders of lists of concepts. A search that finds nothing by its words as they were typed is repeated with
 * words that are like them; whether it is depends on the search and the code systems alone, so that a list,
 * its total and its facets agree.
 */
export function conceptListLoaders({ conceptSearch, vocabulary }: Store, viewer: Viewer) {
  const shapeOfWords = ({ scope, q }: SearchKey) => JSON.stringify([q, scope.words !== undefined]);
  const loosenedWords = listLoaderOf(
    (key: SearchKey) => `${scopeText({ ...key.scope, root: null })} ${key.q}`,
    shapeOfWords,
    (keys) => {
      const [scopes, { q }] = separated(keys, ({ scope }) => scope);
      return vocabulary.loosened(viewer, scopes, q);
    },
  );
  /** The scope with other words, where those that were typed are nowhere. */
  const loosened = async ({ scope, listing: { q } }: ConceptList): Promise<ConceptScope | null> => {
    if (q === null || scope.words !== undefined) return null;
    const words = await loosenedWords.load({ scope, q });
    return words === null ? null : { ...scope, words };
  };
  const pages = listLoaderOf(
    (key: ConceptPageKey) => `${scopeText(key.scope)} ${shapeOfPage(key)}`,
    shapeOfPage,
    (keys) => conceptSearch.lists(viewer, ...separated(keys, ({ scope }) => scope)),
  );
  const counts = listLoaderOf(
    ({ scope, listing }: ConceptList) => `${scopeText(scope)} ${JSON.stringify(listing)}`,
    ({ scope, listing }) => JSON.stringify([listing, scope.words !== undefined]),
    (keys) => {
      const [scopes, { listing }] = separated(keys, ({ scope }) => scope);
      return conceptSearch.counts(viewer, scopes, listing);
    },
  );
  const facets = listLoaderOf(
    (key: FacetsKey) => `${scopeText(key.scope)} ${shapeOfFacets(key)}`,
    shapeOfFacets,
    (keys) => conceptSearch.facets(viewer, ...separated(keys, ({ scope }) => scope)),
  );
  return {
    concepts: async (key: ConceptPageKey): Promise<Slice<ListedConcept>> => {
      const page = await pages.load(key);
      if (page.items.length > 0) return page;
      const scope = await loosened(key);
      return scope === null ? page : await pages.load({ ...key, scope });
    },
    conceptCount: async (key: ConceptList): Promise<number> => {
      const count = await counts.load(key);
      if (count > 0) return count;
      const scope = await loosened(key);
      return scope === null ? count : await counts.load({ ...key, scope });
    },
    conceptFacets: async (key: FacetsKey): Promise<readonly FacetRow[]> => {
      const rows = await facets.load(key);
      if (rows.length > 0) return rows;
      const scope = await loosened(key);
      return scope === null ? rows : await facets.load({ ...key, scope });
    },
  };
}

interface SearchKey {
  readonly scope: ConceptScope;
  readonly q: string;
}

interface FacetsKey extends ConceptList {
  readonly fields: readonly ConceptFacet[];
}

const shapeOfPage = ({ scope, listing, order, window }: ConceptPageKey) =>
  JSON.stringify([listing, order, window, scope.words !== undefined]);
const shapeOfFacets = ({ scope, listing, fields }: FacetsKey) =>
  JSON.stringify([listing, fields, scope.words !== undefined]);
