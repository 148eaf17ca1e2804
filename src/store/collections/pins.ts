import { type SQL, sql } from "drizzle-orm";
import type { Queries } from "../database.js";
import { collectionPin } from "./tables.js";

const p = sql.placeholder;

/** Where a code system, or another collection, is read. */
export interface Pin {
  readonly id: number;
  /** For the references that name its HEAD; the others go to its newest released version. */
  readonly head: boolean;
  readonly revision: number;
  /** Of the named version that is read; null: HEAD, which has no pins of its own. */
  readonly ordinal: number | null;
}

/** A collection as a read finds it: its references at a revision, and where they lead. */
export interface MemberState {
  readonly containerId: number;
  readonly revision: number;
  readonly pins: readonly Pin[];
  /** What this reference delivers alone, as if it brought in what it keeps out. */
  readonly reference?: number;
}

const alive = sql.raw(`reference.from_revision <= reached.revision
  and reference.to_revision > reached.revision`);

// Each code system and collection that references of \`reached\` read without a named version. One that
// reads everything leads to all code systems that are public.
const targets = sql`cross join lateral (
    select reference.target_id as id, reference.target_version as version
    from collection_reference reference where reference.container_id = reached.id and ${alive}
      and reference.target_id is not null
    union
    select valueset.id, nullif(valueset.version, '')
    from collection_reference reference
      cross join lateral unnest(reference.valueset_ids, reference.valueset_versions)
        as valueset(id, version)
    where reference.container_id = reached.id and reference.kind = 'LIST' and ${alive}
    union
    select code_system.container_id, null
    from collection_reference reference, code_system
      join repository on repository.container_id = code_system.container_id
        and repository.public_access <> 'NONE' and repository.deactivated_at is null
    where reference.container_id = reached.id and reference.kind = 'LIST' and ${alive}
      and reference.definition -> 'system' = 'null' and reference.valueset_ids = '{}'
  ) target
  join container on container.id = target.id`;

/** Where a target stands: now, or as it was at a moment. */
function standing(moment: SQL): SQL {
  return sql`cross join lateral (
    select container.head_revision as head, container.released_version as ordinal,
      container.released_revision as released
    where ${moment} is null
    union all
    select (select coalesce(max(number), 0) from revision
        where revision.container_id = container.id and revision.at <= ${moment}),
      last.ordinal, last.revision
    from (select) as anything left join lateral (
      select ordinal, revision from version
      where version.container_id = container.id and version.released_at <= ${moment}
      order by leads desc, ordinal desc limit 1) last on true
    where ${moment} is not null
  ) standing`;
}

/**
 * Where collections at revisions, rows of `asked` with at, id and revision, read their code systems and other
 * collections. A collection that is read at its HEAD is followed on: what it reads is pinned as well.
 */
function pinsOf(asked: SQL, moment: SQL): SQL {
  const unnamed = sql`(target.version is null or target.version = 'HEAD')`;
  return sql`with recursive reached(at, id, revision) as (
      select at, id, revision from ${asked}
      union
      select reached.at, target.id, standing.head
      from reached ${targets} ${standing(moment)}
      where container.kind = 'COLLECTION' and ${unnamed}
        and (target.version = 'HEAD' or standing.ordinal is null)
    )
    select distinct reached.at, target.id, target.version is not distinct from 'HEAD' as head,
      case when target.version is null then coalesce(standing.released, standing.head)
        else standing.head end as revision,
      case when target.version is null then standing.ordinal end as ordinal
    from reached ${targets} ${standing(moment)}
    where ${unnamed}`;
}

/**
 * Keeps where a new version of a collection reads its code systems and other collections, so that it goes on
 * reading them there whatever becomes of them.
 */
export async function pinReferences(
  queries: Queries,
  { containerId, ordinal, revision }: { containerId: number; ordinal: number; revision: number },
): Promise<void> {
  const asked = sql`(select 1 as at, ${containerId}::int as id, ${revision}::int as revision) asked`;
  const none = sql`null::timestamptz`;
  await queries.execute(sql`
    insert into collection_pin (container_id, ordinal, pinned_id, head, revision, pinned_ordinal)
    select ${containerId}::int, ${ordinal}::int, pinned.id, pinned.head, pinned.revision, pinned.ordinal
    from (${pinsOf(asked, none)}) pinned`);
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
    head: sql<boolean>`pinned.head`,
    revision: sql<number>`pinned.revision`,
    ordinal: sql<number | null>`pinned.ordinal`,
  };
  const standing = reads
    .select(columns)
    .from(sql`(${pinsOf(asked, sql`${p("moment")}::timestamptz`)}) pinned`)
    .orderBy(sql`pinned.at, pinned.id, pinned.head`)
    .prepare("pins_of_heads");
  const frozen = reads
    .select({
      at: sql<number>`asked.at::int`,
      id: collectionPin.pinnedId,
      head: collectionPin.head,
      revision: collectionPin.revision,
      ordinal: collectionPin.pinnedOrdinal,
    })
    .from(
      sql`unnest(${p("ids")}::int[], ${p("ordinals")}::int[])
        with ordinality as asked(id, ordinal, at)`,
    )
    .innerJoin(
      collectionPin,
      sql`${collectionPin.containerId} = asked.id and ${collectionPin.ordinal} = asked.ordinal`,
    )
    .orderBy(sql`asked.at`, collectionPin.pinnedId, collectionPin.head)
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
