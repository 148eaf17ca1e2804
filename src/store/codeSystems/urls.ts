import { eq, type SQL, sql } from "drizzle-orm";
import type { Viewer } from "../../rules/access/viewer.js";
import { systemAddress } from "../../rules/conceptMappings/urls.js";
import { isStorable } from "../../rules/text.js";
import type { Queries } from "../database.js";
import { container } from "../ledger/tables.js";
import { repositoryVisible, viewerParameters } from "../repositories/visibility.js";
import { type CodeSystemRow, selectCodeSystems } from "./queries.js";
import { codeSystem } from "./tables.js";

const p = sql.placeholder;

/** The values by which {@link idsByUrl} looks for code systems. */
function addressParameters(given: readonly string[]) {
  const urls = given.filter(isStorable);
  const addresses = urls.map(systemAddress).filter((address) => address !== null);
  const of = (kind: "orgs" | "users") => addresses.filter(({ ownerKind }) => ownerKind === kind);
  return {
    organizations: of("orgs").map(({ owner }) => owner),
    organizationCodes: of("orgs").map(({ shortCode }) => shortCode),
    users: of("users").map(({ owner }) => owner),
    userCodes: of("users").map(({ shortCode }) => shortCode),
    canonicalUrls: urls,
  };
}

/** Container ids of what relative and canonical URLs name, each found by an index. */
function idsByUrl(value: (name: keyof ReturnType<typeof addressParameters>) => SQL): SQL {
  return sql`(select found.container_id
    from unnest(${value("organizations")}::text[], ${value("organizationCodes")}::text[]) as asked(owner, code)
    join organization on organization.name = asked.owner
    join repository found on found.owner_organization_id = organization.id
      and found.short_code = asked.code
    union all select found.container_id
    from unnest(${value("users")}::text[], ${value("userCodes")}::text[]) as asked(owner, code)
    join user_account on user_account.name = asked.owner
    join repository found on found.owner_user_id = user_account.id and found.short_code = asked.code
    union all select container_id from repository
    where canonical_url = any(${value("canonicalUrls")}::text[]))`;
}

/** Reads of code systems by what their URLs are elsewhere. */
export function systemsByUrlQueries(reads: Queries) {
  const byUrl = selectCodeSystems(reads)
    .where(sql`${codeSystem.containerId} in ${idsByUrl((name) => sql`${p(name)}`)}
      and ${repositoryVisible}`)
    .orderBy(codeSystem.slug)
    .prepare("code_systems_by_url");
  return {
    /** What each URL names, relative or canonical; null where the viewer sees none. */
    byUrls: async (viewer: Viewer, urls: readonly string[]) => {
      const parameters = { ...addressParameters(urls), ...viewerParameters(viewer) };
      return namedBy(await byUrl.execute(parameters), urls);
    },
  };
}

/** Of several systems with one canonical URL the first by slug counts. */
function namedBy(
  rows: readonly CodeSystemRow[],
  urls: readonly string[],
): readonly (CodeSystemRow | null)[] {
  return urls.map((url) => {
    const address = systemAddress(url);
    const named = rows.find((row) =>
      address
        ? row.shortCode === address.shortCode &&
          address.owner === (address.ownerKind === "orgs" ? row.ownerOrganization : row.ownerUser)
        : row.canonicalUrl === url,
    );
    return named ?? null;
  });
}

/**
 * What a caller names by a slug or a URL, read within a transaction; null where the viewer sees none.
 */
export async function systemNamed(
  queries: Queries,
  viewer: Viewer,
  name: string,
): Promise<CodeSystemRow | null> {
  if (!isStorable(name)) return null;
  const [bySlug] = await selectCodeSystems(queries)
    .where(sql`${codeSystem.slug} = ${p("slug")} and ${repositoryVisible}`)
    .prepare("code_system_named")
    .execute({ slug: name, ...viewerParameters(viewer) });
  if (bySlug) return bySlug;
  const [byUrl] = await systemsByUrlQueries(queries).byUrls(viewer, [name]);
  return byUrl ?? null;
}

/** The code system of a relative URL, whoever asks; null where there is none. */
export async function addressedSystem(queries: Queries, url: string) {
  const values = addressParameters([url]);
  const [row] = await queries
    .select({ containerId: container.id, uid: container.uid, slug: codeSystem.slug })
    .from(codeSystem)
    .innerJoin(container, eq(container.id, codeSystem.containerId))
    .where(
      sql`${codeSystem.containerId} in ${idsByUrl((name) => sql`${sql.param(values[name])}`)}`,
    );
  return row ?? null;
}
