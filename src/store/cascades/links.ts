import { sql } from "drizzle-orm";
import type { Viewer } from "../../rules/access/viewer.js";
import {
  besideParents,
  type ConceptRow,
  conceptColumns,
  conceptRow,
} from "../codeSystems/concepts.js";
import { concept, conceptParent } from "../codeSystems/tables.js";
import type { Queries } from "../database.js";
import { viewerParameters } from "../repositories/visibility.js";

const p = sql.placeholder;

/** Which neighbours of concepts in their hierarchies are looked at. */
export interface LinksAsked {
  readonly way: "UP" | "DOWN";
  readonly includeRetired: boolean;
  /** How many at most, of all concepts together. */
  readonly take: number;
}

/** A neighbour of one of the concepts that were asked for, whose place is `at`. */
export interface FoundLink {
  readonly at: number;
  readonly concept: ConceptRow;
}

/** Code of a neighbour, and from which revision to which, that one excluded, it was one. */
export type LinkLifetime = readonly [code: string, from: number, to: number];

const parents = sql`unnest(${p("ids")}::int[], ${p("revisions")}::int[], ${p("codes")}::text[])
  with ordinality as parent(id, revision, code, at)`;
const edges = sql`${conceptParent.containerId} = parent.id
  and ${conceptParent.fromRevision} <= parent.revision
  and ${conceptParent.toRevision} > parent.revision`;
const ends = {
  UP: { here: conceptParent.childCode, there: conceptParent.parentCode },
  DOWN: { here: conceptParent.parentCode, there: conceptParent.childCode },
} as const;

/** Reads of what is directly above or below many concepts, in one statement. */
export function linkQueries(reads: Queries) {
  const neighbours = (way: LinksAsked["way"]) => {
    const { here, there } = ends[way];
    const found = reads
      .select(conceptColumns)
      .from(conceptParent)
      .innerJoin(
        concept,
        sql`${concept.containerId} = parent.id and ${concept.code} = ${there}
          and ${concept.fromRevision} <= parent.revision and ${concept.toRevision} > parent.revision`,
      )
      .where(sql`${edges} and ${here} = parent.code
        and (${p("includeRetired")}::boolean or not ${concept.retired})`)
      .orderBy(there)
      .limit(p("take"))
      .as("concept");
    return besideParents(reads, parents, found)
      .orderBy(sql`parent.at`, concept.code)
      .limit(p("take"))
      .prepare(`cascaded_links_${way}`);
  };
  const lifetimes = (way: LinksAsked["way"]) => {
    const { here, there } = ends[way];
    return reads
      .select({ at: sql<number>`parent.at::int`, links: sql<LinkLifetime[]>`found.links` })
      .from(
        sql`${parents} cross join lateral (
          select coalesce(json_agg(json_build_array(${there}, ${conceptParent.fromRevision},
            ${conceptParent.toRevision}) order by ${there}), '[]') as links
          from ${conceptParent}
          where ${conceptParent.containerId} = parent.id and ${here} = parent.code) found`,
      )
      .orderBy(sql`parent.at`)
      .prepare(`cascaded_link_lifetimes_${way}`);
  };
  const statements = { UP: neighbours("UP"), DOWN: neighbours("DOWN") };
  const ofLifetimes = { UP: lifetimes("UP"), DOWN: lifetimes("DOWN") };
  return {
    /** The neighbours that the viewer may read, in order of the concepts, then of their codes. */
    neighbours: async (
      viewer: Viewer,
      of: readonly ConceptRow[],
      { way, includeRetired, take }: LinksAsked,
    ): Promise<readonly FoundLink[]> => {
      const more = { includeRetired, take, ...viewerParameters(viewer) };
      const rows = await statements[way].execute({ ...keysOf(of), ...more });
      return rows.map((row) => ({ at: row.at - 1, concept: conceptRow(row) }));
    },
    /** All that ever were neighbours, by their codes, and when: one list for each concept. */
    lifetimes: async (
      of: readonly ConceptRow[],
      way: LinksAsked["way"],
    ): Promise<readonly (readonly LinkLifetime[])[]> =>
      (await ofLifetimes[way].execute(keysOf(of))).map(({ links }) => links),
  };
}

function keysOf(of: readonly ConceptRow[]) {
  return {
    ids: of.map(({ containerId }) => containerId),
    revisions: of.map(({ revision }) => revision),
    codes: of.map(({ code }) => code),
  };
}
