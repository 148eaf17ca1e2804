import { type SQL, sql } from "drizzle-orm";
import type { RepositoryName } from "../../rules/repositories/urls.js";
import { organization, userAccount } from "../access/tables.js";
import { repository } from "./tables.js";

/** Values of the placeholders of {@link namedByUrl}: what some URLs say. */
export function urlParameters(names: readonly RepositoryName[]) {
  return {
    kinds: names.map(({ owner }) => owner.kind),
    owners: names.map(({ owner }) => owner.name),
    shortCodes: names.map(({ shortCode }) => shortCode),
  };
}

/** That a repository, joined with its owners, has the owner and the short code of one of some URLs. */
export const namedByUrl = sql`(
  (${repository.ownerOrganizationId}, ${repository.shortCode}) in (
    select ${organization.id}, asked.code
    from unnest(${sql.placeholder("kinds")}::text[], ${sql.placeholder("owners")}::text[],
      ${sql.placeholder("shortCodes")}::text[]) as asked(kind, owner, code)
    join ${organization} on ${organization.name} = asked.owner where asked.kind = 'ORGANIZATION')
  or (${repository.ownerUserId}, ${repository.shortCode}) in (
    select ${userAccount.id}, asked.code
    from unnest(${sql.placeholder("kinds")}::text[], ${sql.placeholder("owners")}::text[],
      ${sql.placeholder("shortCodes")}::text[]) as asked(kind, owner, code)
    join ${userAccount} on ${userAccount.name} = asked.owner where asked.kind = 'USER'))`;

/** The URL of a repository that is joined with its owners: `/orgs/CIEL/sources/CIEL/`. */
export function urlOfRepository(kind: "sources" | "collections"): SQL<string> {
  return sql`(case when ${organization.id} is null then '/users/' || ${userAccount.name}
    else '/orgs/' || ${organization.name} end || ${sql.raw(`'/${kind}/'`)} || ${repository.shortCode} || '/')`;
}

/** All that mappings name a code system by, joined as above: its URL, and its canonical URL where it has one. */
export const urlsOfSystem = sql<string[]>`array_remove(
  array[${urlOfRepository("sources")}, ${repository.canonicalUrl}::text], null)`;
