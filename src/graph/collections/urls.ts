import { specifiedIdText } from "../../rules/references/memberIds.js";
import { repositoryNameOf, repositoryUrl } from "../../rules/repositories/urls.js";
import type { CodeSystemRow } from "../../store/codeSystems/queries.js";
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

/** `/orgs/CIEL/collections/StarterSet/concepts/WHO:ICD-10:A15.1/`: a concept as a member. */
export function memberConceptUrl(
  version: ShownCollectionVersion,
  { ownerOrganization, ownerUser, shortCode }: CodeSystemRow,
  code: string,
): string {
  const owner = ownerOrganization ?? ownerUser ?? "";
  const id = { owner, shortCode, version: null, code: encodeURIComponent(code) };
  return `${collectionVersionUrl(version)}concepts/${specifiedIdText(id)}/`;
}
