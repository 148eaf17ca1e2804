import { eq, sql } from "drizzle-orm";
import type { Viewer } from "../../rules/access/viewer.js";
import { isStorable } from "../../rules/text.js";
import { organization, userAccount } from "../access/tables.js";
import type { Queries } from "../database.js";
import { repository } from "../repositories/tables.js";
import { codeSystem } from "./tables.js";

/** A code system as a change of its content asks for it. */
export interface AddressedCodeSystem {
  readonly slug: string;
  readonly name: string;
  readonly deactivated: boolean;
  readonly licensor: string | null;
  /** Whether the viewer is its owner, or a member of the organization that is. */
  readonly owned: boolean;
}

const URL_FORM = /^\/?(orgs|users)\/([^/]+)\/sources\/([^/]+)\/?$/;

/**
 * The code system of a slug or of a URL like `/orgs/CDC/sources/ICD-10-CM/`; `/user/` is the viewer's own.
 * Null where there is none that the viewer may see.
 */
export async function codeSystemAddressed(
  queries: Queries,
  viewer: Viewer,
  address: string,
): Promise<AddressedCodeSystem | null> {
  if (!isStorable(address)) return null;
  const own = address.replace(/^\/?user\//, `/users/${viewer.user?.name ?? ""}/`);
  const [, owners, owner, shortCode] = URL_FORM.exec(own) ?? [];
  const ownerName = owners === "orgs" ? organization.name : userAccount.name;
  const asked =
    shortCode === undefined
      ? sql`${codeSystem.slug} = ${address}`
      : sql`${repository.shortCode} = ${shortCode} and ${ownerName} = ${owner}`;
  const organizations = sql.param(viewer.organizations.map(({ id }) => id));
  const owned = sql<boolean>`coalesce(${repository.ownerOrganizationId} = any(${organizations}::int[])
    or ${repository.ownerUserId} = ${viewer.user?.id ?? null}::int, false)`;
  const [row] = await queries
    .select({
      slug: codeSystem.slug,
      name: repository.name,
      deactivated: sql<boolean>`${repository.deactivatedAt} is not null`,
      licensor: codeSystem.licensor,
      owned,
    })
    .from(codeSystem)
    .innerJoin(repository, eq(repository.containerId, codeSystem.containerId))
    .leftJoin(organization, eq(organization.id, repository.ownerOrganizationId))
    .leftJoin(userAccount, eq(userAccount.id, repository.ownerUserId))
    .where(sql`${asked} and (${repository.publicAccess} <> 'NONE' or ${owned})`);
  return row ?? null;
}
