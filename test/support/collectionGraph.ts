/** Every mutation of collections and their versions, with what tests look at of what it answers. */
export const collectionMutations = {
  createCollection: "collection { shortCode url }",
  editCollection: "collection { shortCode name }",
  deactivateCollection: "collection { shortCode deactivatedAt }",
  reactivateCollection: "collection { shortCode deactivatedAt }",
  createCollectionVersion: "collectionVersion { label released }",
  editCollectionVersion: "collectionVersion { label released retired }",
  deactivateCollectionVersion: "collection { shortCode }",
  clearCollectionVersionProcessing: "collectionVersion { label processing }",
} as const;

export type CollectionMutation = keyof typeof collectionMutations;
