import { type SQL, sql } from "drizzle-orm";
import type { Queries } from "../database.js";
import type { Narrowing } from "../expansions/narrowing.js";
import { collectionPin } from "./tables.js";

const p = sql.placeholder;

/** PostgreSQL takes 65,535 parameters with a statement. */
const ROWS_AT_ONCE = 5000;

/** Where a code system, or another collection, is read. */
export interface Pin {
  readonly id: number;
  /**
   * What references call the version: a label, `HEAD`, or an empty text for the newest released one. One that
   * reads everything says whose, `everythingOf`, and means the newest released versions.
   */
  readonly label: string;
  readonly revision: number;
  /** Of the named version that is read; null: HEAD, which has no pins of its own. */
  readonly ordinal: number | null;
  /** Revision of its HEAD, up to which a concept or mapping version that is named is there. */
  readonly head: number;
  /** What mappings may name a code system by beside its own URL; null: nothing, or it is a collection. */
  readonly canonicalUrl: string | null;
}

/** As what the code systems are pinned that a reference over everything reads, for who created it. */
export function everythingOf(creatorId: number | null): string {
  return `*${creatorId ?? ""}`;
}

/** A collection as a read finds it: its references at a revision, and where they lead. */
export interface MemberState {
  readonly containerId: number;
  readonly revision: number;
  readonly pins: readonly Pin[];
  /** What this reference delivers alone, as if it brought in what it keeps out. */
  readonly reference?: number;
  /** What an expansion leaves out, or reads elsewhere too; only all concepts and all mappings heed it. */
  readonly narrowing?: Narrowing;
}

const alive = sql.raw(`reference.from_revision <= reached.revision
  and reference.to_revision > reached.revision`);

// Each code system and collection that references of \`reached\` read, and what they call its version. One that
// reads everything leads to all code systems that are public or that its creator may read.
const targets = sql`cross join lateral (
    select reference.target_id as id, coalesce(reference.target_version, '') collate "C" as label
    from collection_reference reference where reference.container_id = reached.id and ${alive}
      and reference.target_id is not null
    union
    select valueset.id, valueset.label collate "C"
    from collection_reference reference
      cross join lateral unnest(reference.valueset_ids, reference.valueset_versions)
        as valueset(id, label)
    where reference.container_id = reached.id and reference.kind = 'LIST' and ${alive}
    union
    select code_system.container_id, ('*' || coalesce(reference.creator_id::text, '')) collate "C"
    from collection_reference reference, code_system
      join repository on repository.container_id = code_system.container_id
        and repository.deactivated_at is null
    where reference.container_id = reached.id and reference.kind = 'LIST' and ${alive}
      and reference.definition -> 'system' = 'null' and reference.valueset_ids = '{}'
      and (repository.public_access <> 'NONE' or repository.owner_user_id = reference.creator_id
        or repository.owner_organization_id in (select organization_id from membership
          where membership.user_id = reference.creator_id))
  ) target
  join container on container.id = target.id`;

/** Where a target stands: now, or as it was at a moment. There is no place for a label that nothing has. */
function place(moment: SQL): SQL {
  const stands = sql`version.container_id = container.id and not exists (
    select from collection_version gone where gone.container_id = version.container_id
      and gone.ordinal = version.ordinal and gone.deactivated_at <= coalesce(${moment}, 'infinity'))`;
  return sql`cross join lateral (
    select case when ${moment} is null then container.head_revision else coalesce((
      select max(number) from revision
      where revision.container_id = container.id and revision.at <= ${moment}), 0) end as head
  ) standing
  cross join lateral (
    select standing.head as revision, null::int as ordinal where target.label = 'HEAD'
    union all
    select coalesce(newest.revision, standing.head), newest.ordinal
    from (select) as anything left join lateral (
      select container.released_revision as revision, container.released_version as ordinal
      where ${moment} is null
      union all
      (select revision, ordinal from version where ${stands} and version.released_at <= ${moment}
        order by leads desc, ordinal desc limit 1)) newest on true
    where target.label = '' or target.label like '*%'
    union all
    select version.revision, version.ordinal from version
    where ${stands} and version.label = target.label
      and version.created_at <= coalesce(${moment}, 'infinity')
  ) place`;
}

/**
 * Where collections at revisions, rows of `asked` with at, id and revision, read their code systems and other
 * collections. A collection that is read at its HEAD is followed on: what it reads is pinned as well.
 */
function pinsOf(asked: SQL, moment: SQL): SQL {
  return sql`with recursive reached(at, id, revision) as (
      select at, id, revision from ${asked}
      union
      select reached.at, target.id, place.revision
      from reached ${targets} ${place(moment)}
      where container.kind = 'COLLECTION' and place.ordinal is null
    )
    select distinct reached.at, target.id, target.label, place.revision, place.ordinal, standing.head,
      case when container.kind = 'CODE_SYSTEM' then (select canonical_url from repository
        where repository.container_id = container.id) end as canonical_url
    from reached ${targets} ${place(moment)}`;
}

/**
 * Keeps where a new version of a collection reads its code systems and other collections, so that it goes on
 * reading them there whatever becomes of them. The pins are HEAD's from before the version was there: none of
 * them leads back to the version itself.
 */
export async function keepPins(
  queries: Queries,
  { containerId, ordinal }: { readonly containerId: number; readonly ordinal: number },
  pins: readonly Pin[],
): Promise<void> {
  const rows = pins.map((pin) => ({
    ...{ containerId, ordinal, pinnedId: pin.id, label: pin.label },
    ...{ revision: pin.revision, pinnedOrdinal: pin.ordinal, headRevision: pin.head },
    canonicalUrl: pin.canonicalUrl,
  }));
  for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) {
    await queries.insert(collectionPin).values(rows.slice(at, at + ROWS_AT_ONCE));
  }
}

/** A collection at a revision, as pins are looked up for it. */
export interface PinnedCollection {
  readonly containerId: number;
  readonly revision: number;
}

/** Reads of where collections read their code systems and other collections. */
export function pinQueries(reads: Queries) {
  const asked = sql`unnest(${p("ids")}::int[], ${p("revisions")}::int[])
    with ordinality as asked(id, revision, at)`;
  const columns = {
    at: sql<number>`pinned.at::int`,
    id: sql<number>`pinned.id`,
    label: sql<string>`pinned.label`,
    revision: sql<number>`pinned.revision`,
    ordinal: sql<number | null>`pinned.ordinal`,
    head: sql<number>`pinned.head`,
    canonicalUrl: sql<string | null>`pinned.canonical_url`,
  };
  const standing = reads
    .select(columns)
    .from(sql`(${pinsOf(asked, sql`${p("moment")}::timestamptz`)}) pinned`)
    .orderBy(sql`pinned.at, pinned.id, pinned.label`)
    .prepare("pins_of_heads");
  const frozen = reads
    .select({
      at: sql<number>`asked.at::int`,
      id: collectionPin.pinnedId,
      label: collectionPin.label,
      revision: collectionPin.revision,
      ordinal: collectionPin.pinnedOrdinal,
      head: collectionPin.headRevision,
      canonicalUrl: collectionPin.canonicalUrl,
    })
    .from(
      sql`unnest(${p("ids")}::int[], ${p("ordinals")}::int[])
        with ordinality as asked(id, ordinal, at)`,
    )
    .innerJoin(
      collectionPin,
      sql`${collectionPin.containerId} = asked.id and ${collectionPin.ordinal} = asked.ordinal`,
    )
    .orderBy(sql`asked.at`, collectionPin.pinnedId, collectionPin.label)
    .prepare("pins_of_versions");
  return {
    /** Those of HEADs, in their order: as they are now, or as they were at a moment. */
    ofHeads: async (of: readonly PinnedCollection[], moment: Date | null): Promise<Pin[][]> => {
      const rows = await standing.execute({
        ids: of.map(({ containerId }) => containerId),
        revisions: of.map(({ revision }) => revision),
        moment: moment?.toISOString() ?? null,
      });
      return perAsked(of.length, rows);
    },
    /** Those of named versions, in their order. */
    ofVersions: async (
      of: readonly { readonly containerId: number; readonly ordinal: number }[],
    ): Promise<Pin[][]> => {
      const rows = await frozen.execute({
        ids: of.map(({ containerId }) => containerId),
        ordinals: of.map(({ ordinal }) => ordinal),
      });
      return perAsked(of.length, rows);
    },
  };
}

function perAsked(count: number, rows: readonly (Pin & { readonly at: number })[]): Pin[][] {
  const pins: Pin[][] = Array.from({ length: count }, () => []);
  for (const { at, ...pin } of rows) pins[at - 1]?.push(pin);
  return pins;
}
