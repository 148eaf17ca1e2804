import type { RepositoryDetails } from "../repositories/details.js";

/** What a collection says of itself. */
export interface CollectionDetails extends RepositoryDetails {
  readonly collectionType: string | null;
  readonly preferredSource: string | null;
}
