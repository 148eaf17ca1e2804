import { asc, desc, sql } from "drizzle-orm";
import type { Key, Slice, Window } from "../../kernel/window.js";
import type { Viewer } from "../../rules/access/viewer.js";
import type { SystemCode } from "../../rules/crosswalks/resolveMappings.js";
import type { Queries } from "../database.js";
import { countsPerParent, HIGHEST_TEXT, type Ordering, windowedPerParent } from "../keyset.js";
import type { TargetRow } from "./mappingRows.js";
import {
  crosswalksWith,
  type MatchDirection,
  type MatchedVersion,
  matching,
  matchParameters,
  pair,
  scopeOf,
} from "./matchScope.js";

const p = sql.placeholder;

/** Where maps are looked for. */
export interface MatchScope extends MatchedVersion {
  /** Only this crosswalk, archived or not; null: all that are not archived. */
  readonly containerId: number | null;
}

/** A pair that a code was found in, with the version it stands in. */
export interface MatchRow extends TargetRow {
  readonly crosswalk: string;
  readonly containerId: number;
  readonly ordinal: number;
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

const scope = scopeOf(
  sql`here.container_id`,
  sql`(${p("only")}::int is null and crosswalk.archived_at is null
    or crosswalk.container_id = ${p("only")}::int)`,
);

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
  const code = { system: sql`parent.system`, code: sql`parent.code` };
  const pairsAt = (direction: MatchDirection) => () =>
    reads
      .select(selected)
      .from(
        sql`(${crosswalksWith(direction, code)} and ${p("only")}::int is null
          union all select ${p("only")}::int where ${p("only")}::int is not null) as here`,
      )
      .innerJoinLateral(scope, sql`true`)
      .innerJoin(pair, matching(direction, code))
      .$dynamic();
  const found = { FORWARD: pairsAt("FORWARD"), BACKWARD: pairsAt("BACKWARD") };
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
  return { only: scope.containerId, ...matchParameters(viewer, of, scope) };
}
