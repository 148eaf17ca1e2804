import { getTableColumns, type SQL, sql } from "drizzle-orm";
import type { Key, Slice, Window } from "../../kernel/window.js";
import type { Viewer } from "../../rules/access/viewer.js";
import {
  type CustomAttribute,
  type MapRelationship,
  NO_MAP,
} from "../../rules/crosswalks/content.js";
import type { Queries } from "../database.js";
import { HIGHEST_TEXT, type Ordering, windowedPerParent } from "../keyset.js";
import { crosswalk, crosswalkBucket, crosswalkGroup, crosswalkPair } from "./tables.js";
import { organizationsOf, visible } from "./visibility.js";

const p = sql.placeholder;

/** A crosswalk at a revision: what a version, a draft or a moment comes down to. */
export interface CrosswalkSnapshot {
  readonly containerId: number;
  readonly revision: number;
}

/** A source code with its targets in one target system, in order of target code. */
export interface MappingRow {
  readonly sourceSystem: string;
  readonly sourceCode: string;
  readonly targetSystem: string;
  readonly noMap: boolean;
  readonly targets: readonly TargetRow[];
}

export interface TargetRow {
  readonly identifier: string;
  readonly sourceSystem: string;
  readonly sourceCode: string;
  readonly targetSystem: string;
  readonly targetCode: string;
  readonly relationship: MapRelationship | null;
  readonly attributes: readonly CustomAttribute[];
}

interface PairJson {
  identifier: string;
  code: string;
  relationship: MapRelationship | null;
  attributes: CustomAttribute[];
}

export const byCodes: Ordering = {
  columns: [crosswalkGroup.sourceSystem, crosswalkGroup.sourceCode, crosswalkGroup.targetSystem],
  direction: "ASC",
  lowest: ["", "", ""],
  highest: [HIGHEST_TEXT, "", ""],
};

/** The key of a mapping in the order of its list. */
export function mappingKey(row: MappingRow): Key {
  return [row.sourceSystem, row.sourceCode, row.targetSystem];
}

export const snapshots = sql`unnest(${p("ids")}::int[], ${p("revisions")}::int[])
  with ordinality as parent(id, revision, at)`;

/** That an interval row belongs to the parent's container and revision. */
export function alive(
  table: typeof crosswalkGroup | typeof crosswalkPair | typeof crosswalkBucket,
): SQL {
  return sql`${table.containerId} = parent.id and ${table.fromRevision} <= parent.revision
    and ${table.toRevision} > parent.revision`;
}

/** That the viewer may see the parent. */
export const seen = sql`${crosswalk.containerId} = parent.id and ${visible}`;

// OFFSET 0 keeps the planner from turning ten index probes into a join over the whole crosswalk.
export const pairs = sql`(select json_agg(json_build_object('identifier', pair.identifier,
    'code', pair.target_code, 'relationship', pair.relationship, 'attributes', pair.attributes)
    order by pair.target_code) as pairs
  from (select ${crosswalkPair.identifier}, ${crosswalkPair.targetCode},
      ${crosswalkPair.relationship}, ${crosswalkPair.attributes}
    from ${crosswalkPair} where ${alive(crosswalkPair)}
      and ${crosswalkPair.sourceSystem} = ${crosswalkGroup.sourceSystem}
      and ${crosswalkPair.sourceCode} = ${crosswalkGroup.sourceCode}
      and ${crosswalkPair.targetSystem} = ${crosswalkGroup.targetSystem}
    offset 0) as pair) as found`;

export const groupColumns = {
  sourceSystem: crosswalkGroup.sourceSystem,
  sourceCode: crosswalkGroup.sourceCode,
  targetSystem: crosswalkGroup.targetSystem,
};

// The last bucket that begins at or before the row to skip to: a page far behind costs what the first does.
const start = sql`(select bucket.* from (select ${crosswalkBucket.sourceSystem},
      ${crosswalkBucket.sourceCode}, ${crosswalkBucket.targetSystem},
      sum(${crosswalkBucket.groupCount}) over (order by ${crosswalkBucket.sourceSystem},
        ${crosswalkBucket.sourceCode}, ${crosswalkBucket.targetSystem})
        - ${crosswalkBucket.groupCount} as before
    from ${crosswalkBucket} where ${alive(crosswalkBucket)}) as bucket
  where bucket.before <= ${p("skip")}::int order by bucket.before desc limit 1) as start`;

/** What is selected of a mapping beside the snapshot that it belongs to. */
export const selectedMapping = {
  at: sql<number>`parent.at::int`,
  group: groupColumns,
  pairs: sql<PairJson[]>`found.pairs`,
};

interface FoundRow {
  at: number;
  group: Pick<MappingRow, "sourceSystem" | "sourceCode" | "targetSystem">;
  pairs: PairJson[];
}

/** Reads of what a crosswalk maps, at revisions. */
export function mappingQueries(reads: Queries) {
  const byCursor = windowedPerParent(byCodes, ({ between, order, take, suffix }) =>
    reads
      .select(selectedMapping)
      .from(snapshots)
      .innerJoin(crosswalk, seen)
      .innerJoinLateral(
        reads
          .select(groupColumns)
          .from(crosswalkGroup)
          .where(sql`${alive(crosswalkGroup)} and ${between}`)
          .orderBy(...order)
          .limit(take)
          .as("crosswalk_group"),
        sql`true`,
      )
      .innerJoinLateral(pairs, sql`true`)
      .orderBy(sql`parent.at`, ...order)
      .prepare(`mappings_by_cursor_${suffix}`),
  );
  const byNumber = windowedPerParent(byCodes, ({ order, take, skip, suffix }) =>
    reads
      .select(selectedMapping)
      .from(snapshots)
      .innerJoin(crosswalk, seen)
      .innerJoinLateral(start, sql`true`)
      .innerJoinLateral(
        reads
          .select(groupColumns)
          .from(crosswalkGroup)
          .where(sql`${alive(crosswalkGroup)} and (${sql.join(Object.values(groupColumns), sql`, `)})
            >= (start.source_system, start.source_code, start.target_system)`)
          .orderBy(...order)
          .limit(take)
          .offset(sql`${skip}::int - start.before` as never)
          .as("crosswalk_group"),
        sql`true`,
      )
      .innerJoinLateral(pairs, sql`true`)
      .orderBy(sql`parent.at`, ...order)
      .prepare(`mappings_by_number_${suffix}`),
  );
  const bySource = reads
    .select(selectedMapping)
    .from(sql`unnest(${p("ids")}::int[], ${p("revisions")}::int[], ${p("systems")}::text[],
      ${p("codes")}::text[]) with ordinality as parent(id, revision, system, code, at)`)
    .innerJoin(crosswalk, seen)
    .innerJoin(
      crosswalkGroup,
      sql`${alive(crosswalkGroup)} and ${crosswalkGroup.sourceSystem} = parent.system
        and ${crosswalkGroup.sourceCode} = parent.code`,
    )
    .innerJoinLateral(pairs, sql`true`)
    .orderBy(sql`parent.at`, crosswalkGroup.targetSystem)
    .prepare("mappings_by_source");
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
    lists: async (viewer: Viewer, of: readonly CrosswalkSnapshot[], window: Window) => {
      const read = window.by === "page" ? byNumber : byCursor;
      const slices = await read(window, of.length, snapshotParameters(viewer, of));
      return slices.map(
        (slice): Slice<MappingRow> => ({ ...slice, items: slice.items.map(mappingRow) }),
      );
    },
    /** The mappings of one source code each, in order of target system. */
    ofSources: async (viewer: Viewer, keys: readonly SourceKey[]) => {
      const lists: MappingRow[][] = keys.map(() => []);
      const rows = await bySource.execute({
        ...snapshotParameters(viewer, keys),
        systems: keys.map(({ sourceSystem }) => sourceSystem),
        codes: keys.map(({ sourceCode }) => sourceCode),
      });
      for (const row of rows) lists[row.at - 1]?.push(mappingRow(row));
      return lists;
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

export interface SourceKey extends CrosswalkSnapshot {
  readonly sourceSystem: string;
  readonly sourceCode: string;
}

export function snapshotParameters(viewer: Viewer, of: readonly CrosswalkSnapshot[]) {
  return {
    ids: of.map(({ containerId }) => containerId),
    revisions: of.map(({ revision }) => revision),
    ...organizationsOf(viewer),
  };
}

export function mappingRow({ group, pairs: found }: FoundRow): MappingRow {
  return {
    ...group,
    noMap: found.some(({ code }) => code === NO_MAP),
    targets: found
      .filter(({ code }) => code !== NO_MAP)
      .map(({ identifier, code, relationship, attributes }) => ({
        ...group,
        identifier,
        targetCode: code,
        relationship,
        attributes,
      })),
  };
}
