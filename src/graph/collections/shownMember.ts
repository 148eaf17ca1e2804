import type { ConceptRow } from "../../store/codeSystems/concepts.js";
import type { MemberState } from "../../store/collections/pins.js";
import type { ConceptMappingRow } from "../../store/conceptMappings/rows.js";
import type { Context } from "../context.js";
import type { ShownCollectionVersion } from "./shownCollectionVersion.js";

/** A concept as a member of a version of a collection. */
export interface ShownConcept {
  readonly concept: ConceptRow;
  readonly version: ShownCollectionVersion;
  /** Where its expansion is read, if it was reached through one. */
  readonly expanded?: MemberState | undefined;
}

/** A mapping as a member of a version of a collection. */
export interface ShownMapping {
  readonly mapping: ConceptMappingRow;
  readonly version: ShownCollectionVersion;
  /** Where its expansion is read, if it was reached through one. */
  readonly expanded?: MemberState | undefined;
}

/** Where the references of a version lead. */
export async function stateOf(
  version: ShownCollectionVersion,
  { load }: Context,
): Promise<MemberState> {
  const { containerId, revision, ordinal, at } = version;
  return await load.collectionMembers.stateOf.load({ containerId, revision, ordinal, at });
}

/** What a member is looked at with: its expansion, or the whole version. */
export async function stateAround(
  { version, expanded }: Pick<ShownConcept, "version" | "expanded">,
  context: Context,
): Promise<MemberState> {
  return expanded ?? (await stateOf(version, context));
}

/** The same with all that its references deliver, whatever the expansion leaves out of it. */
export async function wholeStateAround(
  member: Pick<ShownConcept, "version" | "expanded">,
  context: Context,
): Promise<MemberState> {
  const { narrowing: _, ...whole } = await stateAround(member, context);
  return whole;
}
