import { type SQL, sql } from "drizzle-orm";
import type { Viewer } from "../../rules/access/viewer.js";
import type { MapTypes } from "../../rules/cascades/options.js";
import { organization, userAccount } from "../access/tables.js";
import type { ConceptRow } from "../codeSystems/concepts.js";
import { codeSystem } from "../codeSystems/tables.js";
import type { MemberMappings } from "../collections/gathered.js";
import { keyParameters } from "../collections/givenMembers.js";
import { mappingsAtEnd } from "../collections/mappingIndex.js";
import { mappingRow } from "../conceptMappings/mappings.js";
import type { MappedSide } from "../conceptMappings/ofConcepts.js";
import {
  asSorted,
  authoredReadably,
  type ConceptMappingRow,
  currentRevision,
  mappingColumns,
} from "../conceptMappings/rows.js";
import { conceptMapping } from "../conceptMappings/tables.js";
import type { Queries } from "../database.js";
import { container } from "../ledger/tables.js";
import { urlsOfSystem } from "../repositories/naming.js";
import { repository } from "../repositories/tables.js";
import { viewerParameters } from "../repositories/visibility.js";

const p = sql.placeholder;

/** Which mappings of concepts are looked at. */
export interface MappingsAsked {
  /** On which side of the mappings the concepts stand. */
  readonly side: MappedSide;
  /** Those of any of these map types. */
  readonly types: readonly MapTypes[];
  readonly includeRetired: boolean;
  /** How many at most, of all concepts together. */
  readonly take: number;
}

/** A mapping of one of the concepts that were asked for, whose place is `at`. */
export interface FoundMapping {
  readonly at: number;
  readonly mapping: ConceptMappingRow;
}

/** The concepts, with all that mappings call their code systems. */
const parents = sql`(select asked.at, asked.id, asked.revision, asked.code, ${urlsOfSystem} as urls
  from unnest(${p("ids")}::int[], ${p("revisions")}::int[], ${p("codes")}::text[])
    with ordinality as asked(id, revision, code, at)
  join ${repository} on ${repository.containerId} = asked.id
  left join ${organization} on ${organization.id} = ${repository.ownerOrganizationId}
  left join ${userAccount} on ${userAccount.id} = ${repository.ownerUserId}) parent`;
const members = sql`unnest(${p("mappingAts")}::int[], ${p("mappingIds")}::int[],
  ${p("mappingCodes")}::text[], ${p("mappingVersions")}::int[]) as given(at, id, mapping_id, version)`;

const sides: Readonly<Record<MappedSide, SQL>> = {
  FROM: sql`${conceptMapping.fromCode} = parent.code
    and ${conceptMapping.fromSystem} = any(parent.urls)`,
  TO: sql`${conceptMapping.toCode} = parent.code and ${conceptMapping.toSystem} = any(parent.urls)`,
};
const isMeant = sql`exists (select from jsonb_to_recordset(${p("types")}::jsonb) as meant("only" text[], without text[])
  where (meant."only" is null or ${conceptMapping.mapType} = any(meant."only"))
    and ${conceptMapping.mapType} <> all(meant.without))`;
const asked = sql`${isMeant}
  and (${p("includeRetired")}::boolean or not ${conceptMapping.retired})`;

// The concept's own code system is read where the concept was read, all others where they now stand.
const readAt = sql`case when ${container.id} = parent.id then parent.revision
  else ${currentRevision} end`;
const alive = sql`${conceptMapping.fromRevision} <= ${readAt} and ${conceptMapping.toRevision} > ${readAt}`;
const inCirculation = sql`(${repository.deactivatedAt} is null or ${repository.containerId} = parent.id)`;

// By map type, as their authors sorted them.
const inOrder = asSorted.columns.slice(1).map((column) => sql`${column}`);

/** Reads of the mappings from and to many concepts, in one statement. Only what the viewer may read. */
export function mappingStepQueries(reads: Queries) {
  const authored = (side: MappedSide, where: "OWN" | "ANYWHERE") => {
    const own = where === "OWN" ? sql`and ${conceptMapping.containerId} = parent.id` : sql``;
    const found = reads
      .select({
        ...mappingColumns,
        slug: codeSystem.slug,
        revision: sql<number>`${readAt}`.as("read_at"),
      })
      .from(conceptMapping)
      .innerJoin(container, sql`${container.id} = ${conceptMapping.containerId}`)
      .innerJoin(codeSystem, sql`${codeSystem.containerId} = ${conceptMapping.containerId}`)
      .innerJoin(
        repository,
        sql`${repository.containerId} = ${conceptMapping.containerId} and ${authoredReadably}
          and ${inCirculation}`,
      )
      .where(sql`${sides[side]} ${own} and ${alive} and ${asked}`)
      .orderBy(...inOrder)
      .limit(p("take"))
      .as("concept_mapping");
    return reads
      .select({ at: sql<number>`parent.at::int`, mapping: found._.selectedFields })
      .from(parents)
      .innerJoinLateral(found, sql`true`)
      .orderBy(sql`parent.at`, ...inOrder)
      .limit(p("take"))
      .prepare(`cascaded_mappings_${side}_${where}`);
  };
  const held = (side: MappedSide) => {
    // A version that came back has several rows, which say the same.
    const row = reads
      .select(mappingColumns)
      .from(conceptMapping)
      .where(sql`${conceptMapping.containerId} = given.id and ${conceptMapping.mappingId} = given.mapping_id
        and ${conceptMapping.version} = given.version`)
      .orderBy(conceptMapping.fromRevision)
      .limit(1)
      .as("concept_mapping");
    return reads
      .select({
        at: sql<number>`parent.at::int`,
        mapping: row._.selectedFields,
        slug: codeSystem.slug,
      })
      .from(sql`${parents} join ${members} on given.at = parent.at`)
      .innerJoinLateral(row, sql`true`)
      .innerJoin(codeSystem, sql`${codeSystem.containerId} = given.id`)
      .innerJoin(repository, sql`${repository.containerId} = given.id and ${authoredReadably}`)
      .where(sql`${sides[side]} and ${asked}`)
      .orderBy(sql`parent.at`, ...inOrder)
      .limit(p("take"))
      .prepare(`cascaded_members_${side}`);
  };
  const statements = {
    OWN: { FROM: authored("FROM", "OWN"), TO: authored("TO", "OWN") },
    ANYWHERE: { FROM: authored("FROM", "ANYWHERE"), TO: authored("TO", "ANYWHERE") },
  };
  const ofMembers = { FROM: held("FROM"), TO: held("TO") };
  return {
    /** Those that are kept in the concepts' own code systems, or in any, in order of the concepts. */
    authored: async (
      viewer: Viewer,
      of: readonly ConceptRow[],
      { side, where, ...more }: MappingsAsked & { readonly where: "OWN" | "ANYWHERE" },
    ): Promise<readonly FoundMapping[]> => {
      const rows = await statements[where][side].execute(parametersOf(viewer, of, more));
      return rows.map(({ at, mapping: { slug, revision, ...mapping } }) => ({
        at: at - 1,
        mapping: mappingRow({ mapping, slug, revision }),
      }));
    },
    /** Those that are members of a collection, in order of the concepts. */
    held: async (
      viewer: Viewer,
      of: readonly ConceptRow[],
      { side, mappings, ...more }: MappingsAsked & { readonly mappings: MemberMappings },
    ): Promise<readonly FoundMapping[]> => {
      const lists = of.map(({ code }) => mappingsAtEnd(mappings, side, code));
      const parameters = { ...parametersOf(viewer, of, more), ...keyParameters("mapping", lists) };
      const rows = await ofMembers[side].execute(parameters);
      return rows.map(({ at, mapping, slug }) => ({
        at: at - 1,
        mapping: mappingRow({ mapping, slug, revision: mapping.fromRevision }),
      }));
    },
  };
}

function parametersOf(
  viewer: Viewer,
  of: readonly ConceptRow[],
  { types, includeRetired, take }: Omit<MappingsAsked, "side">,
) {
  return {
    ids: of.map(({ containerId }) => containerId),
    revisions: of.map(({ revision }) => revision),
    codes: of.map(({ code }) => code),
    types: JSON.stringify(types),
    includeRetired,
    take,
    ...viewerParameters(viewer),
  };
}
