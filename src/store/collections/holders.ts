import { sql } from "drizzle-orm";
import type { Viewer } from "../../rules/access/viewer.js";
import { memberVersion } from "../../rules/collections/membership.js";
import { OPEN_END } from "../columns.js";
import type { Queries } from "../database.js";
import { container } from "../ledger/tables.js";
import { repository } from "../repositories/tables.js";
import { viewerParameters } from "../repositories/visibility.js";
import type { CollectionMembers, Delivery, MemberKey } from "./members.js";
import { pinQueries } from "./pins.js";
import { collection } from "./tables.js";
import { collectionVisible } from "./visibility.js";

const p = sql.placeholder;
const brings = sql`reference.include and reference.to_revision = ${sql.raw(`${OPEN_END}`)}`;

// A collection that is read brings in what it holds, of whatever code system, and so does everything.
const mayHold = sql`(with asked as materialized (
    select * from unnest(${p("ids")}::int[], ${p("codes")}::text[]) as asked(id, code))
  select of_single.container_id as id
  from asked cross join lateral (
    select reference.container_id from collection_reference reference
    where reference.target_id = asked.id and reference.code = asked.code
      and reference.kind = 'CONCEPT' and ${brings} offset 0) of_single
  union
  select collection.container_id
  from collection cross join lateral (
    select from collection_reference reference left join container target on target.id = reference.target_id
    where reference.container_id = collection.container_id and reference.kind = 'LIST' and ${brings}
      and (target.id is null or target.kind = 'COLLECTION' or target.id in (select id from asked))
    limit 1 offset 0) of_list)`;

/** Which collections concepts are members of. */
export function holderQueries(reads: Queries, members: CollectionMembers) {
  const pins = pinQueries(reads);
  const candidates = reads
    .select({ containerId: container.id, revision: container.headRevision })
    .from(sql`${mayHold} candidate`)
    .innerJoin(container, sql`${container.id} = candidate.id`)
    .innerJoin(collection, sql`${collection.containerId} = candidate.id`)
    .innerJoin(
      repository,
      sql`${repository.containerId} = candidate.id and ${collectionVisible}
        and ${repository.deactivatedAt} is null`,
    )
    .orderBy(container.id)
    .prepare("collections_that_may_hold");
  return {
    /**
     * Ids of the collections that the viewer may see whose HEADs hold each concept. How many statements that
     * takes depends on how far collections are nested, not on how many there are beside each other.
     */
    holders: async (
      viewer: Viewer,
      concepts: readonly MemberKey[],
    ): Promise<readonly (readonly number[])[]> => {
      const found = await candidates.execute({
        ids: concepts.map(({ id }) => id),
        codes: concepts.map(({ code }) => code),
        ...viewerParameters(viewer),
      });
      if (found.length === 0) return concepts.map(() => []);
      const standing = await pins.ofHeads(found, null);
      const states = found.map((head, at) => ({ ...head, pins: standing[at] ?? [] }));
      const codes = [...new Set(concepts.map(({ code }) => code))];
      const delivered = new Map<string, Map<number, Delivery[]>>();
      for (const delivery of await members.deliveries(states, codes)) {
        const { at, id, code } = delivery;
        const byHead = delivered.get(`${id} ${code}`) ?? new Map<number, Delivery[]>();
        delivered.set(`${id} ${code}`, byHead);
        byHead.set(at, [...(byHead.get(at) ?? []), delivery]);
      }
      return concepts.map(({ id, code }) =>
        [...(delivered.get(`${id} ${code}`) ?? [])].flatMap(([at, deliveries]) =>
          memberVersion(deliveries) === null ? [] : (found[at - 1]?.containerId ?? []),
        ),
      );
    },
  };
}
