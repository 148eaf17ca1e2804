import { placeUnder } from "../../rules/collections/memberOrder.js";
import { memberVersion } from "../../rules/collections/membership.js";
import type { MemberConcepts } from "../../store/collections/gathered.js";
import type { ReferenceRow } from "../../store/collections/references.js";
import type { Context } from "../context.js";
import { type Delivered, deliveredUnder, referencesOf } from "./foundMembers.js";
import { type NamedConcepts, plainReadings, readings } from "./namedConcepts.js";
import type { ShownCollectionVersion } from "./shownCollectionVersion.js";
import { stateOf } from "./shownMember.js";

/** Whether a concept is a member; why, its references say. */
export interface MembershipRow {
  readonly version: ShownCollectionVersion;
  readonly concept: string;
  readonly member: boolean;
}

/** All members of a version, and the code systems of whom the caller may read. */
interface KnownMembers {
  readonly members: MemberConcepts;
  readonly readable: ReadonlySet<number>;
}

/**
 * Whether concepts, named by URL, `OWNER:SOURCE:ID` or code, are members; in the order of the concepts. Where all
 * members are remembered they are looked up there, else the references are asked for these concepts alone.
 */
export async function membershipsIn(
  version: ShownCollectionVersion,
  concepts: readonly string[],
  context: Context,
): Promise<readonly (MembershipRow | Promise<MembershipRow>)[]> {
  const members = context.load.collectionMembers.knownConcepts(await stateOf(version, context));
  const known = members && { members, readable: await readableOf(members, context) };
  return concepts.map((concept) => {
    const plain = known && plainReadings(concept);
    if (plain) return { version, concept, member: plain.some((named) => holds(known, named)) };
    return membershipOf(version, concept, { known, context });
  });
}

async function readableOf(
  { urls }: MemberConcepts,
  { load }: Context,
): Promise<ReadonlySet<number>> {
  const ids = await load.codeSystems.readable.loadMany(Object.keys(urls).map(Number));
  return new Set(ids.filter((id): id is number => typeof id === "number"));
}

async function membershipOf(
  version: ShownCollectionVersion,
  concept: string,
  { known, context }: { readonly known: KnownMembers | null; readonly context: Context },
): Promise<MembershipRow> {
  const named = await readings(concept, context);
  const member = (known && heldUnder(known, named)) ?? (await isDelivered(version, named, context));
  return { version, concept, member };
}

/**
 * Whether a concept is a member under the first of its readings that any reference speaks of. Null where that is
 * not to be told from the members: one is there under another reading, and the first may be kept out.
 */
function heldUnder(known: KnownMembers, [first, ...others]: readonly NamedConcepts[]) {
  if (first && holds(known, first)) return true;
  return others.some((named) => holds(known, named)) ? null : false;
}

function holds({ members, readable }: KnownMembers, { code, system }: NamedConcepts): boolean {
  const isAsked = (id: number) =>
    readable.has(id) && (system === null || system.containerId === id);
  return placeUnder(members, code, isAsked) !== null;
}

async function isDelivered(
  version: ShownCollectionVersion,
  named: readonly NamedConcepts[],
  context: Context,
): Promise<boolean> {
  const delivered = await firstDelivered(version, named, context);
  return delivered.some(({ deliveries }) => memberVersion(deliveries) !== null);
}

/** What is delivered under the first reading that any reference speaks of. */
async function firstDelivered(
  version: ShownCollectionVersion,
  readingsOfOne: readonly NamedConcepts[],
  context: Context,
): Promise<readonly Delivered[]> {
  for (const named of readingsOfOne) {
    const delivered = await deliveredUnder(version, named, context);
    if (delivered.length > 0) return delivered;
  }
  return [];
}

/** The references that bring a concept in, or those that keep it out. */
export async function reasonsOf(
  { version, concept }: MembershipRow,
  { include }: { readonly include: boolean },
  context: Context,
): Promise<readonly ReferenceRow[]> {
  const delivered = await firstDelivered(version, await readings(concept, context), context);
  const deliveries = delivered.flatMap((one) => one.deliveries);
  return await referencesOf(
    deliveries.filter((one) => one.include === include).map(({ ref }) => ref),
    context,
  );
}
