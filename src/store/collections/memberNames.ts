import { sql } from "drizzle-orm";
import type { NameClaim, NamedDelivery } from "../../rules/references/nameClashes.js";
import { claims } from "../codeSystems/claimedNames.js";
import type { Queries } from "../database.js";
import { staysIn } from "./evaluatedRows.js";
import { evaluation } from "./evaluation.js";
import { collectionMemberQueries } from "./members.js";
import { pinQueries } from "./pins.js";

/**
 * What references bring in of concepts whose fully specified or preferred names others of the collection have
 * as well, or that have one twice: every version of them that is brought in, with those of its names. Retired
 * concepts have none. The number of rows follows that of the clashes.
 * @param revision of HEAD, or the next, that no one else sees yet
 */
export async function sharedNames(
  queries: Queries,
  { containerId, revision }: { readonly containerId: number; readonly revision: number },
): Promise<readonly NamedDelivery[]> {
  const [pins = []] = await pinQueries(queries).ofHeads([{ containerId, revision }], null);
  const state = { containerId, revision, pins };
  const parameters = await collectionMemberQueries(queries).parametersOf([state]);
  return await queries
    .select({
      ref: sql<number>`found.ref`,
      concept: sql<string>`found.concept`,
      version: sql<number>`found.version`,
      claims: sql<NameClaim[]>`found.claims`,
    })
    .from(
      sql`(with recursive ${evaluation}, kept as materialized (
          select distinct brought.ref, brought.id, brought.code, brought.version, brought.retired
          from delivered_concept brought where ${staysIn("concept")}
        ), claimed as materialized (
          select kept.id, kept.code, kept.version, kind.kind, claim.locale, claim.name, count(*) as times
          from (select distinct id, code, version from kept where not retired) kept
          cross join lateral (select concept.names from concept where concept.container_id = kept.id
            and concept.code = kept.code and concept.version = kept.version limit 1) named
          cross join lateral ${claims(sql`named.names`)} claim
          cross join lateral (values ('FULLY_SPECIFIED', claim.fully_specified),
            ('PREFERRED', claim.preferred)) as kind(kind, holds)
          where kind.holds
          group by kept.id, kept.code, kept.version, kind.kind, claim.locale, claim.name
        ), shared as materialized (
          select claimed.* from claimed join (
            select kind, locale, name from claimed group by kind, locale, name
            having count(distinct (id, code)) > 1 or max(times) > 1) clash using (kind, locale, name)
        )
        select kept.ref, kept.id || ' ' || kept.code as concept, kept.version,
          coalesce(jsonb_agg(jsonb_build_object('kind', shared.kind,
            'name', shared.locale || ' ' || shared.name, 'repeated', shared.times > 1))
            filter (where shared.kind is not null), '[]') as claims
        from kept join (select distinct id, code from shared) touched using (id, code)
        left join shared using (id, code, version)
        group by kept.ref, kept.id, kept.code, kept.version) found`,
    )
    .orderBy(sql`found.ref, found.concept, found.version`)
    .prepare("shared_names_of_members")
    .execute(parameters);
}
