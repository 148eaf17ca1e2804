import type { ConceptRow } from "../../store/codeSystems/concepts.js";
import type { MemberState } from "../../store/collections/pins.js";
import type { ConceptMappingRow } from "../../store/conceptMappings/rows.js";
import type { Context } from "../context.js";
import type { ShownCollectionVersion } from "./shownCollectionVersion.js";

/** A concept as a member of a version of a collection. */
export interface ShownConcept {
  readonly concept: ConceptRow;
  readonly version: ShownCollectionVersion;
}

/** A mapping as a member of a version of a collection. */
export interface ShownMapping {
  readonly mapping: ConceptMappingRow;
  readonly version: ShownCollectionVersion;
}

/** Where the references of a version lead. */
export async function stateOf(
  version: ShownCollectionVersion,
  { load }: Context,
): Promise<MemberState> {
  const { containerId, revision, ordinal, at } = version;
  return await load.collectionMembers.stateOf({ containerId, revision, ordinal, at });
}
