import { sql } from "drizzle-orm";
import type { Viewer } from "../../rules/access/viewer.js";
import { NO_MAP } from "../../rules/crosswalks/content.js";
import type { OwnerName } from "../../rules/repositories/urls.js";
import type { Queries } from "../database.js";
import type { CrosswalkSnapshot } from "./mappings.js";
import { organizationsOf } from "./visibility.js";

/** From which codes a crosswalk leads, or to which. */
export type CrosswalkSide = "SOURCE" | "TARGET";

/** A crosswalk of the viewer's, and where the version is read that was asked for; null: there is none. */
export interface SidedCrosswalk {
  readonly version: CrosswalkSnapshot | null;
}

/**
 * A version of a crosswalk; null where the viewer sees no such crosswalk.
 * @param ordinal null: the newest published one
 */
export async function versionWithSides(
  queries: Queries,
  viewer: Viewer,
  { identifier, ordinal }: { readonly identifier: string; readonly ordinal: number | null },
): Promise<SidedCrosswalk | null> {
  const { organizations } = organizationsOf(viewer);
  const [row] = await queries.execute<{ id: number; revision: number | null }>(sql`
    select container.id, version.revision from container
    join crosswalk on crosswalk.container_id = container.id
      and crosswalk.organization_id = any(${sql.param(organizations)}::int[])
    left join version on version.container_id = container.id
      and version.ordinal = coalesce(${ordinal}::int, container.released_version)
    where container.uid = ${identifier}::uuid`);
  if (!row) return null;
  const { id: containerId, revision } = row;
  return { version: revision === null ? null : { containerId, revision } };
}

/** A code of one side of a crosswalk, with what names its code system. */
export interface SideCode {
  readonly owner: OwnerName;
  readonly shortCode: string;
  readonly code: string;
}

/**
 * The codes of one side of a crosswalk at a revision, each once, in order of slug and code. A source code
 * without a target is one of them; a target that is stated not to be related is none.
 * @param limit how many at most
 */
export async function codesOfSide(
  queries: Queries,
  { containerId, revision }: CrosswalkSnapshot,
  side: CrosswalkSide,
  limit: number,
): Promise<readonly SideCode[]> {
  const there = sql`container_id = ${containerId} and from_revision <= ${revision}
    and to_revision > ${revision}`;
  const codes =
    side === "SOURCE"
      ? sql`select source_system as slug, source_code as code from crosswalk_group where ${there}`
      : sql`select target_system as slug, target_code as code from crosswalk_pair where ${there}
        and target_code <> ${NO_MAP} and relationship is distinct from 'NOT_RELATED_TO'`;
  const rows = await queries.execute<{
    organization: string | null;
    user: string | null;
    short_code: string;
    code: string;
  }>(sql`
    select organization.name as organization, user_account.name as "user", repository.short_code,
      side.code
    from (select distinct slug, code from (${codes}) each order by slug, code limit ${limit}) side
    join code_system on code_system.slug = side.slug
    join repository on repository.container_id = code_system.container_id
    left join organization on organization.id = repository.owner_organization_id
    left join user_account on user_account.id = repository.owner_user_id
    order by side.slug, side.code`);
  return rows.map(({ organization, user, short_code: shortCode, code }) => ({
    owner:
      organization === null
        ? { kind: "USER", name: user ?? "" }
        : { kind: "ORGANIZATION", name: organization },
    shortCode,
    code,
  }));
}
