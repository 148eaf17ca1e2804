import type { MemberConcepts, MemberMappings } from "../collections/gathered.js";
import { heldQueries } from "../collections/held.js";
import type { CollectionMembers } from "../collections/members.js";
import { conceptPacking, mappingPacking } from "../collections/packedMembers.js";
import type { MemberState } from "../collections/pins.js";
import { Remembered } from "../collections/remembered.js";
import { stateText } from "../collections/stateText.js";
import type { Queries } from "../database.js";
import { expansionConditionQueries } from "./conditions.js";
import { conceptsAt, joinedConcepts, joinedMappings, mappingsAt } from "./memberColumns.js";
import type { Excluded, Narrowing } from "./narrowing.js";

/** Bytes of members of expansions that are remembered beside those of collections. */
const CONCEPTS_REMEMBERED = 12 * 1024 * 1024;
const MAPPINGS_REMEMBERED = 24 * 1024 * 1024;

/** Whether each member stays, place by place. */
type Kept = readonly boolean[];

/**
 * The members of collections, those of expansions too: what these leave out of a collection is worked out
 * from all that it holds, and remembered under all that it depends on.
 */
export function expandedMembers(reads: Queries, members: CollectionMembers): CollectionMembers {
  const conditions = expansionConditionQueries(reads);
  const held = heldQueries(reads, members);
  const known = {
    concepts: new Remembered<MemberConcepts>(CONCEPTS_REMEMBERED, conceptPacking.byteLength),
    mappings: new Remembered<MemberMappings>(MAPPINGS_REMEMBERED, mappingPacking.byteLength),
  };

  async function narrowedConcepts(state: MemberState, narrowing: Narrowing) {
    const all = joinedConcepts(await members.concepts(statesOf(state, narrowing)));
    const { filter, dates, activeOnly } = narrowing;
    const keys = () => Array.from(all.ids, (id, at) => ({ id, code: all.codes.at(at) ?? "" }));
    const [like, released, out] = await Promise.all([
      filter === null ? null : conditions.conceptsLike(all, filter),
      dates.length === 0 ? null : conditions.conceptsReleased(all, dates),
      excluded(narrowing.without, all.ids, (within) => held.concepts(within, keys())),
    ]);
    const kept = keptPlaces(all, { activeOnly, like, released, out });
    return kept.length === all.ids.length ? all : conceptsAt(all, kept);
  }

  async function narrowedMappings(state: MemberState, narrowing: Narrowing) {
    const all = joinedMappings(await members.mappings(statesOf(state, narrowing)));
    const { filter, dates, activeOnly } = narrowing;
    const keys = () =>
      Array.from(all.ids, (containerId, at) => ({
        ...{ containerId, mappingId: all.codes.at(at) ?? "", uid: all.uids.at(at) ?? "" },
      }));
    const [like, released, out] = await Promise.all([
      filter === null ? null : conditions.mappingsLike(all, filter),
      dates.length === 0 ? null : conditions.mappingsReleased(all, dates),
      excluded(narrowing.without, all.ids, (within) => held.mappings(within, keys())),
    ]);
    const kept = keptPlaces(all, { activeOnly, like, released, out });
    return kept.length === all.ids.length ? all : mappingsAt(all, kept);
  }

  async function all<Members>(
    states: readonly MemberState[],
    whole: (states: readonly MemberState[]) => Promise<readonly Members[]>,
    narrowed: (state: MemberState, narrowing: Narrowing) => Promise<Members>,
    remembered: Remembered<Members>,
  ): Promise<readonly Members[]> {
    const plain = states.filter(({ narrowing }) => !narrowing);
    const read = plain.length > 0 ? await whole(plain) : [];
    const found = new Map(plain.map((state, at) => [state, read[at]]));
    const expanded = states.filter(({ narrowing }) => narrowing);
    const values = await remembered.of(expanded, stateText, (missing) =>
      Promise.all(missing.map((state) => narrowed(state, state.narrowing ?? nothing))),
    );
    for (const [at, state] of expanded.entries()) found.set(state, values[at]);
    return states.map((state) => {
      const own = found.get(state);
      if (!own) throw new Error("A collection was not gathered");
      return own;
    });
  }

  return {
    ...members,
    concepts: (states) => all(states, members.concepts, narrowedConcepts, known.concepts),
    mappings: (states) => all(states, members.mappings, narrowedMappings, known.mappings),
  };
}

const nothing: Narrowing = { others: [], activeOnly: false, filter: null, dates: [], without: [] };

/** The collection as it is read without the narrowing, at each of its places. */
function statesOf({ narrowing: _, ...state }: MemberState, { others }: Narrowing): MemberState[] {
  return [state, ...others.map((pins) => ({ ...state, pins }))];
}

/** Whether each member is in anything that is left out. */
async function excluded(
  without: readonly Excluded[],
  ids: Int32Array,
  heldIn: (within: Exclude<Excluded, { kind: "ALL_OF" }>) => Promise<Kept>,
): Promise<Kept> {
  const each = await Promise.all(
    without.map(async (one) =>
      one.kind === "ALL_OF" ? Array.from(ids, (id) => id === one.id) : await heldIn(one),
    ),
  );
  return Array.from(ids, (_, at) => each.some((found) => found[at]));
}

function keptPlaces(
  { ids, retired }: Pick<MemberConcepts, "ids" | "retired">,
  asked: {
    readonly activeOnly: boolean;
    readonly like: ReadonlySet<number> | null;
    readonly released: ReadonlySet<number> | null;
    readonly out: Kept;
  },
): readonly number[] {
  const { activeOnly, like, released, out } = asked;
  const places: number[] = [];
  for (let place = 0; place < ids.length; place += 1) {
    if (activeOnly && retired[place]) continue;
    if (like?.has(place) === false || released?.has(place) === false || out[place]) continue;
    places.push(place);
  }
  return places;
}
