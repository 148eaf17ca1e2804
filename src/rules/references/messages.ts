/** What is answered of references that are added, or not, and deleted, or not. */

type Kind = "concept" | "mapping";

export const INVALID_EXPRESSION = "Expression specified is not valid.";
export const NOT_UNIQUE = "Concept or Mapping reference name must be unique in a collection.";
export const NOT_IN_COLLECTION = "Expression was not found in the collection.";
export const DELETED = "The reference was deleted.";

/** An unversioned concept or mapping was pinned to its newest version. */
export function pinnedMessage(kind: Kind): string {
  return `Added the latest versions of ${kind} to the collection. Future updates will not be added automatically.`;
}

/** One concept or mapping was added as it was asked for. `collection` is the collection's name. */
export function resourceAddedMessage(kind: Kind, code: string, collection: string): string {
  return `The ${kind} ${code} is successfully added to collection ${collection}`;
}

/** Anything else was added. */
export function listAddedMessage(collection: string): string {
  return `The reference is successfully added to collection ${collection}`;
}
