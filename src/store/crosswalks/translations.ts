import { asc, desc, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Key, Slice, Window } from "../../kernel/window.js";
import type { Viewer } from "../../rules/access/viewer.js";
import type { SystemCode } from "../../rules/crosswalks/resolveMappings.js";
import type { Queries } from "../database.js";
import { countsPerParent, HIGHEST_TEXT, type Ordering, windowedPerParent } from "../keyset.js";
import type { TargetRow } from "./mappingRows.js";
import { crosswalkPair } from "./tables.js";
import { organizationsOf, visible } from "./visibility.js";

const p = sql.placeholder;

/** Where maps are looked for. */
export interface MatchScope {
  /** Only this crosswalk, archived or not; null: all that are not archived. */
  readonly containerId: number | null;
  /** This version of it; null: the newest published one. */
  readonly ordinal: number | null;
  /** What was published at this moment (ISO 8601); null: what is published now. */
  readonly moment: string | null;
  /** Only answers in this code system; null: in any. */
  readonly answerSystem: string | null;
}

/** A pair that a code was found in, with the version it stands in. */
export interface MatchRow extends TargetRow {
  readonly crosswalk: string;
  readonly containerId: number;
  readonly ordinal: number;
}

export type MatchDirection = "FORWARD" | "BACKWARD";

const pair = alias(crosswalkPair, "pair");

/** One end of a pair. */
interface End {
  readonly system: SQLWrapper;
  readonly code: SQLWrapper;
}

/** The key of a match in the order of its list. */
export function matchKey(row: MatchRow): Key {
  return [row.crosswalk, row.targetCode, row.targetSystem, row.sourceSystem, row.sourceCode];
}

const crosswalkUid = sql`scope.uid::text collate "C"`;
const byCrosswalk: Ordering = {
  columns: [crosswalkUid, pair.targetCode, pair.targetSystem, pair.sourceSystem, pair.sourceCode],
  direction: "ASC",
  lowest: ["", "", "", "", ""],
  highest: [HIGHEST_TEXT, "", "", "", ""],
};

// The crosswalk at the revision where it is to be read; none where it has no such version.
const scope = (containerId: SQL) => sql`(
  select container.uid, container.id, version.ordinal, version.revision
  from crosswalk join container on container.id = crosswalk.container_id
  cross join lateral (
    select ordinal, revision from version
    where version.container_id = container.id and version.ordinal = container.released_version
      and ${p("ordinal")}::int is null and ${p("moment")}::timestamptz is null
    union all
    select ordinal, revision from version
    where version.container_id = container.id and version.ordinal = ${p("ordinal")}::int
    union all
    (select ordinal, revision from version
    where version.container_id = container.id and version.released_at <= ${p("moment")}::timestamptz
      and ${p("ordinal")}::int is null
    order by ordinal desc limit 1)
  ) version
  where crosswalk.container_id = ${containerId}
    and ${visible}
    and (${p("only")}::int is null and crosswalk.archived_at is null
      or crosswalk.container_id = ${p("only")}::int)
) as scope`;

const matching = sql`${pair.fromRevision} <= scope.revision and ${pair.toRevision} > scope.revision
  and ${pair.targetCode} > '' and ${pair.relationship} is distinct from 'NOT_RELATED_TO'`;

/** Reads of maps by the codes at their ends, across the crosswalks of the viewer's organizations. */
export function translationQueries(reads: Queries) {
  const selected = {
    identifier: pair.identifier,
    sourceSystem: pair.sourceSystem,
    sourceCode: pair.sourceCode,
    targetSystem: pair.targetSystem,
    targetCode: pair.targetCode,
    relationship: pair.relationship,
    attributes: pair.attributes,
    crosswalk: sql<string>`scope.uid`.as("crosswalk"),
    containerId: sql<number>`scope.id`.as("container_id"),
    ordinal: sql<number>`scope.ordinal`.as("ordinal"),
  };
  const pairsAt = (containers: SQL, near: End, far: End) => () =>
    reads
      .select(selected)
      .from(
        sql`(select distinct container_id from ${containers} and ${p("only")}::int is null
          union all select ${p("only")}::int where ${p("only")}::int is not null) as here`,
      )
      .innerJoinLateral(scope(sql`here.container_id`), sql`true`)
      .innerJoin(
        pair,
        sql`${pair.containerId} = scope.id and ${near.system} = parent.system
          and ${near.code} = parent.code and ${matching}
          and (${p("answer")}::text is null or ${far.system} = ${p("answer")}::text)`,
      )
      .$dynamic();
  const source: End = { system: pair.sourceSystem, code: pair.sourceCode };
  const target: End = { system: pair.targetSystem, code: pair.targetCode };
  const found = {
    FORWARD: pairsAt(
      sql`crosswalk_group g where g.source_system = parent.system and g.source_code = parent.code`,
      source,
      target,
    ),
    BACKWARD: pairsAt(
      sql`crosswalk_pair b where b.target_system = parent.system and b.target_code = parent.code`,
      target,
      source,
    ),
  };
  const codes = sql`unnest(${p("systems")}::text[], ${p("codes")}::text[])
    with ordinality as parent(system, code, at)`;
  const lists = (direction: MatchDirection) =>
    windowedPerParent(byCrosswalk, ({ between, order, take, skip, suffix }) => {
      const inner = found[direction]()
        .where(between)
        .orderBy(...order)
        .limit(take)
        .offset(skip)
        .as("match");
      const { targetCode, targetSystem, sourceSystem, sourceCode } = inner;
      const key = [
        sql`match.crosswalk::text collate "C"`,
        targetCode,
        targetSystem,
        sourceSystem,
        sourceCode,
      ];
      return reads
        .select({ at: sql<number>`parent.at::int`, match: inner._.selectedFields })
        .from(codes)
        .innerJoinLateral(inner, sql`true`)
        .orderBy(sql`parent.at`, ...key.map(suffix === "backward" ? desc : asc))
        .prepare(`matches_${direction}_${suffix}`.toLowerCase());
    });
  const windows = { FORWARD: lists("FORWARD"), BACKWARD: lists("BACKWARD") };
  const counted = (direction: MatchDirection) =>
    reads
      .select({ at: sql<number>`parent.at::int`, count: sql<number>`count(*)::int` })
      .from(codes)
      .innerJoinLateral(found[direction]().as("match"), sql`true`)
      .groupBy(sql`parent.at`)
      .prepare(`match_counts_${direction}`.toLowerCase());
  const counts = { FORWARD: counted("FORWARD"), BACKWARD: counted("BACKWARD") };

  return {
    /** One list per code: the pairs in which it is the source (FORWARD) or the target (BACKWARD). */
    matches: async (
      viewer: Viewer,
      of: readonly SystemCode[],
      { direction, scope: within, window }: MatchesAsked,
    ): Promise<readonly Slice<MatchRow>[]> => {
      const slices = await windows[direction](window, of.length, parameters(viewer, of, within));
      return slices.map((slice) => ({ ...slice, items: slice.items.map(({ match }) => match) }));
    },
    matchCounts: async (
      viewer: Viewer,
      of: readonly SystemCode[],
      { direction, scope: within }: Omit<MatchesAsked, "window">,
    ): Promise<readonly number[]> => {
      const rows = await counts[direction].execute(parameters(viewer, of, within));
      return countsPerParent(of.length, rows);
    },
  };
}

interface MatchesAsked {
  readonly direction: MatchDirection;
  readonly scope: MatchScope;
  readonly window: Window;
}

function parameters(viewer: Viewer, of: readonly SystemCode[], scope: MatchScope) {
  return {
    systems: of.map(({ system }) => system),
    codes: of.map(({ code }) => code),
    only: scope.containerId,
    ordinal: scope.ordinal,
    moment: scope.moment,
    answer: scope.answerSystem,
    ...organizationsOf(viewer),
  };
}
