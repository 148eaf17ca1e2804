import { type SQL, sql } from "drizzle-orm";
import type { ConceptName } from "../../rules/codeSystems/content.js";
import type { NameConflict } from "../../rules/codeSystems/openMrs.js";
import { OPEN_END } from "../columns.js";
import type { Queries } from "../database.js";
import { claimedName } from "./tables.js";

/** Each name of a JSON list that its concept must have to itself, and as what, with its place in the list. */
export function claims(names: SQL): SQL {
  return sql`(select at::int - 1 as at, name->>'name' as name, name->>'locale' as locale,
      name->>'nameType' = 'FULLY_SPECIFIED' as fully_specified,
      (name->>'localePreferred')::boolean as preferred
    from jsonb_array_elements(${names}) with ordinality as listed(name, at)
    where name->>'nameType' = 'FULLY_SPECIFIED' or ((name->>'localePreferred')::boolean
      and name->>'nameType' not in ('SHORT', 'INDEX_TERM')))`;
}

const COLUMNS = sql.raw("container_id, code, locale, name, fully_specified, preferred");
const claimed = sql`select concept.container_id, concept.code, claim.locale, claim.name,
    claim.fully_specified, claim.preferred
  from concept cross join lateral ${claims(sql`concept.names`)} claim
  where not concept.retired and concept.to_revision = ${OPEN_END}`;

/** Whether the names of a code system are claimed at all. */
function isValidated(containerId: number): SQL {
  return sql`exists (select from repository where container_id = ${containerId}
    and custom_validation_schema is not null)`;
}

/** Brings the claims up to what a revision opened and closed, where the code system has a schema. */
export async function settleClaimedNames(
  queries: Queries,
  containerId: number,
  revision: number,
): Promise<void> {
  const [validated] = await queries.execute(sql`select where ${isValidated(containerId)}`);
  if (!validated) return;
  await queries.execute(sql`
    delete from ${claimedName} where container_id = ${containerId} and code in (
      select code from concept where container_id = ${containerId} and from_revision = ${revision}
      union all
      select code from concept where container_id = ${containerId} and to_revision = ${revision}
        and to_revision < ${OPEN_END})`);
  await queries.execute(sql`insert into claimed_name (${COLUMNS}) ${claimed}
    and concept.container_id = ${containerId} and concept.from_revision = ${revision}`);
}

/** Claims all names of a code system at HEAD, or none of them any more. */
export async function resetClaimedNames(
  queries: Queries,
  containerId: number,
  claim: boolean,
): Promise<void> {
  await queries.execute(sql`delete from ${claimedName} where container_id = ${containerId}`);
  if (!claim) return;
  await queries.execute(sql`insert into claimed_name (${COLUMNS}) ${claimed}
    and concept.container_id = ${containerId}`);
}

/** The names of a concept that others of the code system have claimed. */
export async function nameConflicts(
  queries: Queries,
  containerId: number,
  { code, names }: { readonly code: string; readonly names: readonly ConceptName[] },
): Promise<readonly NameConflict[]> {
  return await queries.execute<NameConflict & Record<string, unknown>>(sql`
    select own.at, own.fully_specified and other.fully_specified as "fullySpecified", other.code
    from ${claims(sql`${JSON.stringify(names)}::jsonb`)} own
    cross join lateral (
      select code, fully_specified from claimed_name
      where container_id = ${containerId} and locale = own.locale
        and md5(name) = md5(own.name) and name = own.name and code <> ${code}
        and (own.fully_specified and fully_specified or own.preferred and preferred)
      order by fully_specified desc, code limit 1
    ) other
    order by own.at`);
}

/** Codes of concepts in use at HEAD whose names another concept has too: the first by code. */
export async function repeatedClaims(
  queries: Queries,
  containerId: number,
  limit: number,
): Promise<readonly { readonly code: string; readonly name: string }[]> {
  const among = (kind: "fully_specified" | "preferred") => sql`
    select code, name, count(*) over (partition by locale, name) as times
    from claimed where ${sql.raw(kind)}`;
  return await queries.execute<{ code: string; name: string }>(sql`
    with claimed as (${claimed} and concept.container_id = ${containerId})
    select code, min(name) as name from (${among("fully_specified")} union all ${among("preferred")}) named
    where times > 1 group by code order by code collate "C" limit ${limit}`);
}
