import type { Queries } from "../database.js";

/** A version that was just named, and the revision of the collection that it names. */
export interface PinnedVersion {
  readonly containerId: number;
  readonly ordinal: number;
  readonly revision: number;
}

/**
 * Writes down where a new version of a collection reads the code systems and collections that its references
 * name: `collection_pin`. To be called once, in the transaction that names the version, under the lock of
 * the collection. So far no reference is read, and there is nothing to write down.
 */
export async function pinReferences(_queries: Queries, _version: PinnedVersion): Promise<void> {}
