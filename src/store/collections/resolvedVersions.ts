import { sql } from "drizzle-orm";
import type { Viewer } from "../../rules/access/viewer.js";
import type { Queries } from "../database.js";
import { repository } from "../repositories/tables.js";
import { repositoryVisible, viewerParameters } from "../repositories/visibility.js";
import type { MemberState } from "./pins.js";

const p = sql.placeholder;

/** Where the references of a collection read a code system, or another collection. */
export interface ResolvedVersionRow {
  readonly isCollection: boolean;
  readonly ownerOrganization: string | null;
  readonly ownerUser: string | null;
  readonly shortCode: string;
  /** A label, or `HEAD`. */
  readonly version: string;
  /** Whether a reference names the version, which otherwise was the newest one. */
  readonly explicit: boolean;
  /** Label of the newest released version where that is a later one. */
  readonly newerReleased: string | null;
}

const alive =
  sql.raw(`reference.container_id = state.id and reference.from_revision <= state.revision
  and reference.to_revision > state.revision`);
const used = sql`(with state as (
    select * from unnest(${p("stateAts")}::int[], ${p("stateIds")}::int[],
      ${p("stateRevisions")}::int[]) as state(at, id, revision)
  ), pin as (
    select * from unnest(${p("pinAts")}::int[], ${p("pinIds")}::int[], ${p("pinLabels")}::text[],
      ${p("pinOrdinals")}::int[]) as pin(at, id, label, ordinal)
  ), used as (
    select state.at, reference.target_id as id, reference.target_version as label
    from state join collection_reference reference on ${alive} and reference.target_id is not null
    union
    select state.at, valueset.id, nullif(valueset.label, '')
    from state join collection_reference reference on ${alive} and reference.kind = 'LIST'
    cross join lateral unnest(reference.valueset_ids, reference.valueset_versions) as valueset(id, label)
  )
  select used.at, used.id, used.label is not null as explicit,
    case when pin.id is null then coalesce(used.label, 'HEAD')
      else coalesce(pinned.label, 'HEAD') end as version,
    case when coalesce(used.label, '') <> 'HEAD'
      and newest.ordinal > coalesce(pin.ordinal, 0) then newest.label end as newer
  from used
  join container on container.id = used.id
  left join pin on pin.at = used.at and pin.id = used.id
    and pin.label = coalesce(used.label, '') collate "C"
  left join version pinned on pinned.container_id = used.id and pinned.ordinal = pin.ordinal
  left join version newest on newest.container_id = used.id
    and newest.ordinal = container.released_version) resolved`;

/** Reads of which versions the references of collections were resolved to. */
export function resolvedVersionQueries(reads: Queries) {
  const resolved = reads
    .select({
      at: sql<number>`resolved.at`,
      isCollection: sql<boolean>`container.kind = 'COLLECTION'`,
      ownerOrganization: sql<string | null>`organization.name`,
      ownerUser: sql<string | null>`user_account.name`,
      shortCode: repository.shortCode,
      version: sql<string>`resolved.version`,
      explicit: sql<boolean>`resolved.explicit`,
      newerReleased: sql<string | null>`resolved.newer`,
    })
    .from(sql`${used} join container on container.id = resolved.id`)
    .innerJoin(repository, sql`${repository.containerId} = resolved.id and ${repositoryVisible}`)
    .leftJoin(sql`organization`, sql`organization.id = ${repository.ownerOrganizationId}`)
    .leftJoin(sql`user_account`, sql`user_account.id = ${repository.ownerUserId}`)
    .orderBy(sql`resolved.at, container.kind, ${repository.shortCode}, resolved.explicit,
      resolved.version collate "C"`)
    .prepare("resolved_versions");
  return {
    /** One list per collection; code systems and collections that the viewer does not see are left out. */
    lists: async (
      viewer: Viewer,
      states: readonly MemberState[],
    ): Promise<readonly (readonly ResolvedVersionRow[])[]> => {
      const pins = states.flatMap((state, at) => state.pins.map((pin) => ({ ...pin, at: at + 1 })));
      const rows = await resolved.execute({
        stateAts: states.map((_, at) => at + 1),
        stateIds: states.map(({ containerId }) => containerId),
        stateRevisions: states.map(({ revision }) => revision),
        pinAts: pins.map(({ at }) => at),
        pinIds: pins.map(({ id }) => id),
        pinLabels: pins.map(({ label }) => label),
        pinOrdinals: pins.map(({ ordinal }) => ordinal),
        ...viewerParameters(viewer),
      });
      return states.map((_, at) => rows.filter((row) => row.at === at + 1));
    },
  };
}
