import type { Slice, Window } from "../../kernel/window.js";
import type { Viewer } from "../../rules/access/viewer.js";
import { listLoaderOf, loaderOf, separated } from "../batch.js";
import type { ConceptKey, ConceptRow } from "../codeSystems/concepts.js";
import type { ConceptMappingListing, ConceptMappingRow } from "../conceptMappings/rows.js";
import type { Store } from "../store.js";
import type { MemberConcepts } from "./gathered.js";
import type { MemberMappingKey } from "./memberMappings.js";
import type { Delivery, MemberCounts, MemberKey } from "./members.js";
import { numbered } from "./numbered.js";
import type { MemberState, Pin } from "./pins.js";
import type { ReferenceListKey, ReferencePageKey, ReferenceRow } from "./references.js";
import type { ResolvedVersionRow } from "./resolvedVersions.js";
import { stateText } from "./stateText.js";

/** A collection as a version of it, or HEAD at a moment, is read. */
export interface ReadCollection {
  readonly containerId: number;
  readonly revision: number;
  /** Of the named version; null: HEAD. */
  readonly ordinal: number | null;
  /** The moment at which HEAD is read; null: now. */
  readonly at: Date | null;
}

interface MappingsKey extends MemberMappingKey {
  readonly listing: ConceptMappingListing;
  readonly window: Window;
}

interface MappingListsKey extends Omit<MappingsKey, keyof MemberMappingKey> {
  readonly of: readonly MemberMappingKey[];
}

interface NamedMappingKey {
  readonly state: MemberState;
  readonly uid: string;
}

const allMappings: ConceptMappingListing = {
  mapTypes: null,
  fromCode: null,
  fromSystems: null,
  toCode: null,
  toSystems: null,
  active: null,
  updatedSince: null,
  q: null,
};

interface DeliveriesKey {
  readonly state: MemberState;
  readonly code: string;
}

const readText = ({ containerId, revision, ordinal, at }: ReadCollection) =>
  JSON.stringify([containerId, revision, ordinal, at]);
const pinnedText = ({ at, ordinal }: ReadCollection) =>
  ordinal === null ? `${at?.getTime()}` : "";
const shapeOfMappings = ({ listing, window }: MappingsKey) => JSON.stringify([listing, window]);
const mappingText = ({ state, concept }: MemberMappingKey) =>
  `${JSON.stringify(concept)} ${stateText(state)}`;
const listText = ({ of: { containerId, revision }, q }: ReferenceListKey) =>
  JSON.stringify([containerId, revision, q]);

/** Loaders of one request over the members and references of collections. */
export function memberLoaders(store: Store, viewer: Viewer) {
  const { collectionMembers: members, memberMappings, pins, references, resolvedVersions } = store;
  const { collectionHolders, concepts } = store;
  const pinsOf = async (keys: readonly ReadCollection[]): Promise<readonly (readonly Pin[])[]> => {
    const [{ at = null } = {}] = keys;
    const named = keys.flatMap(({ containerId, ordinal }) =>
      ordinal === null ? [] : [{ containerId, ordinal }],
    );
    return named.length > 0 ? await pins.ofVersions(named) : await pins.ofHeads(keys, at);
  };
  return {
    /** Where a collection's references lead, as it is read. */
    stateOf: listLoaderOf(
      readText,
      (key) => `${key.ordinal === null} ${pinnedText(key)}`,
      async (keys: readonly ReadCollection[]): Promise<readonly MemberState[]> => {
        const found = await pinsOf(keys);
        return keys.map(({ containerId, revision }, place) => {
          return { containerId, revision, pins: found[place] ?? [] };
        });
      },
    ),
    /** All concepts of a collection, whoever may read them. */
    concepts: listLoaderOf(
      stateText,
      () => "",
      (states): Promise<readonly MemberConcepts[]> => members.concepts(states),
    ),
    /** Lists of concepts by their keys, in order; null for what the viewer may not read. */
    conceptsAt: listLoaderOf(
      (keys: readonly ConceptKey[]) => JSON.stringify(keys),
      () => "",
      async (lists): Promise<readonly (readonly (ConceptRow | null)[])[]> => {
        const found = (await concepts.at(viewer, lists.flat())).values();
        return lists.map((keys) => keys.map(() => found.next().value ?? null));
      },
    ),
    /** The same where they are remembered, else null: whoever can do without need not wait for them. */
    knownConcepts: (state: MemberState): MemberConcepts | null => members.knownConcepts(state),
    counts: listLoaderOf(
      stateText,
      () => "",
      (states): Promise<readonly MemberCounts[]> => members.counts(states),
    ),
    /** Whether what the one reference of a state names is there. */
    resolved: listLoaderOf(
      stateText,
      () => "",
      (states): Promise<readonly boolean[]> => members.resolved(states),
    ),
    /** All that brings in concepts with a code, or keeps them out. */
    deliveries: listLoaderOf(
      ({ state, code }: DeliveriesKey) => `${JSON.stringify(code)} ${stateText(state)}`,
      () => "",
      async (keys): Promise<readonly (readonly Delivery[])[]> => {
        const { states, numbers } = numbered(keys);
        const codes = keys.map(({ code }) => code);
        const byKey = groupedBy(await members.deliveries(states, codes), ({ code }) => code);
        return keys.map(({ code }, at) => byKey.get(`${numbers[at]} ${code}`) ?? []);
      },
    ),
    /** Ids of the collections whose HEADs hold a concept, as far as the viewer may see them. */
    holders: listLoaderOf(
      ({ id, code }: MemberKey) => `${id} ${code}`,
      () => "",
      (concepts): Promise<readonly (readonly number[])[]> =>
        collectionHolders.holders(viewer, concepts),
    ),
    /** Ids of the references that bring a mapping in. */
    mappingBringers: listLoaderOf(
      ({ state, uid }: NamedMappingKey) => `${uid} ${stateText(state)}`,
      () => "",
      async (keys): Promise<readonly (readonly number[])[]> => {
        const { states, numbers } = numbered(keys);
        const uids = keys.map(({ uid }) => uid);
        const byKey = groupedBy(await members.mappingDeliveries(states, uids), ({ uid }) => uid);
        return keys.map(({ uid }, at) =>
          (byKey.get(`${numbers[at]} ${uid}`) ?? []).map(({ ref }) => ref),
        );
      },
    ),
    mappings: listLoaderOf(
      (key: MappingsKey) => `${mappingText(key)} ${shapeOfMappings(key)}`,
      shapeOfMappings,
      (keys): Promise<readonly Slice<ConceptMappingRow>[]> => {
        const [of, { listing, window }] = separated(keys, (key) => key);
        return memberMappings.lists(viewer, of, { listing, window });
      },
    ),
    /** Lists of mappings that are alike in all but whose they are: in the order of `of`. */
    mappingsOf: listLoaderOf(
      null,
      () => "",
      (
        asked: readonly MappingListsKey[],
      ): Promise<readonly (readonly Slice<ConceptMappingRow>[])[]> =>
        Promise.all(asked.map(({ of, ...alike }) => memberMappings.lists(viewer, of, alike))),
    ),
    mappingCount: listLoaderOf(
      (key: Omit<MappingsKey, "window">) => `${mappingText(key)} ${JSON.stringify(key.listing)}`,
      ({ listing }) => JSON.stringify(listing),
      (keys): Promise<readonly number[]> => {
        const [of, { listing }] = separated(keys, (key) => key);
        return memberMappings.counts(viewer, of, listing);
      },
    ),
    /** The mapping with a uuid, where it is a member. */
    mappingNamed: listLoaderOf(
      ({ state, uid }: NamedMappingKey) => `${uid} ${stateText(state)}`,
      () => "",
      async (keys): Promise<readonly (ConceptMappingRow | null)[]> => {
        const of = keys.map((key) => ({ ...key, concept: null }));
        const window = { by: "page", size: 1, number: 1 } as const;
        const found = await memberMappings.lists(viewer, of, { listing: allMappings, window });
        return found.map(({ items: [mapping = null] }) => mapping);
      },
    ),
    resolvedVersions: listLoaderOf(
      stateText,
      () => "",
      (states): Promise<readonly (readonly ResolvedVersionRow[])[]> =>
        resolvedVersions.lists(viewer, states),
    ),
    references: listLoaderOf(
      (key: ReferencePageKey) => `${listText(key)} ${JSON.stringify(key.window)}`,
      ({ q, window }) => JSON.stringify([q, window]),
      (keys): Promise<readonly Slice<ReferenceRow>[]> => {
        const [of, { q, window }] = separated(keys, ({ of: snapshot }) => snapshot);
        return references.lists(viewer, of, { q, window });
      },
    ),
    referenceCount: listLoaderOf(
      listText,
      ({ q }) => JSON.stringify(q),
      (keys): Promise<readonly number[]> => {
        const [of, { q }] = separated(keys, ({ of: snapshot }) => snapshot);
        return references.counts(viewer, of, q);
      },
    ),
    reference: loaderOf(
      (id: number) => String(id),
      (ids) => references.byIds(viewer, ids),
      ({ id }) => String(id),
    ),
    referenceByUid: loaderOf(
      (uid: string) => uid,
      (uids) => references.byUids(viewer, uids),
      ({ uid }) => uid,
    ),
  };
}

function groupedBy<Found extends { readonly at: number }>(
  found: readonly Found[],
  part: (one: Found) => string,
): Map<string, Found[]> {
  const groups = new Map<string, Found[]>();
  for (const one of found) {
    const key = `${one.at} ${part(one)}`;
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return groups;
}
