import { sql } from "drizzle-orm";
import type { Slice, Window } from "../../kernel/window.js";
import type { Viewer } from "../../rules/access/viewer.js";
import type { CustomAttribute, MapRelationship } from "../../rules/crosswalks/content.js";
import { OPEN_END } from "../columns.js";
import type { Queries } from "../database.js";
import {
  HIGHEST_INTEGER,
  HIGHEST_TEXT,
  type Ordering,
  windowed,
  windowedPerParent,
} from "../keyset.js";
import type { RevisionRow } from "../ledger/queries.js";
import { revision, version } from "../ledger/tables.js";
import { crosswalk } from "./tables.js";
import { organizationsOf, seen, visible } from "./visibility.js";

const p = sql.placeholder;

/** The revisions between which pairs are compared; `low` is below `high`. */
export interface Span {
  readonly containerId: number;
  readonly low: number;
  readonly high: number;
}

/** A pair at one end of a span. */
export interface PairState {
  readonly identifier: string;
  readonly relationship: MapRelationship | null;
  readonly attributes: readonly CustomAttribute[];
}

/** A pair that is not the same at both ends. Null: it is not there at that end. */
export interface PairChangeRow {
  readonly sourceSystem: string;
  readonly sourceCode: string;
  readonly targetSystem: string;
  /** "" where the change is of the statement that nothing corresponds. */
  readonly targetCode: string;
  readonly atLow: PairState | null;
  readonly atHigh: PairState | null;
}

const ended = sql.raw(`to_revision < ${OPEN_END}`);

// Only rows that began or ended within the span are looked at, whatever the size of the crosswalk. The index
// of ended rows is used where the text says that they have ended.
const changes = sql`(
  select source_system, source_code, target_system, target_code,
    case when former.container_id is not null then json_build_object('identifier', former.identifier,
      'relationship', former.relationship, 'attributes', former.attributes) end as former,
    case when latter.container_id is not null then json_build_object('identifier', latter.identifier,
      'relationship', latter.relationship, 'attributes', latter.attributes) end as latter
  from (select * from crosswalk_pair where container_id = ${p("id")}::int
    and from_revision <= ${p("low")}::int
    and to_revision > ${p("low")}::int and to_revision <= ${p("high")}::int and ${ended}) former
  full join (select * from crosswalk_pair where container_id = ${p("id")}::int
    and from_revision > ${p("low")}::int and from_revision <= ${p("high")}::int
    and to_revision > ${p("high")}::int) latter
    using (source_system, source_code, target_system, target_code)
  where (former.container_id is null or latter.container_id is null
      or former.relationship is distinct from latter.relationship
      or former.attributes is distinct from latter.attributes)
    and exists (select from ${crosswalk} where ${crosswalk.containerId} = ${p("id")}::int
      and ${visible})
) as change`;

const byCodes: Ordering = {
  columns: [
    sql`change.source_system`,
    sql`change.source_code`,
    sql`change.target_system`,
    sql`change.target_code`,
  ],
  direction: "ASC",
  lowest: ["", "", "", ""],
  highest: [HIGHEST_TEXT, "", "", ""],
};

const newestFirst: Ordering = {
  columns: [revision.number],
  direction: "DESC",
  lowest: [0],
  highest: [HIGHEST_INTEGER],
};

/** Reads of what happened to crosswalks. Others than the members of their organizations see nothing. */
export function crosswalkHistoryQueries(reads: Queries) {
  const changed = windowed(byCodes, ({ between, order, take, skip, suffix }) =>
    reads
      .select({
        sourceSystem: sql<string>`change.source_system`,
        sourceCode: sql<string>`change.source_code`,
        targetSystem: sql<string>`change.target_system`,
        targetCode: sql<string>`change.target_code`,
        atLow: sql<PairState | null>`change.former`,
        atHigh: sql<PairState | null>`change.latter`,
      })
      .from(changes)
      .where(between)
      .orderBy(...order)
      .limit(take)
      .offset(skip)
      .prepare(`crosswalk_changes_${suffix}`),
  );
  const count = reads
    .select({ count: sql<number>`count(*)::int` })
    .from(changes)
    .prepare("crosswalk_changes_count");
  const revisions = windowedPerParent(newestFirst, ({ between, order, take, skip, suffix }) => {
    const inner = reads
      .select()
      .from(revision)
      .where(sql`${revision.containerId} = parent.id and ${between}`)
      .orderBy(...order)
      .limit(take)
      .offset(skip)
      .as("revision");
    return reads
      .select({ at: sql<number>`parent.at::int`, revision: inner._.selectedFields })
      .from(sql`unnest(${p("ids")}::int[]) with ordinality as parent(id, at)`)
      .innerJoin(crosswalk, seen)
      .innerJoinLateral(inner, sql`true`)
      .orderBy(sql`parent.at`, ...order)
      .prepare(`crosswalk_revisions_${suffix}`);
  });
  const revisionCounts = reads
    .select({ id: crosswalk.containerId, count: sql<number>`count(*)::int` })
    .from(sql`unnest(${p("ids")}::int[]) as parent(id)`)
    .innerJoin(crosswalk, seen)
    .innerJoin(revision, sql`${revision.containerId} = parent.id`)
    .groupBy(crosswalk.containerId)
    .prepare("crosswalk_revision_counts");
  const publishedAt = reads
    .select({ id: crosswalk.containerId, at: sql<string>`parent.moment`, ordinal: version.ordinal })
    .from(sql`unnest(${p("ids")}::int[], ${p("moments")}::text[]) as parent(id, moment)`)
    .innerJoin(crosswalk, seen)
    .innerJoinLateral(
      reads
        .select({ ordinal: version.ordinal })
        .from(version)
        .where(
          sql`${version.containerId} = parent.id and ${version.releasedAt} <= parent.moment::timestamptz`,
        )
        .orderBy(sql`${version.ordinal} desc`)
        .limit(1)
        .as("version"),
      sql`true`,
    )
    .prepare("crosswalk_versions_at");

  const spanned = (viewer: Viewer, { containerId, low, high }: Span) => ({
    id: containerId,
    low,
    high,
    ...organizationsOf(viewer),
  });
  return {
    /** The pairs that differ between the ends of a span, in order of their codes. */
    changes: (viewer: Viewer, span: Span, window: Window): Promise<Slice<PairChangeRow>> =>
      changed(window, spanned(viewer, span)),
    changeCount: async (viewer: Viewer, span: Span) =>
      (await count.execute(spanned(viewer, span)))[0]?.count ?? 0,
    /** One list per crosswalk, newest revision first. */
    revisions: async (
      viewer: Viewer,
      ids: readonly number[],
      window: Window,
    ): Promise<readonly Slice<RevisionRow>[]> => {
      const slices = await revisions(window, ids.length, { ids, ...organizationsOf(viewer) });
      return slices.map((slice) => ({ ...slice, items: slice.items.map((row) => row.revision) }));
    },
    revisionCounts: (viewer: Viewer, ids: readonly number[]) =>
      revisionCounts.execute({ ids, ...organizationsOf(viewer) }),
    /** The version of each crosswalk that was published at a moment (ISO 8601); none where none was. */
    versionsAt: (viewer: Viewer, keys: readonly { containerId: number; moment: string }[]) =>
      publishedAt.execute({
        ids: keys.map(({ containerId }) => containerId),
        moments: keys.map(({ moment }) => moment),
        ...organizationsOf(viewer),
      }),
  };
}
