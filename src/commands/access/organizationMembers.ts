import { failed, ok, type Result } from "../../kernel/result.js";
import {
  removalFaults,
  roleFaults,
  type StaffedOrganization,
  staffingForbidden,
} from "../../rules/access/members.js";
import type { MemberRole } from "../../rules/access/viewer.js";
import { type Failure, type Failures, refusal, resourceNotFound } from "../../rules/failure.js";
import { isStorable } from "../../rules/text.js";
import { deleteMember, lockStaff } from "../../store/access/members.js";
import { accessQueries } from "../../store/access/queries.js";
import { announceAccess, putMember } from "../../store/access/writes.js";
import type { Transaction } from "../../store/database.js";
import type { CommandContext } from "../context.js";
import { NOTHING_TO_CHANGE, type OrganizationOutcome } from "./outcome.js";

interface Named {
  readonly organization: string;
  /** Name of the user. */
  readonly user: string;
}

/** Who is to be what in which organization, as it stands under the organization's lock. */
interface Staffing {
  readonly organization: StaffedOrganization & { readonly id: number };
  readonly user: { readonly id: number; readonly name: string };
}

type Outcome = Result<OrganizationOutcome, Failures>;

/** Makes a user a member of an organization, or gives a member another role. */
export function addOrganizationMember(
  context: CommandContext,
  input: Named & { readonly role: MemberRole },
): Promise<Outcome> {
  return changeStaff(context, input, async ({ organization, user }, transaction) => {
    const refused = refusal(roleFaults(organization, user.name, input.role));
    if (refused) return failed(refused);
    const { name, userRole } = organization;
    if (userRole === input.role) return ok({ organization: name, message: NOTHING_TO_CHANGE });
    const member = { organization: name, user: user.name, role: input.role };
    await putMember(transaction.queries, member);
    await announceAccess(transaction);
    return ok({ organization: name, message: null });
  });
}

/** Takes a user out of an organization; with a role, only where they have it. */
export function removeOrganizationMember(
  context: CommandContext,
  input: Named & { readonly role?: MemberRole | null | undefined },
): Promise<Outcome> {
  return changeStaff(context, input, async ({ organization, user }, transaction) => {
    const refused = refusal(removalFaults(organization, user.name, input.role ?? null));
    if (refused) return failed(refused);
    await deleteMember(transaction.queries, organization.id, user.id);
    await announceAccess(transaction);
    return ok({ organization: organization.name, message: null });
  });
}

/** Runs a change of who belongs to an organization, where both are there and the caller may make it. */
async function changeStaff(
  { database, viewer }: CommandContext,
  named: Named,
  change: (staffing: Staffing, transaction: Transaction) => Promise<Outcome>,
): Promise<Outcome> {
  const [name, userName] = [named.organization.trim(), named.user.trim()];
  return await database.write(async (transaction) => {
    const { queries } = transaction;
    const known = isStorable(userName) ? [userName] : [];
    const [user] = await accessQueries(queries).usersByNames(known);
    const of = { viewer: viewer.user?.id ?? null, user: user?.id ?? null };
    const organization = isStorable(name) ? await lockStaff(queries, name, of) : null;
    const missing: Failure[] = [
      ...(organization
        ? []
        : [resourceNotFound(["organization"], `There is no organization ${name}.`)]),
      ...(user ? [] : [resourceNotFound(["user"], `There is no user ${userName}.`)]),
    ];
    if (!organization || !user) return failed(refusal(missing) as Failures);
    const forbidden = refusal(staffingForbidden(viewer, organization));
    if (forbidden) return failed(forbidden);
    return await change({ organization, user }, transaction);
  });
}
