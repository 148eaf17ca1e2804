import { sql } from "drizzle-orm";
import type { Queries } from "../database.js";
import { evaluation } from "./evaluation.js";
import { gatheringQueries, type MemberConcepts, type MemberMappings } from "./gathered.js";
import { GatheredMeanwhile } from "./gatheredMeanwhile.js";
import { keyParameters, wholeLists } from "./givenMembers.js";
import type { KeptMembers } from "./keptMembers.js";
import { conceptPacking, type MemberPacking, mappingPacking } from "./packedMembers.js";
import type { MemberState } from "./pins.js";
import { type MemberArrays, type Plan, plannerOver } from "./plans.js";
import { Remembered } from "./remembered.js";
import { stateText } from "./stateText.js";

/** How many members a collection has that are not retired, whoever may read them. */
export interface MemberCounts {
  readonly concepts: number;
  readonly mappings: number;
}

/** A concept by its code system and code. */
export interface MemberKey {
  readonly id: number;
  readonly code: string;
}

/** That a reference brings a concept in, or keeps it out. */
export interface Delivery extends MemberKey {
  readonly at: number;
  readonly ref: number;
  readonly include: boolean;
  /** The concept version; that of an exclusion counts only where `exact`. */
  readonly version: number;
  readonly exact: boolean;
}

/** That a reference brings a mapping in. */
export interface MappingDelivery {
  readonly at: number;
  readonly ref: number;
  readonly uid: string;
}

/**
 * Bytes of members of collections that are remembered, and how many counts: a concept takes 30 bytes, a mapping 70,
 * and their codes take more where they are long.
 */
const CONCEPTS_REMEMBERED = 24 * 1024 * 1024;
const MAPPINGS_REMEMBERED = 48 * 1024 * 1024;
const COUNTS_REMEMBERED = 10_000;

/**
 * Works out who is a member of collections. Without a viewer: what is shown of it, others decide.
 * @param kept where it may have been worked out before; null: nothing of it is to be kept
 */
export function collectionMemberQueries(reads: Queries, kept: KeptMembers | null = null) {
  const planOf = plannerOver(reads);
  const gathering = gatheringQueries(reads);
  const counts = reads
    .select({
      at: sql<number>`counted.at`,
      concepts: sql<number>`counted.concepts`,
      mappings: sql<number>`counted.mappings`,
    })
    .from(
      sql`(with recursive ${evaluation} select state.at,
        (select count(*)::int from member where member.at = state.at and not member.retired) as concepts,
        (select count(*)::int from member_mapping mapped
          where mapped.at = state.at and not mapped.retired) as mappings
        from state) counted`,
    )
    .prepare("member_counts");
  const deliveries = reads
    .select({
      at: sql<number>`found.at`,
      ref: sql<number>`found.ref`,
      include: sql<boolean>`found.include`,
      id: sql<number>`found.id`,
      code: sql<string>`found.code`,
      version: sql<number>`found.version`,
      exact: sql<boolean>`found.exact`,
    })
    .from(
      sql`(with recursive ${evaluation} select distinct at, ref, include, id, code, version, exact
        from delivered_concept where code = any(${sql.placeholder("askedCodes")}::text[])) found`,
    )
    .orderBy(sql`found.at, found.ref, found.id, found.code`)
    .prepare("deliveries");

  const mappingDeliveries = reads
    .select({
      at: sql<number>`found.at`,
      ref: sql<number>`found.ref`,
      uid: sql<string>`found.uid`,
    })
    .from(
      sql`(with recursive ${evaluation} select distinct at, ref, uid from delivered_mapping
        where include and uid = any(${sql.placeholder("uids")}::uuid[])) found`,
    )
    .orderBy(sql`found.at, found.ref`)
    .prepare("mapping_deliveries");
  const standing = reads
    .select({ at: sql<number>`found.at` })
    .from(
      sql`(with recursive ${evaluation} select at from single
          where (at, ref) in (select at, ref from delivered_concept)
          or (at, ref) in (select at, ref from delivered_mapping)
        union select at from item where code is null
          or exists (select from listed where listed.no = item.no)
          or exists (select from delivered_mapping found where found.at = item.at and found.ref = item.ref)
          or mappings_of is not null and exists (select from nested
            where nested.no = item.base and nested.code = item.code)
          or mappings_of is not null and exists (select from concept where concept.container_id = item.id
            and concept.code = item.code and concept.from_revision <= item.revision
            and concept.to_revision > item.revision)) found`,
    )
    .prepare("references_resolved");

  const known = {
    concepts: new Remembered<MemberConcepts>(CONCEPTS_REMEMBERED, conceptPacking.byteLength),
    mappings: new Remembered<MemberMappings>(MAPPINGS_REMEMBERED, mappingPacking.byteLength),
    counts: new Remembered<MemberCounts>(COUNTS_REMEMBERED, () => 1),
  };
  // Collections that hold each other come back to themselves, each time one level further down.
  const keyAt = (depth: number) => (state: MemberState) => `${depth} ${stateText(state)}`;
  const parametersAt = async (states: readonly MemberState[], depth: number) =>
    evaluationParameters(await planOf(states, arraysOf, depth), null);
  // What is followed no further at some depth is not all there is.
  const keptAt = (depth: number) => (depth === 0 ? kept : null);
  const conceptsOf = async (states: readonly MemberState[], depth = 0) =>
    await known.concepts.of(states, keyAt(depth), (missing) =>
      keptOr(keptAt(depth), conceptPacking, missing, async (left) =>
        gathering.concepts(left.length, await parametersAt(left, depth)),
      ),
    );
  const mappingsOf = async (states: readonly MemberState[], depth = 0) =>
    await known.mappings.of(states, keyAt(depth), (missing) =>
      keptOr(keptAt(depth), mappingPacking, missing, async (left) =>
        gathering.mappings(left.length, await parametersAt(left, depth)),
      ),
    );
  const meanwhile = new GatheredMeanwhile();
  const arraysOf = async (state: MemberState, depth: number): Promise<MemberArrays> => {
    const [[concepts], [mappings]] = await Promise.all([
      conceptsOf([state], depth),
      mappingsOf([state], depth),
    ]);
    if (!concepts || !mappings) throw new Error("A collection was not gathered");
    return { concepts, mappings };
  };
  const countsOf = async (states: readonly MemberState[]) => {
    const found = states.map((): MemberCounts => ({ concepts: 0, mappings: 0 }));
    for (const { at, ...count } of await counts.execute(await parametersOf(states))) {
      found[at - 1] = count;
    }
    return found;
  };
  const parametersOf = async (
    states: readonly MemberState[],
    codes: readonly string[] | null = null,
  ): Promise<Record<string, unknown>> =>
    evaluationParameters(await planOf(states, arraysOf), codes);

  return {
    /** Values of the placeholders of `evaluation` over some collections, numbered from 1. */
    parametersOf,
    /** All concepts of each collection, whoever may read them. */
    concepts: (states: readonly MemberState[]): Promise<readonly MemberConcepts[]> =>
      conceptsOf(states),
    /**
     * All concepts of a collection where they are remembered, whoever may read them; null where they are not. What
     * is asked for twice is gathered meanwhile, and is there sooner or later.
     */
    knownConcepts: (state: MemberState): MemberConcepts | null => {
      const key = keyAt(0)(state);
      const found = known.concepts.peek(key);
      if (found) return found;
      meanwhile.missed(key, async () => {
        await conceptsOf([state]);
        return known.concepts.peek(key) !== null;
      });
      return null;
    },
    /** All mappings of each collection, whoever may read them. */
    mappings: (states: readonly MemberState[]): Promise<readonly MemberMappings[]> =>
      mappingsOf(states),
    counts: (states: readonly MemberState[]): Promise<readonly MemberCounts[]> =>
      known.counts.of(states, keyAt(0), countsOf),
    /** Which references bring mappings in. */
    mappingDeliveries: async (
      states: readonly MemberState[],
      uids: readonly string[],
    ): Promise<readonly MappingDelivery[]> =>
      mappingDeliveries.execute({ ...(await parametersOf(states)), uids }),
    /** Whether what the one reference of each state names is there, be it empty. */
    resolved: async (states: readonly MemberState[]): Promise<boolean[]> => {
      const rows = await standing.execute(await parametersOf(states));
      const found = new Set(rows.map(({ at }) => at));
      return states.map((_, at) => found.has(at + 1));
    },
    /** What brings concepts with these codes in, and what keeps them out, reference by reference. */
    deliveries: async (
      states: readonly MemberState[],
      codes: readonly string[],
    ): Promise<Delivery[]> => deliveries.execute(await parametersOf(states, codes)),
  };
}

/** The members that are kept; the others are worked out, and kept from now on. */
async function keptOr<Members>(
  kept: KeptMembers | null,
  packing: MemberPacking<Members>,
  states: readonly MemberState[],
  work: (states: readonly MemberState[]) => Promise<readonly Members[]>,
): Promise<readonly Members[]> {
  if (!kept) return await work(states);
  const found = await kept.find(packing, states);
  const missing = states.filter((_, at) => found[at] === undefined);
  const worked = missing.length === 0 ? [] : await work(missing);
  const left = worked.values();
  for (const [at, state] of missing.entries()) {
    const members = worked[at];
    if (members) kept.keep(packing, state, members);
  }
  return found.flatMap((members) => members ?? left.next().value ?? []);
}

export type CollectionMembers = ReturnType<typeof collectionMemberQueries>;

function evaluationParameters(
  { states, items, nested }: Plan,
  codes: readonly string[] | null,
): Record<string, unknown> {
  // The references of one collection, each looked at alone, are read with the same pins.
  const sets = new Map([...new Set(states.map(({ pins }) => pins))].map((pins, no) => [pins, no]));
  const pins = [...sets].flatMap(([set, no]) => set.map((pin) => ({ ...pin, no })));
  return {
    stateAts: states.map((_, at) => at + 1),
    stateIds: states.map(({ containerId }) => containerId),
    stateRevisions: states.map(({ revision }) => revision),
    stateReferences: states.map(({ reference = null }) => reference),
    statePins: states.map((state) => sets.get(state.pins)),
    pinNos: pins.map(({ no }) => no),
    pinIds: pins.map(({ id }) => id),
    pinLabels: pins.map(({ label }) => label),
    pinRevisions: pins.map(({ revision }) => revision),
    pinHeads: pins.map(({ head }) => head),
    askedCodes: codes,
    items: JSON.stringify(items),
    ...keyParameters("nested", wholeLists(nested.map(({ concepts }) => concepts)), 0),
    ...keyParameters("nestedMapping", wholeLists(nested.map(({ mappings }) => mappings)), 0),
  };
}
