import { eq, sql } from "drizzle-orm";
import { organization, userAccount } from "../access/tables.js";
import type { Queries } from "../database.js";
import { container, version } from "../ledger/tables.js";
import { urlOfRepository, urlsOfSystem } from "../repositories/naming.js";
import { repository } from "../repositories/tables.js";
import { codeSystem } from "./tables.js";

/** What an import must know of the code system that it goes into. */
export async function importTarget(queries: Queries, slug: string) {
  const [row] = await queries
    .select({
      containerId: container.id,
      uid: container.uid,
      slug: codeSystem.slug,
      content: codeSystem.content,
      normalization: codeSystem.codeNormalization,
      canonicalUrl: repository.canonicalUrl,
      defaultLocale: repository.defaultLocale,
      supportedLocales: repository.supportedLocales,
      url: urlOfRepository("sources"),
    })
    .from(codeSystem)
    .innerJoin(container, eq(container.id, codeSystem.containerId))
    .innerJoin(repository, eq(repository.containerId, codeSystem.containerId))
    .leftJoin(organization, eq(organization.id, repository.ownerOrganizationId))
    .leftJoin(userAccount, eq(userAccount.id, repository.ownerUserId))
    .where(eq(codeSystem.slug, slug));
  return row ?? null;
}

/** A code system as {@link importTarget} tells of it. */
export type ImportTarget = NonNullable<Awaited<ReturnType<typeof importTarget>>>;

/** The code systems of a canonical URL, with the names of their owners, by slug. */
export async function systemsOfUrl(queries: Queries, canonicalUrl: string) {
  return await queries
    .select({
      slug: codeSystem.slug,
      owner: sql<string>`coalesce(${organization.name}, ${userAccount.name})`,
    })
    .from(codeSystem)
    .innerJoin(repository, eq(repository.containerId, codeSystem.containerId))
    .leftJoin(organization, eq(organization.id, repository.ownerOrganizationId))
    .leftJoin(userAccount, eq(userAccount.id, repository.ownerUserId))
    .where(
      sql`${repository.canonicalUrl} = ${canonicalUrl} and ${repository.deactivatedAt} is null`,
    )
    .orderBy(codeSystem.slug);
}

/** What a crosswalk's import must know of every code system, by slug. */
export async function systemsBySlug(queries: Queries) {
  const rows = await queries
    .select({
      slug: codeSystem.slug,
      normalization: codeSystem.codeNormalization,
      licensor: codeSystem.licensor,
      canonicalUrl: sql<string | null>`case when ${repository.deactivatedAt} is null
        then ${repository.canonicalUrl} end`,
    })
    .from(codeSystem)
    .innerJoin(repository, eq(repository.containerId, codeSystem.containerId));
  return new Map(rows.map((row) => [row.slug, row]));
}

/** Those of some code systems that know no codes. */
export async function emptySystems(
  queries: Queries,
  ids: readonly number[],
): Promise<ReadonlySet<number>> {
  const rows = await queries
    .select({ id: codeSystem.containerId })
    .from(codeSystem)
    .where(
      sql`${codeSystem.containerId} = any(${sql.param(ids)}::int[])
        and ${codeSystem.content} = 'NOT_PRESENT'`,
    );
  return new Set(rows.map(({ id }) => id));
}

/** All URLs of the code systems whose content needs a licence. */
export async function licensedSystems(queries: Queries): Promise<ReadonlySet<string>> {
  const rows = await queries
    .select({ urls: urlsOfSystem })
    .from(codeSystem)
    .innerJoin(repository, eq(repository.containerId, codeSystem.containerId))
    .leftJoin(organization, eq(organization.id, repository.ownerOrganizationId))
    .leftJoin(userAccount, eq(userAccount.id, repository.ownerUserId))
    .where(sql`${codeSystem.licensor} is not null`);
  return new Set(rows.flatMap(({ urls }) => urls));
}

/** Where a code system stands; to be read under its lock. */
export async function standingOf(queries: Queries, containerId: number) {
  const [head] = await queries
    .select({
      headRevision: container.headRevision,
      newestVersion: container.newestVersion,
      releasedVersion: container.releasedVersion,
      releasedRevision: container.releasedRevision,
    })
    .from(container)
    .where(eq(container.id, containerId));
  const versions = await queries
    .select({
      ordinal: version.ordinal,
      label: version.label,
      revision: version.revision,
      createdAt: version.createdAt,
    })
    .from(version)
    .where(eq(version.containerId, containerId))
    .orderBy(version.ordinal);
  if (!head) throw new Error(`Container ${containerId} is gone`);
  return { ...head, versions };
}

/** When a version of a label was made, or null where there is none. */
export async function versionMadeAt(queries: Queries, containerId: number, label: string) {
  const [row] = await queries
    .select({ createdAt: version.createdAt })
    .from(version)
    .where(sql`${version.containerId} = ${containerId} and ${version.label} = ${label}`);
  return row?.createdAt ?? null;
}

/** From now on the code system knows its codes, all of them or some, and takes no others or any. */
export async function markContent(
  queries: Queries,
  containerId: number,
  { content, at, by }: ContentMark,
): Promise<void> {
  await queries.update(codeSystem).set({ content }).where(eq(codeSystem.containerId, containerId));
  await queries
    .update(repository)
    .set({ updatedAt: at, updatedBy: by })
    .where(eq(repository.containerId, containerId));
}

interface ContentMark {
  readonly content: "COMPLETE" | "FRAGMENT";
  readonly at: Date;
  readonly by: string;
}
