import { sql } from "drizzle-orm";
import type { Slice, Window } from "../../kernel/window.js";
import type { Viewer } from "../../rules/access/viewer.js";
import { codeSystem } from "../codeSystems/tables.js";
import type { Queries } from "../database.js";
import { HIGHEST_INTEGER, HIGHEST_TEXT, type Ordering, windowed } from "../keyset.js";
import { repository } from "../repositories/tables.js";
import {
  contentLicensed,
  repositoryVisible,
  viewerParameters,
} from "../repositories/visibility.js";
import {
  conceptParameters,
  givenConcepts,
  givenMappings,
  mappingParameters,
  wholeLists,
} from "./givenMembers.js";
import type { CollectionMembers } from "./members.js";
import type { MemberState } from "./pins.js";

/** Two states of a collection, the earlier first. */
export interface ComparedStates {
  readonly before: MemberState;
  readonly after: MemberState;
}

/** A member that one of two states has and the other has not, or has at another version. */
export interface MembershipChangeRow {
  /** 1: a concept; 2: a mapping. */
  readonly sort: number;
  readonly containerId: number;
  /** A concept's code, or a mapping's id. */
  readonly code: string;
  /** Versions of the concept or mapping; null where it is no member. */
  readonly before: number | null;
  readonly after: number | null;
  /** Of a mapping. */
  readonly uid: string | null;
}

const sorted: Ordering = {
  columns: [sql`changed.sort`, sql`changed.code`, sql`changed.id`],
  direction: "ASC",
  lowest: [0, "", 0],
  highest: [HIGHEST_INTEGER, HIGHEST_TEXT, HIGHEST_INTEGER],
};
// The first state is the earlier one.
const changed = sql`(with ${givenConcepts}, ${givenMappings}
  select 1 as sort, coalesce(earlier.id, later.id) as id, coalesce(earlier.code, later.code) as code,
    null::uuid as uid, earlier.version as before, later.version as after
  from (select * from member where at = 1) earlier
  full join (select * from member where at = 2) later
    on later.id = earlier.id and later.code = earlier.code
  where earlier.version is distinct from later.version
  union all
  select 2, coalesce(earlier.id, later.id), coalesce(earlier.mapping_id, later.mapping_id),
    coalesce(earlier.uid, later.uid), earlier.version, later.version
  from (select * from member_mapping where at = 1) earlier
  full join (select * from member_mapping where at = 2) later
    on later.id = earlier.id and later.mapping_id = earlier.mapping_id
  where earlier.version is distinct from later.version) changed
  join ${codeSystem} on ${codeSystem.containerId} = changed.id
  join ${repository} on ${repository.containerId} = changed.id
    and ${repositoryVisible} and ${contentLicensed}`;

/** What {@link MembershipChangeRow}s are sorted by. */
export function changeKey({ sort, code, containerId }: MembershipChangeRow): (string | number)[] {
  return [sort, code, containerId];
}

/** Reads of what has changed between two states of a collection, as far as the viewer may read it. */
export function membershipChangeQueries(reads: Queries, members: CollectionMembers) {
  const page = windowed(sorted, ({ between, order, take, skip, suffix }) =>
    reads
      .select({
        sort: sql<number>`changed.sort`,
        containerId: sql<number>`changed.id`,
        code: sql<string>`changed.code`,
        uid: sql<string | null>`changed.uid`,
        before: sql<number | null>`changed.before`,
        after: sql<number | null>`changed.after`,
      })
      .from(changed)
      .where(between)
      .orderBy(...order)
      .limit(take)
      .offset(skip)
      .prepare(`membership_changes_${suffix}`),
  );
  const count = reads
    .select({ count: sql<number>`count(*)::int` })
    .from(changed)
    .prepare("membership_change_count");
  const parametersOf = async (viewer: Viewer, { before, after }: ComparedStates) => ({
    ...conceptParameters(await members.concepts([before, after])),
    ...mappingParameters(wholeLists(await members.mappings([before, after]))),
    ...viewerParameters(viewer),
  });
  return {
    /** Concepts first, then mappings; each by code. */
    list: async (
      viewer: Viewer,
      of: ComparedStates,
      window: Window,
    ): Promise<Slice<MembershipChangeRow>> => page(window, await parametersOf(viewer, of)),
    count: async (viewer: Viewer, of: ComparedStates): Promise<number> =>
      (await count.execute(await parametersOf(viewer, of)))[0]?.count ?? 0,
  };
}
