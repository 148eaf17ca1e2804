import { type SQL, sql } from "drizzle-orm";
import type { Queries } from "../database.js";
import { evaluation } from "./evaluation.js";
import type { MemberState } from "./pins.js";
import { type MemberArrays, type MemberKeys, type Plan, plannerOver } from "./plans.js";

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

/** Nested collections are remembered, the last ones that were read. */
const REMEMBERED = 32;

/** Works out who is a member of collections. Without a viewer: what is shown of it, others decide. */
export function collectionMemberQueries(reads: Queries) {
  const planOf = plannerOver(reads);
  const all = sql.join([...evaluation("ALL")], sql`, `);
  const ofCodes = sql.join([...evaluation("CODES")], sql`, `);
  const keysOf = (table: SQL, code: SQL) =>
    reads
      .select({
        id: sql<number>`found.id`,
        code: sql<string>`found.${code}`,
        version: sql<number>`found.version`,
      })
      .from(sql`(with recursive ${all} select * from ${table}) found`)
      .orderBy(sql`found.id, found.${code}`);
  const concepts = keysOf(sql`member`, sql`code`).prepare("members");
  const mappings = keysOf(sql`member_mapping`, sql`mapping_id`).prepare("member_mappings");
  const counts = reads
    .select({
      at: sql<number>`counted.at`,
      concepts: sql<number>`counted.concepts`,
      mappings: sql<number>`counted.mappings`,
    })
    .from(
      sql`(with recursive ${all} select state.at,
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
      sql`(with recursive ${ofCodes} select distinct at, ref, include, id, code, version, exact
        from delivered_concept where code = any(${sql.placeholder("memberCodes")}::text[])) found`,
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
      sql`(with recursive ${all} select distinct at, ref, uid from delivered_mapping
        where include and uid = any(${sql.placeholder("uids")}::uuid[])) found`,
    )
    .orderBy(sql`found.at, found.ref`)
    .prepare("mapping_deliveries");
  const standing = reads
    .select({ at: sql<number>`found.at` })
    .from(
      sql`(with recursive ${all} select at from single
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

  const remembered = new Map<string, Promise<MemberArrays>>();
  const arraysOf = (state: MemberState, depth: number): Promise<MemberArrays> => {
    // Collections that hold each other come back to themselves, each time one level further down.
    const key = JSON.stringify([state, depth]);
    const known = remembered.get(key);
    if (known) return known;
    const arrays = readArrays(state, depth);
    remembered.set(key, arrays);
    arrays.catch(() => remembered.delete(key));
    const [oldest] = remembered.keys();
    if (remembered.size > REMEMBERED && oldest !== undefined) remembered.delete(oldest);
    return arrays;
  };
  const readArrays = async (state: MemberState, depth: number): Promise<MemberArrays> => {
    const parameters = evaluationParameters(await planOf([state], arraysOf, depth), null);
    const [found, mapped] = await Promise.all([
      concepts.execute(parameters),
      mappings.execute(parameters),
    ]);
    return { concepts: keysIn(found), mappings: keysIn(mapped) };
  };
  const parametersOf = async (
    states: readonly MemberState[],
    codes: readonly string[] | null = null,
  ): Promise<Record<string, unknown>> =>
    evaluationParameters(await planOf(states, arraysOf), codes);

  return {
    /** Values of the placeholders of `evaluation` over some collections, numbered from 1. */
    parametersOf,
    /** All members of one collection. */
    arrays: (state: MemberState): Promise<MemberArrays> => arraysOf(state, 0),
    counts: async (states: readonly MemberState[]): Promise<MemberCounts[]> => {
      const found = states.map((): MemberCounts => ({ concepts: 0, mappings: 0 }));
      for (const { at, ...count } of await counts.execute(await parametersOf(states))) {
        found[at - 1] = count;
      }
      return found;
    },
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
    memberCodes: codes,
    items: JSON.stringify(items),
    ...nestedParameters(
      "nested",
      nested.map(({ concepts }) => concepts),
    ),
    ...nestedParameters(
      "nestedMapping",
      nested.map(({ mappings }) => mappings),
    ),
  };
}

/** The members of nested collections, each with the number of its collection. */
function nestedParameters(name: string, nested: readonly MemberKeys[]): Record<string, unknown> {
  return {
    [`${name}Nos`]: nested.flatMap(({ ids }, no) => ids.map(() => no)),
    [`${name}Ids`]: nested.flatMap(({ ids }) => ids),
    [`${name}Codes`]: nested.flatMap(({ codes }) => codes),
    [`${name}Versions`]: nested.flatMap(({ versions }) => versions),
  };
}

function keysIn(
  rows: readonly { readonly id: number; readonly code: string; readonly version: number }[],
): MemberKeys {
  return {
    ids: rows.map(({ id }) => id),
    codes: rows.map(({ code }) => code),
    versions: rows.map(({ version }) => version),
  };
}
