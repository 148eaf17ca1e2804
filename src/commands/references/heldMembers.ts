import { failed, ok } from "../../kernel/result.js";
import type { Viewer } from "../../rules/access/viewer.js";
import type { ReferenceDefinition } from "../../rules/references/definition.js";
import type { AskedReference, ReferenceMode } from "../../rules/references/expandRequest.js";
import { INVALID_EXPRESSION } from "../../rules/references/messages.js";
import { isHeld } from "../../rules/references/pinning.js";
import { namedRepositoryText } from "../../rules/references/repositories.js";
import { type HeadMember, headMembers } from "../../store/collections/headMembers.js";
import type { ReferenceTarget } from "../../store/collections/referenceTargets.js";
import type { Queries } from "../../store/database.js";
import { locateReferences } from "./resolveReferences.js";

/** A reference that is asked for; `pinned` where it got its version from the collection that holds it. */
export interface SettledReference extends AskedReference {
  readonly pinned: boolean;
}

interface Held {
  readonly asked: AskedReference;
  readonly definition: ReferenceDefinition;
  readonly collection: ReferenceTarget;
}

/**
 * One concept or mapping of a collection that is to be pinned becomes a reference to it in its code system, in
 * the version that the collection holds at HEAD. The number of statements follows that of the collections.
 */
export async function heldMembersPinned(
  queries: Queries,
  viewer: Viewer,
  asked: readonly AskedReference[],
  mode: ReferenceMode,
): Promise<readonly SettledReference[]> {
  const held = await heldReferences(queries, viewer, asked, mode);
  const members = await membersOf(queries, viewer, held);
  const places = new Map(held.map((one) => [one.asked, one]));
  return asked.map((one) => {
    const found = places.get(one);
    if (!found) return { ...one, pinned: false };
    const among = members.get(keyOf(found)) ?? [];
    return { ...one, read: pinnedMember(found, among), pinned: true };
  });
}

async function heldReferences(
  queries: Queries,
  viewer: Viewer,
  asked: readonly AskedReference[],
  mode: ReferenceMode,
): Promise<readonly Held[]> {
  const held = asked.flatMap((one) =>
    one.read.ok && isHeld(one.read.value, mode) ? [{ asked: one, definition: one.read.value }] : [],
  );
  const definitions = held.map(({ definition }) => definition);
  const located = held.length > 0 ? await locateReferences(queries, viewer, definitions) : [];
  return held.flatMap((one, at) => {
    const collection = located[at]?.system ?? located[at]?.valuesets[0];
    return collection?.kind === "COLLECTION" ? [{ ...one, collection }] : [];
  });
}

async function membersOf(
  queries: Queries,
  viewer: Viewer,
  held: readonly Held[],
): Promise<ReadonlyMap<string, readonly HeadMember[]>> {
  const found = new Map<string, readonly HeadMember[]>();
  for (const one of held) {
    const key = keyOf(one);
    if (found.has(key)) continue;
    const alike = held.filter((other) => keyOf(other) === key);
    const codes = alike.map(({ definition }) => definition.code ?? "");
    const { referenceType } = one.definition;
    const asked = { referenceType, filters: [], codes };
    found.set(key, await headMembers(queries, viewer, one.collection, asked, null));
  }
  return found;
}

function keyOf({ collection, definition }: Held): string {
  return `${collection.id} ${definition.referenceType}`;
}

function pinnedMember(
  { definition }: Held,
  members: readonly HeadMember[],
): AskedReference["read"] {
  const { code, referenceType, system, valuesets } = definition;
  const [member, ...others] = members.filter((one) => one.code === code);
  const what = `${referenceType === "MAPPINGS" ? "mapping" : "concept"} ${code}`;
  if (!member || others.length > 0) {
    const named = system ?? valuesets[0];
    const where = named ? namedRepositoryText(named) : "";
    const hint = member
      ? `${where} holds ${what} of several code systems: name one of them`
      : `there is no ${what} in ${where}`;
    return failed({ message: INVALID_EXPRESSION, hint });
  }
  return ok({
    ...definition,
    system: { repository: member.system, version: null },
    valuesets: [],
    resourceVersion: `${member.version}`,
  });
}
