import { GraphQLError } from "graphql";
import { canonicalUuid } from "../../kernel/uuid.js";
import { placesEqual } from "../../rules/collections/memberOrder.js";
import { memberVersion } from "../../rules/collections/membership.js";
import type { ConceptRow } from "../../store/codeSystems/concepts.js";
import type { CodeSystemRow } from "../../store/codeSystems/queries.js";
import type { MemberConcepts } from "../../store/collections/gathered.js";
import type { Delivery } from "../../store/collections/members.js";
import type { ReferenceRow } from "../../store/collections/references.js";
import type { ConceptMappingRow } from "../../store/conceptMappings/rows.js";
import type { Context } from "../context.js";
import { type NamedConcepts, readings } from "./namedConcepts.js";
import type { ShownCollectionVersion } from "./shownCollectionVersion.js";
import { type ShownConcept, type ShownMapping, stateOf, wholeStateAround } from "./shownMember.js";
import { memberConceptUrl } from "./urls.js";

/** What is delivered of one concept. */
export interface Delivered {
  readonly system: CodeSystemRow;
  readonly code: string;
  readonly deliveries: readonly Delivery[];
}

/** What a version's references deliver under a code, of the code systems that the caller may read. */
export async function deliveredUnder(
  version: ShownCollectionVersion,
  { code, system }: NamedConcepts,
  context: Context,
): Promise<readonly Delivered[]> {
  const state = await stateOf(version, context);
  const found = await context.load.collectionMembers.deliveries.load({ state, code });
  const ids = [...new Set(found.map(({ id }) => id))];
  const systems = await context.load.codeSystems.byId.loadMany(ids);
  return systems
    .filter((one): one is CodeSystemRow => one !== null && !(one instanceof Error))
    .filter(
      ({ licensed, containerId }) =>
        licensed && (system?.containerId ?? containerId) === containerId,
    )
    .map((one) => ({
      system: one,
      code,
      deliveries: found.filter(({ id }) => id === one.containerId),
    }));
}

/** A concept that is a member, at a version of it. */
interface FoundMember {
  readonly system: CodeSystemRow;
  readonly code: string;
  readonly number: number;
}

/**
 * The concept that is a member under an id; null where none is. Where all members are remembered it is looked up
 * there, else the references are asked for its code alone.
 * @throws AMBIGUOUS where several are
 */
export async function memberNamed(
  version: ShownCollectionVersion,
  id: string,
  context: Context,
): Promise<ConceptRow | null> {
  const state = await stateOf(version, context);
  const known = context.load.collectionMembers.knownConcepts(state);
  for (const named of await readings(id, context)) {
    const held = known && (await heldUnder(known, named, context));
    // In which order the references bring several in is not to be told from the members.
    const members =
      held && held.length < 2 ? held : await deliveredMembers(version, named, context);
    const [first, ...others] = members;
    if (!first || !(await isReleased(first, named.release ?? null, context))) continue;
    if (others.length > 0) {
      throw ambiguous(
        id,
        members.map(({ system, code }) => memberConceptUrl(version, system, code)),
      );
    }
    const key = { containerId: first.system.containerId, code: first.code, version: first.number };
    return await context.load.codeSystems.conceptVersion.load(key);
  }
  return null;
}

async function heldUnder(
  { ids, codes, versions }: MemberConcepts,
  { code, system }: NamedConcepts,
  { load }: Context,
): Promise<readonly FoundMember[]> {
  const places = placesEqual(codes, code);
  const owners = places.map((place) => ids[place] ?? 0);
  const systems = system
    ? owners.map((id) => (id === system.containerId ? system : null))
    : await load.codeSystems.byId.loadMany(owners);
  return places.flatMap((place, at) => {
    const own = systems[at];
    if (!own || own instanceof Error || !own.licensed) return [];
    return [{ system: own, code, number: versions[place] ?? 0 }];
  });
}

async function deliveredMembers(
  version: ShownCollectionVersion,
  named: NamedConcepts,
  context: Context,
): Promise<readonly FoundMember[]> {
  return (await deliveredUnder(version, named, context)).flatMap((one) => {
    const number = memberVersion(one.deliveries);
    return number === null ? [] : [{ ...one, number }];
  });
}

/** Whether a version of a concept is the one that a version of its code system holds, where that is asked for. */
async function isReleased(
  { system: { containerId }, code, number }: FoundMember,
  label: string | null,
  { load }: Context,
): Promise<boolean> {
  if (label === null) return true;
  const release = await load.repositories.versionByLabel.load({ id: containerId, label });
  if (!release) return false;
  const { revision } = release;
  const held = await load.codeSystems.conceptAt.load({ containerId, revision, code });
  return held?.version === number;
}

function ambiguous(id: string, candidates: readonly string[]): GraphQLError {
  const message = `"${id}" is the id of several members: ${candidates.join(", ")}.`;
  return new GraphQLError(message, { extensions: { code: "AMBIGUOUS", candidates } });
}

/** The references that bring a concept in. */
export async function bringersOf(
  member: ShownConcept,
  context: Context,
): Promise<readonly ReferenceRow[]> {
  const { code, containerId } = member.concept;
  const state = await wholeStateAround(member, context);
  const found = await context.load.collectionMembers.deliveries.load({ state, code });
  const own = found.filter((delivery) => delivery.include && delivery.id === containerId);
  return await referencesOf(
    own.map(({ ref }) => ref),
    context,
  );
}

/** The references that bring a mapping in. */
export async function mappingBringersOf(
  member: ShownMapping,
  context: Context,
): Promise<readonly ReferenceRow[]> {
  const { uid } = member.mapping;
  const state = await wholeStateAround(member, context);
  const ids = await context.load.collectionMembers.mappingBringers.load({ state, uid });
  return await referencesOf(ids, context);
}

/** References by their ids, each once, in the order in which they were added. */
export async function referencesOf(
  found: readonly number[],
  { load }: Context,
): Promise<readonly ReferenceRow[]> {
  const ids = [...new Set(found)].sort((a, b) => a - b);
  const rows = await load.collectionMembers.reference.loadMany(ids);
  return rows.filter((row): row is ReferenceRow => row !== null && !(row instanceof Error));
}

/** The mapping that is a member under its uuid; null where none is that the caller may read. */
export async function memberMappingNamed(
  version: ShownCollectionVersion,
  id: string,
  context: Context,
): Promise<ConceptMappingRow | null> {
  const uid = canonicalUuid(id.trim());
  if (uid === null) return null;
  const state = await stateOf(version, context);
  return await context.load.collectionMembers.mappingNamed.load({ state, uid });
}
