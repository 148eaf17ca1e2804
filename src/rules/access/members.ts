import { type Failure, fieldInvalid, notPermitted, resourceNotFound } from "../failure.js";
import type { MemberRole, Viewer } from "./viewer.js";

/** An organization as its members' administration sees it, read under its lock. */
export interface StaffedOrganization {
  readonly name: string;
  /** Role of the viewer's user; null where they are no member. */
  readonly viewerRole: MemberRole | null;
  /** Role of the user that is spoken of; null where they are no member. */
  readonly userRole: MemberRole | null;
  readonly administrators: number;
}

/** Whether the viewer runs the installation. */
export function isOperator(viewer: Viewer): boolean {
  return viewer.scopes.has("admin");
}

/** Members are managed by the organization's administrators and by the operator. */
export function staffingForbidden(
  viewer: Viewer,
  { name, viewerRole }: StaffedOrganization,
): readonly Failure[] {
  if (isOperator(viewer) || viewerRole === "ADMINISTRATOR") return [];
  return [notPermitted(["organization"], `Only an administrator of ${name} manages its members.`)];
}

/** Why a user can't be given a role: an organization that has an administrator keeps one. */
export function roleFaults(
  organization: StaffedOrganization,
  user: string,
  role: MemberRole,
): readonly Failure[] {
  return role === "MEMBER" ? lastAdministratorFaults(organization, user) : [];
}

/**
 * Why a user can't be removed.
 * @param role the role that they are expected to have; null: any
 */
export function removalFaults(
  organization: StaffedOrganization,
  user: string,
  role: MemberRole | null,
): readonly Failure[] {
  const { name, userRole } = organization;
  if (userRole === null) {
    return [resourceNotFound(["user"], `${user} is not a member of ${name}.`)];
  }
  if (role !== null && role !== userRole) {
    return [fieldInvalid(["role"], `${user} is ${userRole} of ${name}, not ${role}.`)];
  }
  return lastAdministratorFaults(organization, user);
}

function lastAdministratorFaults(
  { name, userRole, administrators }: StaffedOrganization,
  user: string,
): readonly Failure[] {
  if (userRole !== "ADMINISTRATOR" || administrators > 1) return [];
  const message = `${user} is the last administrator of ${name}; make somebody else one first.`;
  return [notPermitted(["user"], message)];
}
