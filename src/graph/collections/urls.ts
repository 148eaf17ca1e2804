import { repositoryNameOf, repositoryUrl } from "../../rules/repositories/urls.js";
import type { CollectionRow } from "../../store/collections/queries.js";
import type { ShownCollectionVersion } from "./shownCollectionVersion.js";

/** `/orgs/OCL/collections/Community-MCH/` */
export function collectionUrl(collection: CollectionRow): string {
  return repositoryUrl(repositoryNameOf(collection, "COLLECTION"));
}

/** `/orgs/OCL/collections/Community-MCH/v1/`; of HEAD the collection's own URL. */
export function collectionVersionUrl(version: ShownCollectionVersion): string {
  const { collection, ordinal, label } = version;
  return ordinal === null ? collectionUrl(collection) : `${collectionUrl(collection)}${label}/`;
}
