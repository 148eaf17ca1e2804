import { FULLY_SPECIFIED_NOT_UNIQUE, PREFERRED_NOT_UNIQUE } from "./messages.js";

/** A name that a member of a collection with the OpenMRS schema must have to itself. */
export interface NameClaim {
  readonly kind: "FULLY_SPECIFIED" | "PREFERRED";
  /** With its locale: what is compared. */
  readonly name: string;
  /** The concept itself has it more than once. */
  readonly repeated: boolean;
}

/** A version of a concept that a reference brings in. */
export interface NamedDelivery {
  readonly ref: number;
  /** The concept, whatever version. */
  readonly concept: string;
  readonly version: number;
  readonly claims: readonly NameClaim[];
}

export type ClashMessages = readonly [string, ...string[]];

/**
 * Which references can't be added because of the names of what they would bring in, with what is to be said
 * of each. They are looked at in their order: what an earlier one brings in stands in the way of a later one,
 * unless it was refused itself. Clashes among those that are in the collection are nobody's fault.
 * @param added the references that are to be added, in the order of the request
 */
export function nameClashes(
  deliveries: readonly NamedDelivery[],
  added: readonly number[],
): ReadonlyMap<number, ClashMessages> {
  const members = new Members();
  const asked = new Map(added.map((ref) => [ref, [] as NamedDelivery[]]));
  for (const one of deliveries) {
    const own = asked.get(one.ref);
    if (own) own.push(one);
    else members.put(one);
  }
  const refused = new Map<number, ClashMessages>();
  for (const [ref, brought] of asked) {
    const before = brought.map((one) => members.put(one));
    const changed = brought.filter((_, at) => before[at] !== undefined);
    const [first, ...others] = messagesOf(changed.flatMap((one) => members.clashesOf(one)));
    if (first === undefined) continue;
    refused.set(ref, [first, ...others]);
    for (const [at, one] of [...brought.entries()].toReversed()) {
      const former = before[at];
      if (former !== undefined) members.restore(one, former);
    }
  }
  return refused;
}

function messagesOf(clashes: readonly NameClaim[]): readonly string[] {
  const messages = {
    FULLY_SPECIFIED: FULLY_SPECIFIED_NOT_UNIQUE,
    PREFERRED: PREFERRED_NOT_UNIQUE,
  };
  return (["FULLY_SPECIFIED", "PREFERRED"] as const)
    .filter((asked) => clashes.some(({ kind }) => kind === asked))
    .map((kind) => messages[kind]);
}

/** What is in a collection, each concept in its newest version, and who has which names. */
class Members {
  readonly #newest = new Map<string, NamedDelivery>();
  readonly #owners = new Map<string, Set<string>>();

  /** Answers what was there of the concept before, null: nothing; undefined where nothing changes. */
  put(brought: NamedDelivery): NamedDelivery | null | undefined {
    const before = this.#newest.get(brought.concept) ?? null;
    if (before && before.version >= brought.version) return undefined;
    this.#set(brought.concept, brought);
    return before;
  }

  restore({ concept }: NamedDelivery, before: NamedDelivery | null): void {
    this.#set(concept, before);
  }

  clashesOf({ concept }: NamedDelivery): readonly NameClaim[] {
    return (this.#newest.get(concept)?.claims ?? []).filter(
      (claim) => claim.repeated || (this.#owners.get(keyOf(claim))?.size ?? 0) > 1,
    );
  }

  #set(concept: string, now: NamedDelivery | null): void {
    for (const claim of this.#newest.get(concept)?.claims ?? []) {
      this.#owners.get(keyOf(claim))?.delete(concept);
    }
    if (!now) {
      this.#newest.delete(concept);
      return;
    }
    this.#newest.set(concept, now);
    for (const claim of now.claims) {
      const owners = this.#owners.get(keyOf(claim));
      if (owners) owners.add(concept);
      else this.#owners.set(keyOf(claim), new Set([concept]));
    }
  }
}

function keyOf({ kind, name }: NameClaim): string {
  return `${kind} ${name}`;
}
