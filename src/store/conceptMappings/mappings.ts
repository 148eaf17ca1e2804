import { eq, sql } from "drizzle-orm";
import type { Slice, Window } from "../../kernel/window.js";
import type { Viewer } from "../../rules/access/viewer.js";
import type { Snapshot } from "../codeSystems/concepts.js";
import { codeSystem } from "../codeSystems/tables.js";
import { containing, perConditions } from "../conditions.js";
import type { Queries } from "../database.js";
import { countsPerParent, windowedPerParent } from "../keyset.js";
import { container } from "../ledger/tables.js";
import { repository } from "../repositories/tables.js";
import { viewerParameters } from "../repositories/visibility.js";
import {
  asSorted,
  authoredReadably,
  type ConceptMappingListing,
  type ConceptMappingRow,
  listingConditions,
  mappingColumns,
} from "./rows.js";
import { conceptMapping } from "./tables.js";

const p = sql.placeholder;

/** A version of a mapping, by what names it in every installation. */
export interface MappingVersionKey {
  readonly uid: string;
  readonly version: number;
}

/** How many concepts and mappings of a code system are not retired. */
export interface ActiveCounts {
  readonly concepts: number;
  readonly mappings: number;
}

const snapshots = sql`unnest(${p("ids")}::int[], ${p("revisions")}::int[])
  with ordinality as parent(id, revision, at)`;
const alive = sql`${conceptMapping.containerId} = parent.id
  and ${conceptMapping.fromRevision} <= parent.revision
  and ${conceptMapping.toRevision} > parent.revision`;
const activeOf = (table: "concept" | "concept_mapping") => sql`(select count(*)::int
  from ${sql.raw(table)} counted where counted.container_id = parent.id and not counted.retired
    and counted.from_revision <= parent.revision and counted.to_revision > parent.revision)`;

/** Reads of the mappings that were authored in code systems. Only what the viewer may read. */
export function conceptMappingQueries(reads: Queries) {
  const readableSnapshots = sql`${snapshots}
    join ${codeSystem} on ${codeSystem.containerId} = parent.id
    join ${repository} on ${repository.containerId} = parent.id and ${authoredReadably}`;
  const listsOf = perConditions(listingConditions, (asked, name) =>
    windowedPerParent(asSorted, (parts) => {
      const mappings = reads
        .select()
        .from(conceptMapping)
        .where(sql`${alive} and ${asked} and ${parts.between}`)
        .orderBy(...parts.order)
        .limit(parts.take)
        .offset(parts.skip)
        .as("concept_mapping");
      return reads
        .select({
          at: sql<number>`parent.at::int`,
          revision: sql<number>`parent.revision`,
          slug: sql<string>`code_system.slug`,
          mapping: mappings._.selectedFields,
        })
        .from(readableSnapshots)
        .innerJoinLateral(mappings, sql`true`)
        .orderBy(sql`parent.at`, ...parts.order)
        .prepare(`concept_mappings_${name}_${parts.suffix}`);
    }),
  );
  const countsOf = perConditions(listingConditions, (asked, name) =>
    reads
      .select({ at: sql<number>`parent.at::int`, count: sql<number>`count(*)::int` })
      .from(readableSnapshots)
      .innerJoin(conceptMapping, sql`${alive} and ${asked}`)
      .groupBy(sql`parent.at`)
      .prepare(`concept_mappings_${name}_counts`),
  );
  const active = reads
    .select({
      at: sql<number>`parent.at::int`,
      concepts: sql<number>`${activeOf("concept")}`,
      mappings: sql<number>`${activeOf("concept_mapping")}`,
    })
    .from(readableSnapshots)
    .prepare("active_counts");
  const readable = (
    asked: ReturnType<typeof sql>,
    revision: ReturnType<typeof sql>,
    name: string,
  ) =>
    reads
      .select({
        mapping: mappingColumns,
        slug: codeSystem.slug,
        revision: sql<number>`${revision}`,
      })
      .from(conceptMapping)
      .innerJoin(container, eq(container.id, conceptMapping.containerId))
      .innerJoin(codeSystem, eq(codeSystem.containerId, conceptMapping.containerId))
      .innerJoin(
        repository,
        sql`${repository.containerId} = ${conceptMapping.containerId} and ${authoredReadably}`,
      )
      .where(asked)
      .prepare(name);
  const versions = readable(
    sql`(${conceptMapping.uid}, ${conceptMapping.version}) in
      (select * from unnest(${p("uids")}::uuid[], ${p("versions")}::int[]))`,
    sql`${conceptMapping.fromRevision}`,
    "concept_mapping_versions",
  );
  const atHead = readable(
    sql`${conceptMapping.uid} = any(${p("uids")}::uuid[])
      and ${conceptMapping.fromRevision} <= ${container.headRevision}
      and ${conceptMapping.toRevision} > ${container.headRevision}`,
    sql`${container.headRevision}`,
    "concept_mappings_at_head",
  );
  return {
    /** One list per snapshot, by from-code, map type and weight. */
    lists: async (
      viewer: Viewer,
      of: readonly Snapshot[],
      { listing, window }: { readonly listing: ConceptMappingListing; readonly window: Window },
    ): Promise<readonly Slice<ConceptMappingRow>[]> => {
      const parameters = { ...snapshotParameters(viewer, of), ...listingParameters(listing) };
      const slices = await listsOf(listing)(window, of.length, parameters);
      return slices.map((slice) => ({ ...slice, items: slice.items.map(mappingRow) }));
    },
    counts: async (viewer: Viewer, of: readonly Snapshot[], listing: ConceptMappingListing) => {
      const parameters = { ...snapshotParameters(viewer, of), ...listingParameters(listing) };
      return countsPerParent(of.length, await countsOf(listing).execute(parameters));
    },
    /** In the snapshots' order; none of what the viewer may not read. */
    activeCounts: async (viewer: Viewer, of: readonly Snapshot[]): Promise<ActiveCounts[]> => {
      const counts = of.map((): ActiveCounts => ({ concepts: 0, mappings: 0 }));
      for (const { at, concepts, mappings } of await active.execute(
        snapshotParameters(viewer, of),
      )) {
        counts[at - 1] = { concepts, mappings };
      }
      return counts;
    },
    /** The mapping versions that exist under the keys, each read where it began, in no order. */
    versions: async (viewer: Viewer, keys: readonly MappingVersionKey[]) =>
      (
        await versions.execute({
          uids: keys.map(({ uid }) => uid),
          versions: keys.map(({ version }) => version),
          ...viewerParameters(viewer),
        })
      ).map(mappingRow),
    /** The newest versions of mappings, drafted or released, in no order. */
    newest: async (viewer: Viewer, uids: readonly string[]) =>
      (await atHead.execute({ uids, ...viewerParameters(viewer) })).map(mappingRow),
  };
}

interface FoundMapping {
  readonly mapping: Omit<ConceptMappingRow, "slug" | "revision">;
  readonly slug: string;
  readonly revision: number;
}

export function mappingRow({ mapping, slug, revision }: FoundMapping): ConceptMappingRow {
  return { ...mapping, slug, revision };
}

function snapshotParameters(viewer: Viewer, of: readonly Snapshot[]) {
  return {
    ids: of.map(({ containerId }) => containerId),
    revisions: of.map(({ revision }) => revision),
    ...viewerParameters(viewer),
  };
}

export function listingParameters(listing: ConceptMappingListing) {
  return { ...listing, pattern: listing.q && containing(listing.q) };
}
