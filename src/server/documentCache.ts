import type { DocumentNode } from "graphql";
import { BoundedCache } from "../kernel/boundedCache.js";
import { limits } from "./limits.js";

/**
 * Operations that were parsed and found valid. They are weighed by the length of their text; a
 * parsed one takes about a hundred times as much. Long ones carry their data inline and hardly come
 * again.
 */
export function createDocumentCache() {
  const documents = new BoundedCache<DocumentNode>(limits.cachedDocuments);
  return {
    get: async (key: string) => documents.get(key),
    set: async (key: string, document: DocumentNode) => {
      const length = document.loc?.source.body.length ?? 0;
      if (length <= limits.cachedDocument) documents.set(key, document, length);
    },
    delete: async (key: string) => documents.delete(key),
  };
}
