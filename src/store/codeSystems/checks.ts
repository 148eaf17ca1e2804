import { eq, sql } from "drizzle-orm";
import type { Viewer } from "../../rules/access/viewer.js";
import type { KnownSystem, SystemCode } from "../../rules/crosswalks/resolveMappings.js";
import type { Queries } from "../database.js";
import { repository } from "../repositories/tables.js";
import { codeSystem } from "./tables.js";

/** The code systems among the slugs that the viewer may see, with what the rules of writing ask of them. */
export async function systemsForWriting(
  queries: Queries,
  viewer: Viewer,
  slugs: readonly string[],
): Promise<ReadonlyMap<string, KnownSystem>> {
  const organizations = sql.param(viewer.organizations.map(({ id }) => id));
  const rows = await queries
    .select({
      slug: codeSystem.slug,
      normalization: codeSystem.codeNormalization,
      content: codeSystem.content,
      licensor: codeSystem.licensor,
    })
    .from(codeSystem)
    .innerJoin(repository, eq(repository.containerId, codeSystem.containerId))
    .where(
      sql`${codeSystem.slug} = any(${sql.param(slugs)}::text[]) and ${repository.deactivatedAt} is null
        and (${repository.publicAccess} <> 'NONE'
          or ${repository.ownerOrganizationId} = any(${organizations}::int[])
          or ${repository.ownerUserId} = ${viewer.user?.id ?? null}::int)`,
    );
  return new Map(
    rows.map(({ slug, normalization, content, licensor }) => [
      slug,
      {
        slug,
        normalization,
        knowsItsCodes: content === "COMPLETE",
        licensed: licensor === null || viewer.licensors.includes(licensor),
      },
    ]),
  );
}

/** Those of the codes that exist in the newest released version of their systems, HEAD while there is none. */
export async function existingCodes(
  queries: Queries,
  codes: readonly SystemCode[],
): Promise<readonly SystemCode[]> {
  if (codes.length === 0) return [];
  return await queries.execute<{ system: string; code: string }>(sql`
    select asked.system, asked.code
    from unnest(${sql.param(codes.map(({ system }) => system))}::text[],
      ${sql.param(codes.map(({ code }) => code))}::text[]) as asked(system, code)
    join code_system on code_system.slug = asked.system
    join container on container.id = code_system.container_id
    cross join lateral (
      select from concept
      where concept.container_id = container.id and concept.code = asked.code
        and concept.from_revision <= coalesce(container.released_revision, container.head_revision)
        and concept.to_revision > coalesce(container.released_revision, container.head_revision)
      limit 1
    ) found`);
}
