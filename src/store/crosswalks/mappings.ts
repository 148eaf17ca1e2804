import { getTableColumns, type SQL, sql } from "drizzle-orm";
import { type Slice, sliceOf, type Window } from "../../kernel/window.js";
import type { Viewer } from "../../rules/access/viewer.js";
import { NO_MAP } from "../../rules/crosswalks/content.js";
import type { Queries } from "../database.js";
import { directed, type Prepared, type WindowParts } from "../keyset.js";
import { viewerParameters } from "../repositories/visibility.js";
import {
  alive,
  byCodes,
  groupColumns,
  listedMappings,
  type MappingRow,
  mappingsOf,
  readMapping,
} from "./mappingRows.js";
import { crosswalk, crosswalkBucket, crosswalkGroup, crosswalkPair } from "./tables.js";
import { organizationsOf, seen } from "./visibility.js";

const p = sql.placeholder;

/** A crosswalk at a revision: what a version, a draft or a moment comes down to. */
export interface CrosswalkSnapshot {
  readonly containerId: number;
  readonly revision: number;
}

export interface SourceKey extends CrosswalkSnapshot {
  readonly sourceSystem: string;
  readonly sourceCode: string;
}

/** How a list of mappings is asked for. */
export interface MappingWindow {
  readonly window: Window;
  /** Whether each code comes with its concept. */
  readonly concepts: boolean;
}

export const snapshots = sql`unnest(${p("ids")}::int[], ${p("revisions")}::int[])
  with ordinality as parent(id, revision, at)`;

// The last bucket that begins at or before the row to skip to: a page far behind costs what the first does.
const start = sql`(select bucket.* from (select ${crosswalkBucket.sourceSystem},
      ${crosswalkBucket.sourceCode}, ${crosswalkBucket.targetSystem},
      sum(${crosswalkBucket.groupCount}) over (order by ${crosswalkBucket.sourceSystem},
        ${crosswalkBucket.sourceCode}, ${crosswalkBucket.targetSystem})
        - ${crosswalkBucket.groupCount} as before
    from ${crosswalkBucket} where ${alive(crosswalkBucket)}) as bucket
  where bucket.before <= ${p("skip")}::int order by bucket.before desc limit 1) as start`;

/** The mappings of `parent` between two keys, and those that meet a condition. */
export function mappingsByCursor(
  { between, order, take, skip }: WindowParts,
  concepts: boolean,
  asked: SQL = sql`true`,
): SQL {
  const groups = sql`(select ${groupColumns} from ${crosswalkGroup}
    where ${alive(crosswalkGroup)} and ${asked} and ${between}
    order by ${sql.join(order, sql`, `)} limit ${take} offset ${skip}) as crosswalk_group`;
  return mappingsOf(groups, order, concepts);
}

/** A page of the mappings of `parent`. */
export function mappingsByNumber({ order, take, skip }: WindowParts, concepts: boolean): SQL {
  const groups = sql`${start} cross join lateral (select ${groupColumns} from ${crosswalkGroup}
    where ${alive(crosswalkGroup)}
      and (${groupColumns}) >= (start.source_system, start.source_code, start.target_system)
    order by ${sql.join(order, sql`, `)}
    limit ${take} offset ${skip}::int - start.before) as crosswalk_group`;
  return mappingsOf(groups, order, concepts);
}

/** The mappings of `parent` of one source code. */
export function mappingsOfSource(system: SQL, code: SQL, concepts: boolean): SQL {
  const groups = sql`(select ${groupColumns} from ${crosswalkGroup} where ${alive(crosswalkGroup)}
    and ${crosswalkGroup.sourceSystem} = ${system}
    and ${crosswalkGroup.sourceCode} = ${code}) as crosswalk_group`;
  return mappingsOf(groups, [sql`${crosswalkGroup.targetSystem}`], concepts);
}

/** Beside each snapshot that the viewer may see, its mappings. */
export function mappingsOfSnapshots(reads: Queries, mappings: SQL) {
  return reads
    .select({ at: sql<number>`parent.at::int`, mappings: listedMappings })
    .from(snapshots)
    .innerJoin(crosswalk, seen)
    .innerJoinLateral(mappings, sql`true`);
}

/**
 * Statements for every kind of window of mappings. They answer rows whose mappings are in reading direction,
 * one more than asked for.
 * @param name what the names of the statements begin with
 * @param select makes a statement of the mappings of its `parent`
 */
export function mappingWindows<Row>(
  name: string,
  select: (mappings: SQL) => { prepare(name: string): Prepared<Row> },
): (of: MappingWindow, parameters: Record<string, unknown>) => Promise<Row[]> {
  const statements = (kind: string, mappings: typeof mappingsByNumber) =>
    withOrWithout((concepts, suffix) =>
      directed(byCodes, (parts) =>
        select(mappings(parts, concepts)).prepare(`${name}_by_${kind}_${parts.suffix}${suffix}`),
      ),
    );
  const byCursor = statements("cursor", mappingsByCursor);
  const byNumber = statements("number", mappingsByNumber);
  return ({ window, concepts }, parameters) =>
    (window.by === "page" ? byNumber : byCursor)(concepts)(window, parameters);
}

/** Reads of what a crosswalk maps, at revisions. */
export function mappingQueries(reads: Queries) {
  const windows = mappingWindows("mappings", (mappings) => mappingsOfSnapshots(reads, mappings));
  const bySource = withOrWithout((concepts, suffix) =>
    reads
      .select({ at: sql<number>`parent.at::int`, mappings: listedMappings })
      .from(sql`unnest(${p("ids")}::int[], ${p("revisions")}::int[], ${p("systems")}::text[],
        ${p("codes")}::text[]) with ordinality as parent(id, revision, system, code, at)`)
      .innerJoin(crosswalk, seen)
      .innerJoinLateral(mappingsOfSource(sql`parent.system`, sql`parent.code`, concepts), sql`true`)
      .prepare(`mappings_by_source${suffix}`),
  );
  const byIdentifier = reads
    .select({ revision: sql<number>`parent.revision`, pair: getTableColumns(crosswalkPair) })
    .from(sql`unnest(${p("ids")}::int[], ${p("revisions")}::int[], ${p("identifiers")}::uuid[])
      as parent(id, revision, identifier)`)
    .innerJoin(crosswalk, seen)
    .innerJoin(
      crosswalkPair,
      sql`${alive(crosswalkPair)} and ${crosswalkPair.identifier} = parent.identifier
        and ${crosswalkPair.targetCode} <> ${sql.raw(`'${NO_MAP}'`)}`,
    )
    .prepare("pairs_by_identifier");

  return {
    /** One list per snapshot, in order of source system, source code, target system. */
    lists: async (
      viewer: Viewer,
      of: readonly CrosswalkSnapshot[],
      window: Window,
      concepts = false,
    ): Promise<readonly Slice<MappingRow>[]> => {
      const rows = await windows({ window, concepts }, snapshotParameters(viewer, of));
      return readLists(of.length, rows).map((list) => sliceOf(list, window));
    },
    /** The mappings of one source code each, in order of target system. */
    ofSources: async (
      viewer: Viewer,
      keys: readonly SourceKey[],
      concepts = false,
    ): Promise<readonly (readonly MappingRow[])[]> => {
      const rows = await bySource(concepts).execute({
        ...snapshotParameters(viewer, keys),
        systems: keys.map(({ sourceSystem }) => sourceSystem),
        codes: keys.map(({ sourceCode }) => sourceCode),
      });
      return readLists(keys.length, rows);
    },
    /** The pairs with a target that stand under the identifiers, in no order. */
    byIdentifiers: async (
      viewer: Viewer,
      keys: readonly (CrosswalkSnapshot & { readonly identifier: string })[],
    ) =>
      await byIdentifier.execute({
        ...snapshotParameters(viewer, keys),
        identifiers: keys.map(({ identifier }) => identifier),
      }),
  };
}

/** A statement with concepts and one without: who wants none should not pay for them. */
export function withOrWithout<Statement>(
  make: (concepts: boolean, suffix: string) => Statement,
): (concepts: boolean) => Statement {
  const plain = make(false, "");
  const rich = make(true, "_and_concepts");
  return (concepts) => (concepts ? rich : plain);
}

/** The lists of numbered parents; empty for those that were not found. */
export function readLists(
  parents: number,
  rows: readonly { readonly at: number; readonly mappings: typeof listedMappings._.type }[],
): readonly (readonly MappingRow[])[] {
  const lists: (readonly MappingRow[])[] = Array.from({ length: parents }, () => []);
  for (const { at, mappings } of rows) lists[at - 1] = mappings.map(readMapping);
  return lists;
}

export function snapshotParameters(viewer: Viewer, of: readonly CrosswalkSnapshot[]) {
  return {
    ids: of.map(({ containerId }) => containerId),
    revisions: of.map(({ revision }) => revision),
    ...organizationsOf(viewer),
    ...viewerParameters(viewer),
  };
}
