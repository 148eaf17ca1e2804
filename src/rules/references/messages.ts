import type { ReferenceDefinition } from "./definition.js";
import { resourceOf } from "./identity.js";

export const INVALID_EXPRESSION = "Expression specified is not valid.";
export const NOT_UNIQUE = "Concept or Mapping reference name must be unique in a collection.";
export const FULLY_SPECIFIED_NOT_UNIQUE =
  "Concept fully specified name must be unique for same collection and locale.";
export const PREFERRED_NOT_UNIQUE =
  "Concept preferred name must be unique for same collection and locale.";
export const NOT_IN_COLLECTION = "Expression was not found in the collection.";
export const DELETED = "The reference was deleted.";

/**
 * What is answered of a reference that was added.
 * @param definition as it is stored
 * @param pinned it had no version before
 * @param collection name of the collection
 */
export function addedMessage(
  definition: ReferenceDefinition,
  { pinned, collection }: { readonly pinned: boolean; readonly collection: string },
): string {
  const kind = resourceOf(definition);
  if (kind === null) return `The reference is successfully added to collection ${collection}`;
  const what = kind === "CONCEPT" ? "concept" : "mapping";
  return pinned
    ? `Added the latest versions of ${what} to the collection. Future updates will not be added automatically.`
    : `The ${what} ${definition.code} is successfully added to collection ${collection}`;
}
