import { isSignedIn, type Viewer } from "../access/viewer.js";
import { type Failure, type Failures, notPermitted } from "../failure.js";
import type { Access } from "./details.js";

/** Whose a repository is: one of the two is null. */
interface OwnedRepository {
  readonly ownerOrganizationId: number | null;
  readonly ownerUserId: number | null;
}

/** What decides who may change a repository. */
export interface EditedRepository extends OwnedRepository {
  readonly shortCode: string;
  readonly publicAccess: Access;
  /** Names of the owner: one of the two is null. */
  readonly ownerOrganization: string | null;
  readonly ownerUser: string | null;
  readonly deactivatedAt: Date | null;
}

/** What is changed: the content of HEAD, or what else there is of it (its details and versions). */
export type EditedPart = "CONTENT" | "DETAILS";

/**
 * Why a caller who sees a repository may not change it, or null. Owners and the members of owners change
 * all of it; with public access EDIT every signed-in caller changes the content.
 */
export function editingRefusal(
  viewer: Viewer,
  repository: EditedRepository,
  part: EditedPart,
  path: readonly string[],
): Failures | null {
  if (repository.deactivatedAt !== null) return [deactivated(repository, path)];
  if (isOwn(viewer, repository)) return null;
  if (part === "CONTENT" && repository.publicAccess === "EDIT" && isSignedIn(viewer)) return null;
  const { ownerOrganization, ownerUser, shortCode } = repository;
  const who =
    ownerOrganization === null
      ? `user ${ownerUser}`
      : `members of organization ${ownerOrganization}`;
  return [notPermitted(path, `Only ${who} may change ${shortCode}.`)];
}

/** Whether a caller is the owner of a repository, or a member of the organization that is. */
export function isOwn(
  viewer: Viewer,
  { ownerOrganizationId, ownerUserId }: OwnedRepository,
): boolean {
  return ownerOrganizationId === null
    ? viewer.user !== null && viewer.user.id === ownerUserId
    : viewer.organizations.some(({ id }) => id === ownerOrganizationId);
}

function deactivated({ shortCode }: EditedRepository, path: readonly string[]): Failure {
  const message = `${shortCode} is deactivated; reactivate it before changing it.`;
  return { kind: "ResourceArchived", path, message };
}
