import { getTableColumns, type SQL, sql } from "drizzle-orm";
import type { Slice, Window } from "../../kernel/window.js";
import type { Viewer } from "../../rules/access/viewer.js";
import type { Queries } from "../database.js";
import { countsPerParent, HIGHEST_TEXT, type Ordering, windowedPerParent } from "../keyset.js";
import { repository } from "../repositories/tables.js";
import {
  contentLicensed,
  repositoryVisible,
  viewerParameters,
} from "../repositories/visibility.js";
import { conceptsByKeyQueries } from "./conceptsByKey.js";
import { codeSystem, concept, conceptParent } from "./tables.js";

const p = sql.placeholder;

/** A concept version; `revision` is where it was read, which is where its neighbours are read too. */
export type ConceptRow = typeof concept.$inferSelect & {
  readonly slug: string;
  readonly revision: number;
};

/** A code system at a revision: HEAD, a version and a moment all are one. */
export interface Snapshot {
  readonly containerId: number;
  readonly revision: number;
}

export interface ConceptKey extends Snapshot {
  readonly code: string;
}

/** What of a concept version is read. */
export const conceptColumns = getTableColumns(concept);
const readable = sql`${repositoryVisible} and ${contentLicensed}`;

const byCode: Ordering = {
  columns: [concept.code],
  direction: "ASC",
  lowest: [""],
  highest: [HIGHEST_TEXT],
};

// Every statement goes out from `parent`: the keys it was asked for, unnested, numbered by `at`.
const codes = sql`unnest(${p("ids")}::int[], ${p("revisions")}::int[], ${p("keys")}::text[])
  with ordinality as parent(id, revision, code, at)`;

const alive = sql`${concept.containerId} = parent.id
  and ${concept.fromRevision} <= parent.revision and ${concept.toRevision} > parent.revision`;
const edgeAlive = sql`${conceptParent.containerId} = parent.id
  and ${conceptParent.fromRevision} <= parent.revision
  and ${conceptParent.toRevision} > parent.revision`;

/** Reads of concepts at revisions. Nothing comes through that the viewer may not see or lacks a licence for. */
export function conceptQueries(reads: Queries) {
  const parents = besideParents(
    reads,
    codes,
    reads
      .select(conceptColumns)
      .from(conceptParent)
      .innerJoin(concept, sql`${alive} and ${concept.code} = ${conceptParent.parentCode}`)
      .where(sql`${edgeAlive} and ${conceptParent.childCode} = parent.code`)
      .orderBy(concept.code)
      .as("concept"),
  )
    .orderBy(sql`parent.at`, concept.code)
    .prepare("concept_parents");
  const children = windowedPerParent(byCode, (parts) =>
    besideParents(
      reads,
      codes,
      reads
        .select(conceptColumns)
        .from(conceptParent)
        .innerJoin(concept, sql`${alive} and ${concept.code} = ${conceptParent.childCode}`)
        .where(sql`${edgeAlive} and ${conceptParent.parentCode} = parent.code and ${parts.between}`)
        .orderBy(...parts.order)
        .limit(parts.take)
        .offset(parts.skip)
        .as("concept"),
    )
      .orderBy(sql`parent.at`, ...parts.order)
      .prepare(`concept_children_${parts.suffix}`),
  );
  const childCounts = countsBesideParents(
    reads,
    codes,
    sql`${conceptParent} where ${edgeAlive} and ${conceptParent.parentCode} = parent.code`,
  ).prepare("concept_child_counts");

  return {
    ...conceptsByKeyQueries(reads),
    /** One list per key, in order of code. */
    parents: async (viewer: Viewer, keys: readonly ConceptKey[]) => {
      const found: ConceptRow[][] = keys.map(() => []);
      for (const row of await parents.execute(keyParameters(viewer, keys))) {
        found[row.at - 1]?.push(conceptRow(row));
      }
      return found;
    },
    /** One list per key, in order of code. */
    children: async (viewer: Viewer, keys: readonly ConceptKey[], window: Window) =>
      (await children(window, keys.length, keyParameters(viewer, keys))).map(conceptSlice),
    childCounts: async (viewer: Viewer, keys: readonly ConceptKey[]) =>
      countsPerParent(keys.length, await childCounts.execute(keyParameters(viewer, keys))),
  };
}

type Found = ReturnType<typeof besideParents>;

/** Rows of `inner` beside the parents they belong to, where the viewer may read them. */
export function besideParents(
  reads: Queries,
  parents: SQL,
  inner: ReturnType<typeof innerShape>,
  revision = sql`parent.revision`,
) {
  return reads
    .select({
      at: sql<number>`parent.at::int`,
      revision: revision.mapWith(Number),
      slug: codeSystem.slug,
      concept: inner._.selectedFields,
    })
    .from(parents)
    .innerJoin(codeSystem, sql`${codeSystem.containerId} = parent.id`)
    .innerJoin(repository, sql`${repository.containerId} = parent.id and ${readable}`)
    .innerJoinLateral(inner, sql`true`);
}

function innerShape(reads: Queries) {
  return reads.select(conceptColumns).from(concept).as("concept");
}

/** How many rows each of the parents has, where the viewer may read them. */
export function countsBesideParents(reads: Queries, parents: SQL, counted: SQL) {
  return reads
    .select({ at: sql<number>`parent.at::int`, count: sql<number>`counted.count` })
    .from(parents)
    .innerJoin(codeSystem, sql`${codeSystem.containerId} = parent.id`)
    .innerJoin(repository, sql`${repository.containerId} = parent.id and ${readable}`)
    .innerJoinLateral(sql`(select count(*)::int as count from ${counted}) as counted`, sql`true`);
}

function snapshotParameters(viewer: Viewer, of: readonly Snapshot[]) {
  return {
    ids: of.map(({ containerId }) => containerId),
    revisions: of.map(({ revision }) => revision),
    ...viewerParameters(viewer),
  };
}

function keyParameters(viewer: Viewer, keys: readonly ConceptKey[]) {
  return { ...snapshotParameters(viewer, keys), keys: keys.map(({ code }) => code) };
}

type FoundRow = Awaited<Found>[number];

/** A found row as a concept. */
export function conceptRow({ concept: row, slug, revision }: FoundRow): ConceptRow {
  return { ...row, slug, revision };
}

/** A slice of found rows as concepts. */
export function conceptSlice(slice: Slice<FoundRow>): Slice<ConceptRow> {
  return { ...slice, items: slice.items.map(conceptRow) };
}
