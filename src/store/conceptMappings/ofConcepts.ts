import { eq, sql } from "drizzle-orm";
import type { Slice, Window } from "../../kernel/window.js";
import type { Viewer } from "../../rules/access/viewer.js";
import type { ConceptKey } from "../codeSystems/concepts.js";
import { codeSystem } from "../codeSystems/tables.js";
import { perConditions } from "../conditions.js";
import type { Queries } from "../database.js";
import { countsPerParent, windowedPerParent } from "../keyset.js";
import { container } from "../ledger/tables.js";
import { repository } from "../repositories/tables.js";
import { viewerParameters } from "../repositories/visibility.js";
import { listingParameters, mappingRow } from "./mappings.js";
import {
  asSorted,
  authoredReadably,
  type ConceptMappingListing,
  type ConceptMappingRow,
  currentRevision,
  listingConditions,
  mappingColumns,
} from "./rows.js";
import { conceptMapping } from "./tables.js";

const p = sql.placeholder;

/** A concept where it was read, and the URLs that its code system may be named by. */
export interface MappedConcept extends ConceptKey {
  readonly url: string;
  readonly canonicalUrl: string | null;
}

/** On which side of the mappings the concept stands. */
export type MappedSide = "FROM" | "TO";

const concepts = sql`unnest(${p("ids")}::int[], ${p("revisions")}::int[], ${p("codes")}::text[],
    ${p("urls")}::text[], ${p("canonicalUrls")}::text[])
  with ordinality as parent(id, revision, code, url, canonical_url, at)`;
const systems = sql`any(array[parent.url, parent.canonical_url])`;
const sides = {
  FROM: sql`${conceptMapping.fromCode} = parent.code and ${conceptMapping.fromSystem} = ${systems}`,
  TO: sql`${conceptMapping.toCode} = parent.code and ${conceptMapping.toSystem} = ${systems}`,
} as const;

// The concept's own code system is read where the concept was read, all others where they now stand.
const readAt = sql`case when ${container.id} = parent.id then parent.revision
  else ${currentRevision} end`;
const alive = sql`${conceptMapping.fromRevision} <= ${readAt} and ${conceptMapping.toRevision} > ${readAt}`;
const offered = sql`${repository.containerId} = ${conceptMapping.containerId} and ${authoredReadably}
  and (${repository.deactivatedAt} is null or ${repository.containerId} = parent.id)`;

/** Reads of the mappings from and to concepts, in whatever code systems that the viewer may read. */
export function mappingsOfConceptsQueries(reads: Queries) {
  const readFrom = {
    FROM: statements(reads, "FROM"),
    TO: statements(reads, "TO"),
  } as const;
  return {
    /** One list per concept, by from-code, map type and weight. */
    lists: async (
      viewer: Viewer,
      of: readonly MappedConcept[],
      { side, listing, window }: MappingsOfConcept & { readonly window: Window },
    ): Promise<readonly Slice<ConceptMappingRow>[]> => {
      const parameters = { ...conceptParameters(viewer, of), ...listingParameters(listing) };
      const slices = await readFrom[side].lists(listing)(window, of.length, parameters);
      return slices.map((slice) => ({
        ...slice,
        items: slice.items.map(({ mapping: { slug, revision, ...mapping } }) =>
          mappingRow({ mapping, slug, revision }),
        ),
      }));
    },
    counts: async (
      viewer: Viewer,
      of: readonly MappedConcept[],
      { side, listing }: MappingsOfConcept,
    ) => {
      const parameters = { ...conceptParameters(viewer, of), ...listingParameters(listing) };
      return countsPerParent(of.length, await readFrom[side].counts(listing).execute(parameters));
    },
  };
}

/** Which of a concept's mappings. */
export interface MappingsOfConcept {
  readonly side: MappedSide;
  readonly listing: ConceptMappingListing;
}

function statements(reads: Queries, side: MappedSide) {
  const lists = perConditions(listingConditions, (asked, name) =>
    windowedPerParent(asSorted, (parts) => {
      const mappings = reads
        .select({
          ...mappingColumns,
          slug: codeSystem.slug,
          revision: sql<number>`${readAt}`.as("read_at"),
        })
        .from(conceptMapping)
        .innerJoin(container, eq(container.id, conceptMapping.containerId))
        .innerJoin(codeSystem, eq(codeSystem.containerId, conceptMapping.containerId))
        .innerJoin(repository, offered)
        .where(sql`${sides[side]} and ${alive} and ${asked} and ${parts.between}`)
        .orderBy(...parts.order)
        .limit(parts.take)
        .offset(parts.skip)
        .as("concept_mapping");
      return reads
        .select({ at: sql<number>`parent.at::int`, mapping: mappings._.selectedFields })
        .from(concepts)
        .innerJoinLateral(mappings, sql`true`)
        .orderBy(sql`parent.at`, ...parts.order)
        .prepare(`concept_mappings_${side}_${name}_${parts.suffix}`);
    }),
  );
  const counts = perConditions(listingConditions, (asked, name) =>
    reads
      .select({ at: sql<number>`parent.at::int`, count: sql<number>`count(*)::int` })
      .from(concepts)
      .innerJoin(conceptMapping, sides[side])
      .innerJoin(container, eq(container.id, conceptMapping.containerId))
      .innerJoin(codeSystem, eq(codeSystem.containerId, conceptMapping.containerId))
      .innerJoin(repository, offered)
      .where(sql`${alive} and ${asked}`)
      .groupBy(sql`parent.at`)
      .prepare(`concept_mappings_${side}_${name}_counts`),
  );
  return { lists, counts };
}

function conceptParameters(viewer: Viewer, of: readonly MappedConcept[]) {
  return {
    ids: of.map(({ containerId }) => containerId),
    revisions: of.map(({ revision }) => revision),
    codes: of.map(({ code }) => code),
    urls: of.map(({ url }) => url),
    canonicalUrls: of.map(({ canonicalUrl }) => canonicalUrl),
    ...viewerParameters(viewer),
  };
}
