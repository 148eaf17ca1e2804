import { type SQL, sql } from "drizzle-orm";
import type { Viewer } from "../../rules/access/viewer.js";
import { codeSystem } from "../codeSystems/tables.js";
import { repository } from "./tables.js";

/** Values of the placeholders that {@link repositoryVisible} and {@link contentLicensed} leave open. */
export interface ViewerParameters extends Record<string, unknown> {
  readonly viewerOrganizations: readonly number[];
  readonly viewerUser: number | null;
  readonly viewerLicensors: readonly string[];
}

export function viewerParameters(viewer: Viewer): ViewerParameters {
  return {
    viewerOrganizations: viewer.organizations.map(({ id }) => id),
    viewerUser: viewer.user?.id ?? null,
    viewerLicensors: viewer.licensors,
  };
}

/** The viewer is the owner, or a member of the owner. */
export const repositoryOwn: SQL = sql`(
  ${repository.ownerOrganizationId} = any(${sql.placeholder("viewerOrganizations")}::int[])
  or ${repository.ownerUserId} = ${sql.placeholder("viewerUser")}::int)`;

/** Public access VIEW or EDIT: everybody; NONE: the owner, or the members of the owner. */
export const repositoryVisible: SQL = sql`(${repository.publicAccess} <> 'NONE' or ${repositoryOwn})`;

/** Content of a licensed code system comes through only to those who hold its licence. */
export const contentLicensed: SQL = sql`(${codeSystem.licensor} is null
  or ${codeSystem.licensor} = any(${sql.placeholder("viewerLicensors")}::text[]))`;
