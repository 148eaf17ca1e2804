import { sql } from "drizzle-orm";
import { TextColumn } from "../../kernel/textColumn.js";
import { type Conditions, conditionsOf } from "../../rules/references/conditions.js";
import type { ReferenceDefinition } from "../../rules/references/definition.js";
import type { Queries } from "../database.js";
import { urlOfRepository } from "../repositories/naming.js";
import { referencesOf } from "./evaluatedRows.js";
import type { MemberKeys } from "./gathered.js";
import { everythingOf, type MemberState, type Pin, pinQueries } from "./pins.js";
import { collectionReference } from "./tables.js";

const p = sql.placeholder;

/** HEADs of collections within collections are followed so far. */
const DEPTH = 10;

/** A list that is evaluated, as the statements take it. */
interface Item extends Conditions {
  /** Of which collection, from 1. */
  readonly at: number;
  readonly no: number;
  readonly ref: number;
  readonly include: boolean;
  /** The code system and where it is read; null where a collection alone is read. */
  readonly id: number | null;
  readonly revision: number | null;
  readonly head: number | null;
  readonly concepts: boolean;
  readonly mappings: boolean;
  readonly code: string | null;
  readonly version: number | null;
  /** Whether a version of the code system is named, which must hold that of the concept or mapping. */
  readonly labelled: boolean;
  /** Number of the nested collection that is read, and of those that members have to be in too. */
  readonly base: number | null;
  readonly within: readonly number[] | null;
  readonly cascade: string;
  readonly mappings_of: string | null;
  readonly urls: readonly string[];
}

/** The members of a nested collection, by what names them in the database. */
export interface MemberArrays {
  readonly concepts: MemberKeys;
  readonly mappings: MemberKeys;
}

/** What the statements over some collections are to evaluate. */
export interface Plan {
  readonly states: readonly MemberState[];
  readonly items: readonly Item[];
  readonly nested: readonly MemberArrays[];
}

type ListRow = Awaited<ReturnType<ReturnType<typeof listQuery>["execute"]>>[number];

function listQuery(reads: Queries) {
  return reads
    .select({
      at: sql<number>`state.at::int`,
      ref: collectionReference.id,
      include: sql<boolean>`${collectionReference.include} or state.reference is not null`,
      definition: collectionReference.definition,
      targetId: collectionReference.targetId,
      targetVersion: collectionReference.targetVersion,
      code: collectionReference.code,
      resourceVersion: collectionReference.resourceVersion,
      creatorId: collectionReference.creatorId,
      valuesetIds: collectionReference.valuesetIds,
      valuesetVersions: collectionReference.valuesetVersions,
    })
    .from(
      sql`unnest(${p("ids")}::int[], ${p("revisions")}::int[], ${p("references")}::int[])
        with ordinality as state(id, revision, reference, at)
        cross join lateral ${referencesOf(sql`reference.kind = 'LIST'`)} found`,
    )
    .innerJoin(collectionReference, sql`${collectionReference.id} = found.id`)
    .orderBy(sql`state.at`, collectionReference.id)
    .prepare("evaluated_references");
}

/** What is read of code systems and collections themselves. */
function targetQuery(reads: Queries) {
  return reads
    .select({
      id: sql<number>`container.id`,
      isCollection: sql<boolean>`container.kind = 'COLLECTION'`,
      // One level down, where Drizzle leaves the names of columns whole.
      url: sql<string>`${urlOfRepository("sources")}`,
    })
    .from(
      sql`container
        join repository on repository.container_id = container.id
        left join organization on organization.id = repository.owner_organization_id
        left join user_account on user_account.id = repository.owner_user_id`,
    )
    .where(sql`container.id = any(${p("ids")}::int[])`)
    .prepare("reference_targets");
}

type Target = Awaited<ReturnType<ReturnType<typeof targetQuery>["execute"]>>[number];

/** A code system or collection where a reference reads it. */
interface Location {
  readonly target: Target;
  readonly pin: Pin;
}

/**
 * Works out what the references of collections have to read. Nested collections are read beforehand, through
 * `arraysOf`, which is asked once for each.
 */
export function plannerOver(reads: Queries) {
  const lists = listQuery(reads);
  const targets = targetQuery(reads);
  const pins = pinQueries(reads);

  async function targetsOf(rows: readonly ListRow[], states: readonly MemberState[]) {
    const asked = rows.flatMap(({ at, definition, targetId, valuesetIds }) => [
      ...valuesetIds,
      ...(targetId === null ? [] : [targetId]),
      ...(readsEverything(definition) ? (states[at - 1]?.pins ?? []).map(({ id }) => id) : []),
    ]);
    const ids = [...new Set(asked)];
    const found = ids.length === 0 ? [] : await targets.execute({ ids });
    return new Map(found.map((target) => [target.id, target]));
  }

  return async function planOf(
    states: readonly MemberState[],
    arraysOf: (state: MemberState, depth: number) => Promise<MemberArrays>,
    depth = 0,
  ): Promise<Plan> {
    const rows = await lists.execute({
      ids: states.map(({ containerId }) => containerId),
      revisions: states.map(({ revision }) => revision),
      references: states.map(({ reference = null }) => reference),
    });
    if (rows.length === 0) return { states, items: [], nested: [] };
    const known = await targetsOf(rows, states);
    const locate = (state: MemberState, id: number, label: string): Location | null => {
      const target = known.get(id);
      const pin = state.pins.find((one) => one.id === id && one.label === label);
      return target && pin ? { target, pin } : null;
    };
    const nested = new Map<string, { readonly no: number; readonly members: MemberArrays }>();
    const nest = async (location: Location, state: MemberState): Promise<number> => {
      const { id, ordinal, revision } = location.pin;
      const [own = []] =
        ordinal === null ? [state.pins] : await pins.ofVersions([{ containerId: id, ordinal }]);
      const key = JSON.stringify([id, revision, ordinal, at(states, state)]);
      const standing = nested.get(key);
      if (standing) return standing.no;
      const inner = { containerId: id, revision, pins: own };
      // A named version holds the same wherever it is read; it leads to older ones alone, so this ends.
      const inside = ordinal === null ? depth + 1 : 0;
      const members = inside <= DEPTH ? await arraysOf(inner, inside) : nothing;
      const no = nested.size;
      nested.set(key, { no, members });
      return no;
    };
    const items: Item[] = [];
    for (const row of rows) {
      const state = states[row.at - 1];
      if (!state) continue;
      for (const item of await itemsOf(row, state, { locate, nest })) {
        items.push({ ...item, no: items.length });
      }
    }
    return { states, items, nested: [...nested.values()].map(({ members }) => members) };
  };
}

const none: MemberKeys = {
  ...{ ids: new Int32Array(), codes: TextColumn.of([]), versions: new Int32Array() },
};
const nothing: MemberArrays = { concepts: none, mappings: none };

function at(states: readonly MemberState[], state: MemberState): number {
  return states.indexOf(state);
}

function readsEverything({ system, valuesets }: ReferenceDefinition): boolean {
  return system === null && valuesets.length === 0;
}

interface Finding {
  locate(state: MemberState, id: number, label: string): Location | null;
  nest(location: Location, state: MemberState): Promise<number>;
}

/** What a reference evaluates: nothing where what it names is not there. */
async function itemsOf(
  row: ListRow,
  state: MemberState,
  { locate, nest }: Finding,
): Promise<Omit<Item, "no">[]> {
  const { definition, targetId, targetVersion } = row;
  const { referenceType, cascade, mappingsOf, filters } = definition;
  const within: number[] = [];
  for (const [n, id] of row.valuesetIds.entries()) {
    const location = locate(state, id, row.valuesetVersions[n] ?? "");
    if (!location?.target.isCollection) return [];
    within.push(await nest(location, state));
  }
  const item = {
    at: row.at,
    ref: row.ref,
    include: row.include,
    concepts: referenceType !== "MAPPINGS" && mappingsOf === null,
    mappings: referenceType !== "CONCEPTS",
    code: row.code,
    version: row.resourceVersion,
    labelled: (targetVersion ?? "HEAD") !== "HEAD",
    within: within.length > 0 ? within : null,
    cascade,
    mappings_of: mappingsOf,
    ...conditionsOf(filters),
  };
  const alone = { ...item, id: null, revision: null, head: null, urls: [] };
  const ofSystem = ({ target, pin }: Location) => ({
    ...item,
    id: pin.id,
    revision: pin.revision,
    head: pin.head,
    base: null,
    urls: [target.url, ...(pin.canonicalUrl === null ? [] : [pin.canonicalUrl])],
  });
  if (readsEverything(definition)) {
    const everything = everythingOf(row.creatorId);
    return state.pins
      .filter(({ label }) => label === everything)
      .flatMap(({ id }) => locate(state, id, everything) ?? [])
      .map(ofSystem);
  }
  if (definition.system === null) {
    const [base = null, ...others] = within;
    return [{ ...alone, base, within: others.length > 0 ? others : null }];
  }
  const location = targetId === null ? null : locate(state, targetId, targetVersion ?? "");
  if (!location) return [];
  if (location.target.isCollection) return [{ ...alone, base: await nest(location, state) }];
  return [ofSystem(location)];
}
