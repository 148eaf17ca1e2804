import type { MemberState } from "../../store/collections/pins.js";
import type { ReferenceRow } from "../../store/collections/references.js";
import { headOf, type ShownCollectionVersion } from "../collections/shownCollectionVersion.js";
import { stateOf } from "../collections/shownMember.js";
import type { Context } from "../context.js";

/** A reference with the version of the collection through which it was reached; HEAD where there is none. */
export type ShownReference = ReferenceRow & { readonly shownIn?: ShownCollectionVersion };

/** Where a reference delivers: the collection as it was reached, and this reference alone. */
export interface ReferencePlace {
  readonly version: ShownCollectionVersion;
  readonly state: MemberState;
}

export async function placeOf(
  reference: ShownReference,
  context: Context,
): Promise<ReferencePlace> {
  const version = reference.shownIn ?? (await headWith(reference, context));
  return { version, state: { ...(await stateOf(version, context)), reference: reference.id } };
}

/** HEAD, or where the reference was still there. */
async function headWith(
  { containerId, toRevision }: ReferenceRow,
  context: Context,
): Promise<ShownCollectionVersion> {
  const collection = await context.load.collections.byId.load(containerId);
  if (!collection) throw new Error(`Collection ${containerId} is gone`);
  const version = headOf(collection);
  return { ...version, revision: Math.min(version.revision, toRevision - 1) };
}

/** Whether what a reference names is there. A list may be empty. */
export async function isResolved(reference: ShownReference, context: Context): Promise<boolean> {
  const { state } = await placeOf(reference, context);
  return await context.load.collectionMembers.resolved.load(state);
}
