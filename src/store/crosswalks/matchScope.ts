import { type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Viewer } from "../../rules/access/viewer.js";
import type { SystemCode } from "../../rules/crosswalks/resolveMappings.js";
import { crosswalkPair } from "./tables.js";
import { organizationsOf, visible } from "./visibility.js";

const p = sql.placeholder;

/** Which version of a crosswalk maps are looked for in, and which of its answers count. */
export interface MatchedVersion {
  /** This version of it; null: the newest published one. */
  readonly ordinal: number | null;
  /** What was published at this moment (ISO 8601); null: what is published now. */
  readonly moment: string | null;
  /** Only answers in this code system; null: in any. */
  readonly answerSystem: string | null;
}

/** FORWARD: from sources to targets. */
export type MatchDirection = "FORWARD" | "BACKWARD";

export const pair = alias(crosswalkPair, "pair");

/** One end of a pair. */
export interface End {
  readonly system: SQLWrapper;
  readonly code: SQLWrapper;
}

const source: End = { system: pair.sourceSystem, code: pair.sourceCode };
const target: End = { system: pair.targetSystem, code: pair.targetCode };

/** The ends of {@link pair}: `near` is what is asked for, `far` what is answered. */
export const ends = {
  FORWARD: { near: source, far: target },
  BACKWARD: { near: target, far: source },
} as const;

/**
 * A crosswalk at the revision where it is to be read, as `scope`; none where it has no such version, or the viewer
 * may not see it.
 * @param condition what else holds for `crosswalk`
 */
export const scopeOf = (containerId: SQL, condition: SQL) => sql`(
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
      and ${p("ordinal")}::int is null and ${p("moment")}::timestamptz is not null
    order by ordinal desc limit 1)
  ) version
  where crosswalk.container_id = ${containerId} and ${visible} and ${condition}
) as scope`;

/** That `pair` says, in `scope`, what the near code corresponds to. */
export const matching = (direction: MatchDirection, near: { system: SQL; code: SQL }) => sql`
  ${pair.containerId} = scope.id
  and ${ends[direction].near.system} = ${near.system} and ${ends[direction].near.code} = ${near.code}
  and ${pair.fromRevision} <= scope.revision and ${pair.toRevision} > scope.revision
  and ${pair.targetCode} > '' and ${pair.relationship} is distinct from 'NOT_RELATED_TO'
  and (${p("answer")}::text is null or ${ends[direction].far.system} = ${p("answer")}::text)`;

/** The crosswalks that have a pair with a code at its near end, in any of their revisions. */
export const crosswalksWith = (direction: MatchDirection, near: { system: SQL; code: SQL }) =>
  direction === "FORWARD"
    ? sql`select distinct container_id from crosswalk_group
        where source_system = ${near.system} and source_code = ${near.code}`
    : sql`select distinct container_id from crosswalk_pair
        where target_system = ${near.system} and target_code = ${near.code}`;

/** Values of the placeholders that {@link scopeOf} and {@link matching} leave open, and the codes that are asked for. */
export function matchParameters(
  viewer: Viewer,
  of: readonly SystemCode[],
  { ordinal, moment, answerSystem }: MatchedVersion,
) {
  return {
    systems: of.map(({ system }) => system),
    codes: of.map(({ code }) => code),
    ordinal,
    moment,
    answer: answerSystem,
    ...organizationsOf(viewer),
  };
}
