import { type NamedStart, readStart } from "../../rules/cascades/start.js";
import { placeOfMember } from "../../rules/collections/memberOrder.js";
import { specifiedIdText } from "../../rules/references/memberIds.js";
import type { ConceptRow } from "../../store/codeSystems/concepts.js";
import type { HeldIn } from "../../store/collections/held.js";
import { memberNamed } from "../collections/foundMembers.js";
import type { ShownCollectionVersion } from "../collections/shownCollectionVersion.js";
import { stateOf } from "../collections/shownMember.js";
import type { Context } from "../context.js";
import {
  type NamedArgument,
  type NamedVersion,
  repositoryVersions,
  versionsNamed,
} from "../repositories/namedVersions.js";
import { badUserInput } from "../shared/errors.js";
import { isGiven } from "../shared/given.js";

/** Where a cascade starts, and what it must not leave; null: it may go anywhere. */
export interface CascadeStart {
  readonly root: ConceptRow;
  readonly within: HeldIn | null;
}

/** The version that an argument names; null where it is left out. */
export async function heldIn(
  argument: string,
  text: string | null | undefined,
  context: Context,
): Promise<NamedVersion | null> {
  const named: NamedArgument[] = isGiven(text) ? [{ argument, text }] : [];
  const [version = null] = await versionsNamed(named, context);
  return version;
}

/** What is in a version, as the store looks it up. */
export async function contentsOf(named: NamedVersion, context: Context): Promise<HeldIn> {
  if (named.kind === "COLLECTION") {
    return { kind: "COLLECTION", state: await stateOf(named.version, context) };
  }
  const { containerId, revision } = named.version;
  return { kind: "CODE_SYSTEM", containerId, revision };
}

/**
 * The concept that a cascade starts from, where it is read, and what the cascade has to stay in.
 * @throws BAD_USER_INPUT where the caller sees no such concept there; AMBIGUOUS where there are several
 */
export async function startOf(
  { concept, within }: { readonly concept: string; readonly within: string | null | undefined },
  context: Context,
): Promise<CascadeStart> {
  const read = readStart(concept, context.viewer.user?.name ?? null);
  if (!read.ok) throw badUserInput(`concept names no concept: ${read.failure}.`);
  const [asked, [own = null]] = await Promise.all([
    heldIn("within", within, context),
    repositoryVersions(read.value.of ? [read.value.of] : [], context),
  ]);
  if (read.value.of && !own) throw notThere(concept);
  const place = asked ?? own;
  if (!place) throw badUserInput("concept has to be a URL where within is left out.");
  const root =
    place.kind === "COLLECTION"
      ? await memberAt(place.version, { named: read.value, own }, context)
      : await conceptIn(place, { named: read.value, own }, context);
  if (!root) throw notThere(concept);
  const free = asked === null && place.kind === "CODE_SYSTEM";
  return { root, within: free ? null : await contentsOf(place, context) };
}

interface Named {
  readonly named: NamedStart;
  /** What the concept's own URL names. */
  readonly own: NamedVersion | null;
}

async function conceptIn(
  { version }: NamedVersion & { readonly kind: "CODE_SYSTEM" },
  { named: { code }, own }: Named,
  { load }: Context,
): Promise<ConceptRow | null> {
  if (own && own.version.containerId !== version.containerId) {
    throw badUserInput("concept is not of the code system that within names.");
  }
  return await load.codeSystems.meantConcept(version, version.system, code);
}

/** A member as it is read in a version of a collection. */
async function memberAt(
  version: ShownCollectionVersion,
  { named: { code }, own }: Named,
  context: Context,
): Promise<ConceptRow | null> {
  const member = await memberNamed(version, idOf(code, own), context);
  if (!member) return null;
  const { containerId } = member;
  const members = await context.load.collectionMembers.concepts.load(
    await stateOf(version, context),
  );
  const place = placeOfMember(members, { id: containerId, code: member.code });
  const revision = members.revisions[place ?? -1];
  if (revision === undefined) return null;
  return await context.load.codeSystems.conceptAt.load({
    containerId,
    revision,
    code: member.code,
  });
}

/** How a collection calls a concept: as it was given, or by the code system of its URL. */
function idOf(code: string, own: NamedVersion | null): string {
  if (own?.kind !== "CODE_SYSTEM") return code;
  const { ownerOrganization, ownerUser, shortCode } = own.version.system;
  const owner = ownerOrganization ?? ownerUser ?? "";
  return specifiedIdText({ owner, shortCode, version: null, code });
}

function notThere(concept: string) {
  return badUserInput(
    `concept names ${concept}, which is not there, or not for the caller to see.`,
  );
}
