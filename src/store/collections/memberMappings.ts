import { type SQL, sql } from "drizzle-orm";
import type { Slice, Window } from "../../kernel/window.js";
import type { Viewer } from "../../rules/access/viewer.js";
import { codeSystem } from "../codeSystems/tables.js";
import { listingParameters, mappingRow } from "../conceptMappings/mappings.js";
import {
  asSorted,
  authoredReadably,
  type ConceptMappingListing,
  type ConceptMappingRow,
  listingConditions,
  mappingColumns,
} from "../conceptMappings/rows.js";
import { conceptMapping } from "../conceptMappings/tables.js";
import { perConditions } from "../conditions.js";
import type { Queries } from "../database.js";
import { countsPerParent, windowedPerParent } from "../keyset.js";
import { repository } from "../repositories/tables.js";
import { viewerParameters } from "../repositories/visibility.js";
import { chosenCount, givenMappings, mappingParameters } from "./givenMembers.js";
import { type FoundMappings, mappingsFor } from "./mappingIndex.js";
import type { CollectionMembers } from "./members.js";
import { numbered } from "./numbered.js";
import type { MemberState } from "./pins.js";
import { shortMappingLists } from "./shortMappingLists.js";

const p = sql.placeholder;

/** The mappings of a collection; or, with a concept, those of them from it, or to it as well. */
export interface MemberMappingKey {
  readonly state: MemberState;
  readonly concept: MappedMember | null;
  /** Only the mapping with this uuid. */
  readonly uid?: string;
}

/** A concept by its code, and the URLs that its code system may be named by. */
export interface MappedMember {
  readonly code: string;
  readonly systems: readonly string[];
  readonly inverse: boolean;
}

/** A list, and the mappings that it may have before they are looked at. */
export interface FoundList {
  readonly key: MemberMappingKey;
  readonly found: FoundMappings;
}

/** Which of the mappings of each list are shown, and where from. */
export interface AskedMappings {
  readonly listing: ConceptMappingListing;
  readonly window: Window;
}

const ofConcept = sql`(parent.code is null
  or mapped.from_code = parent.code and mapped.from_system = any(parent.systems)
  or parent.inverse and mapped.to_code = parent.code and mapped.to_system = any(parent.systems))`;
const parents = sql`(select at, code, inverse = 'true' as inverse,
    array(select jsonb_array_elements_text(systems::jsonb)) as systems
  from unnest(${p("codesOf")}::text[], ${p("inverseOf")}::text[], ${p("systemsOf")}::text[])
    with ordinality as asked(code, inverse, systems, at)) parent`;

/**
 * The mappings of all parents that are as a listing asks, as a table of `concept_mapping` rows with more. One
 * that came back under its version has several rows, which say the same.
 */
function foundMappings(asked: SQL, more: SQL): SQL {
  return sql`with ${givenMappings}, found as (
      select distinct on (parent.at, mapped.uid) parent.at::int as parent_at, mapped.*
      from ${parents} join member_mapping member on member.at = parent.at
      join concept_mapping mapped on mapped.container_id = member.id
        and mapped.mapping_id = member.mapping_id and mapped.version = member.version
      where ${ofConcept}
      order by parent.at, mapped.uid, mapped.from_revision
    )
    select concept_mapping.*, ${codeSystem.slug} as slug ${more}
    from found concept_mapping
    join ${codeSystem} on ${codeSystem.containerId} = ${conceptMapping.containerId}
    join ${repository} on ${repository.containerId} = ${conceptMapping.containerId}
      and ${authoredReadably}
    where ${asked}`;
}

/** Reads of the mappings that are members of collections, as far as the viewer may read them. */
export function memberMappingQueries(reads: Queries, members: CollectionMembers) {
  const listsOf = perConditions(listingConditions, (asked, name) =>
    windowedPerParent(asSorted, ({ between, order, take, skip, suffix }) => {
      const nth = sql`, row_number() over (partition by parent_at order by ${sql.join(order, sql`, `)}) as nth`;
      const all = foundMappings(sql`${asked} and ${between}`, nth);
      const row = reads
        .select(mappingColumns)
        .from(conceptMapping)
        .where(sql`${conceptMapping.containerId} = found.container_id
          and ${conceptMapping.mappingId} = found.mapping_id
          and ${conceptMapping.toRevision} = found.to_revision`)
        .as("concept_mapping");
      return reads
        .select({
          at: sql<number>`found.parent_at`,
          slug: sql<string>`found.slug`,
          mapping: row._.selectedFields,
        })
        .from(sql`(select * from (${all}) numbered where nth > ${skip}::bigint
          and nth <= ${skip}::bigint + ${take}::bigint) found`)
        .innerJoinLateral(row, sql`true`)
        .orderBy(sql`found.parent_at, found.nth`)
        .prepare(`member_mappings_${name}_${suffix}`);
    }),
  );
  const countsOf = perConditions(listingConditions, (asked, name) =>
    reads
      .select({ at: sql<number>`counted.parent_at`, count: sql<number>`count(*)::int` })
      .from(sql`(${foundMappings(asked, sql``)}) counted`)
      .groupBy(sql`counted.parent_at`)
      .prepare(`member_mappings_${name}_counts`),
  );
  const shortLists = shortMappingLists(reads);
  const foundFor = async (of: readonly MemberMappingKey[]): Promise<readonly FoundList[]> => {
    const { states, numbers } = numbered(of);
    const gathered = await members.mappings(states);
    return of.map((key, at) => {
      const mappings = gathered[(numbers[at] ?? 0) - 1];
      if (!mappings) throw new Error("A collection was not gathered");
      return { key, found: mappingsFor(mappings, key) };
    });
  };
  const parametersOf = (
    viewer: Viewer,
    of: readonly FoundList[],
    listing: ConceptMappingListing,
  ) => ({
    ...mappingParameters(of.map(({ found }) => found)),
    ...viewerParameters(viewer),
    ...listingParameters(listing),
    codesOf: of.map(({ key: { concept } }) => concept?.code ?? null),
    inverseOf: of.map(({ key: { concept } }) => String(concept?.inverse ?? false)),
    systemsOf: of.map(({ key: { concept } }) => JSON.stringify(concept?.systems ?? [])),
  });
  const longLists = async (
    viewer: Viewer,
    of: readonly FoundList[],
    { listing, window }: AskedMappings,
  ) => {
    const slices = await listsOf(listing)(window, of.length, parametersOf(viewer, of, listing));
    return slices.map((slice) => ({
      ...slice,
      items: slice.items.map(({ mapping: row, slug }) =>
        mappingRow({ mapping: row, slug, revision: row.fromRevision }),
      ),
    }));
  };
  return {
    /** One list per collection, or per concept in one, by from-code, map type and weight. */
    lists: async (
      viewer: Viewer,
      of: readonly MemberMappingKey[],
      asked: AskedMappings,
    ): Promise<readonly Slice<ConceptMappingRow>[]> =>
      await eitherWay(await foundFor(of), ({ found }) => chosenCount(found) <= asked.window.size, [
        (some) => shortLists(viewer, some, asked),
        (others) => longLists(viewer, others, asked),
      ]),
    counts: async (
      viewer: Viewer,
      of: readonly MemberMappingKey[],
      listing: ConceptMappingListing,
    ): Promise<readonly number[]> => {
      const parameters = parametersOf(viewer, await foundFor(of), listing);
      return countsPerParent(of.length, await countsOf(listing).execute(parameters));
    },
  };
}

/** All slices in order: those of the lists that a test holds for are worked out in the first of two ways. */
async function eitherWay(
  lists: readonly FoundList[],
  holds: (list: FoundList) => boolean,
  ways: readonly [WayOfSlicing, WayOfSlicing],
): Promise<readonly Slice<ConceptMappingRow>[]> {
  const slices = new Map<FoundList, Slice<ConceptMappingRow>>();
  await Promise.all(
    ways.map(async (way, which) => {
      const own = lists.filter((list) => holds(list) === (which === 0));
      const found = own.length > 0 ? await way(own) : [];
      for (const [at, slice] of found.entries()) slices.set(own[at] as FoundList, slice);
    }),
  );
  return lists.flatMap((list) => slices.get(list) ?? []);
}

type WayOfSlicing = (lists: readonly FoundList[]) => Promise<readonly Slice<ConceptMappingRow>[]>;
