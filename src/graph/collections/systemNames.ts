import type { CodeSystemRow } from "../../store/codeSystems/queries.js";
import type { MemberState, Pin } from "../../store/collections/pins.js";
import { codeSystemUrl } from "../codeSystems/urls.js";
import type { Context } from "../context.js";

/**
 * All that mappings call a code system, as a collection reads it: its URL, and the canonical URL that it has; in a
 * named version the one that it had when the version was made.
 */
export async function systemNamesIn(
  state: MemberState,
  system: CodeSystemRow,
  context: Context,
): Promise<readonly string[]> {
  const pin = await pinOf(state, system.containerId, context);
  const { canonicalUrl } = pin ?? system;
  return [codeSystemUrl(system), ...(canonicalUrl ? [canonicalUrl] : [])];
}

/** Where a code system is read: by the collection itself, or by a version of another that it reads. */
async function pinOf(
  { pins }: MemberState,
  id: number,
  context: Context,
): Promise<Pick<Pin, "canonicalUrl"> | null> {
  const own = pins.find((pin) => pin.id === id);
  if (own) return own;
  const versions = pins.flatMap(({ id: containerId, revision, ordinal }) =>
    ordinal === null ? [] : [{ containerId, revision, ordinal, at: null }],
  );
  const states = await context.load.collectionMembers.stateOf.loadMany(versions);
  for (const state of states) {
    const found = state instanceof Error ? null : await pinOf(state, id, context);
    if (found) return found;
  }
  return null;
}
