import { sql } from "drizzle-orm";
import type { Slice, Window } from "../../kernel/window.js";
import type { Viewer } from "../../rules/access/viewer.js";
import { type ConceptChangeKind, reversedKinds } from "../../rules/codeSystems/conceptChanges.js";
import { OPEN_END } from "../columns.js";
import type { Queries } from "../database.js";
import { countsPerParent, HIGHEST_TEXT, type Ordering, windowedPerParent } from "../keyset.js";
import { repository } from "../repositories/tables.js";
import {
  contentLicensed,
  repositoryVisible,
  viewerParameters,
} from "../repositories/visibility.js";
import { codeSystem } from "./tables.js";

const p = sql.placeholder;

/** Two revisions of a code system, to be compared; either may be the older. */
export interface ComparedRevisions {
  readonly containerId: number;
  readonly before: number;
  readonly after: number;
}

/** Which changes a list holds. Null: of any kind. */
export interface ChangeListing {
  readonly kinds: readonly ConceptChangeKind[] | null;
  /** Whether `before` is the newer revision. */
  readonly backward: boolean;
}

export interface ConceptChangeRow {
  readonly code: string;
  /** At least one, in the order in which the kinds are declared. */
  readonly kinds: readonly ConceptChangeKind[];
}

const ended = sql.raw(`concept.to_revision < ${OPEN_END}`);
const parentsAt = (revision: "low" | "high") => sql`(
  select array_agg(edge.parent_code order by edge.parent_code) from concept_parent edge
  where edge.container_id = parent.id and edge.child_code = former.code
    and edge.from_revision <= parent.${sql.raw(revision)}
    and edge.to_revision > parent.${sql.raw(revision)})`;

// Only rows that began or ended within the span are looked at, whatever the size of the code system: a
// concept whose parents change has a new row too. A concept that was changed and changed back has rows at
// both ends that are alike, and no kinds. The kinds are told once (offset 0), not for each place that uses them.
const changes = sql`(
  select coalesce(former.code, latter.code) as code, kinds.kinds
  from (select * from concept where concept.container_id = parent.id
      and concept.from_revision <= parent.low
      and concept.to_revision > parent.low and concept.to_revision <= parent.high and ${ended}) former
    full join (select * from concept where concept.container_id = parent.id
      and concept.from_revision > parent.low and concept.from_revision <= parent.high
      and concept.to_revision > parent.high) latter on latter.code = former.code
    cross join lateral (select case
      when former.code is null then array['ADDED']
      when latter.code is null then array['REMOVED']
      else array_remove(array[
        case when not former.retired and latter.retired then 'RETIRED' end,
        case when former.retired and not latter.retired then 'REVIVED' end,
        case when (former.names, former.descriptions) is distinct from
          (latter.names, latter.descriptions) then 'REWORDED' end,
        case when ${parentsAt("low")} is distinct from ${parentsAt("high")} then 'REPARENTED' end,
        case when (former.concept_class, former.datatype, former.extras, former.external_id)
          is distinct from (latter.concept_class, latter.datatype, latter.extras, latter.external_id)
          then 'ATTRIBUTES_CHANGED' end
      ], null) end as kinds offset 0) kinds
  where cardinality(kinds.kinds) > 0
    and (${p("kinds")}::text[] is null or kinds.kinds && ${p("kinds")}::text[])
) as change`;

const readableSpans = sql`unnest(${p("ids")}::int[], ${p("lows")}::int[], ${p("highs")}::int[])
    with ordinality as parent(id, low, high, at)
  join ${codeSystem} on ${codeSystem.containerId} = parent.id
  join ${repository} on ${repository.containerId} = parent.id
    and ${repositoryVisible} and ${contentLicensed}`;

const byCode: Ordering = {
  columns: [sql`change.code`],
  direction: "ASC",
  lowest: [""],
  highest: [HIGHEST_TEXT],
};

/** Reads of what differs between revisions of code systems; only what the viewer may read. */
export function conceptChangeQueries(reads: Queries) {
  const lists = windowedPerParent(byCode, ({ between, order, take, skip, suffix }) =>
    reads
      .select({
        at: sql<number>`parent.at::int`,
        code: sql<string>`change.code`,
        kinds: sql<ConceptChangeKind[]>`change.kinds`,
      })
      .from(readableSpans)
      .innerJoinLateral(
        sql`(select * from ${changes} where ${between}
          order by ${sql.join(order, sql`, `)} limit ${take} offset ${skip}) as change`,
        sql`true`,
      )
      .orderBy(sql`parent.at`, ...order)
      .prepare(`concept_changes_${suffix}`),
  );
  const counts = reads
    .select({ at: sql<number>`parent.at::int`, count: sql<number>`counted.count` })
    .from(readableSpans)
    .innerJoinLateral(sql`(select count(*)::int as count from ${changes}) as counted`, sql`true`)
    .prepare("concept_change_counts");

  return {
    /** One list per pair of revisions, in order of code: the concepts that are not the same at both. */
    lists: async (
      viewer: Viewer,
      of: readonly ComparedRevisions[],
      { listing, window }: { readonly listing: ChangeListing; readonly window: Window },
    ): Promise<readonly Slice<ConceptChangeRow>[]> => {
      const slices = await lists(window, of.length, parameters(viewer, of, listing));
      return slices.map((slice) => ({
        ...slice,
        items: slice.items.map(({ code, kinds }) => ({ code, kinds: seen(kinds, listing) })),
      }));
    },
    counts: async (viewer: Viewer, of: readonly ComparedRevisions[], listing: ChangeListing) =>
      countsPerParent(of.length, await counts.execute(parameters(viewer, of, listing))),
  };
}

// The statement compares the older revision with the newer one.
function seen(kinds: readonly ConceptChangeKind[], { backward }: ChangeListing) {
  return backward ? reversedKinds(kinds) : kinds;
}

function parameters(
  viewer: Viewer,
  of: readonly ComparedRevisions[],
  listing: ChangeListing,
): Record<string, unknown> {
  return {
    ids: of.map(({ containerId }) => containerId),
    lows: of.map(({ before, after }) => Math.min(before, after)),
    highs: of.map(({ before, after }) => Math.max(before, after)),
    kinds: listing.kinds && seen(listing.kinds, listing),
    ...viewerParameters(viewer),
  };
}
