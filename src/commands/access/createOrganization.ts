import { failed, ok, type Result } from "../../kernel/result.js";
import { isOperator } from "../../rules/access/members.js";
import { type NewOrganization, newOrganizationFaults } from "../../rules/access/newOrganization.js";
import { alreadyExists, type Failures, notPermitted, refusal } from "../../rules/failure.js";
import { trimmed } from "../../rules/text.js";
import { announceAccess, insertOrganization, putMember } from "../../store/access/writes.js";
import type { CommandContext } from "../context.js";
import type { OrganizationOutcome } from "./outcome.js";

/**
 * Makes an organization, whose administrator the caller's user becomes. The operator may make one without
 * being a user; its first administrator is then added.
 */
export async function createOrganization(
  { database, viewer, now }: CommandContext,
  input: NewOrganization,
): Promise<Result<OrganizationOutcome, Failures>> {
  const { user } = viewer;
  if (user === null && !isOperator(viewer)) {
    return failed([notPermitted([], "The token speaks for no user who could administer it.")]);
  }
  const refused = refusal(newOrganizationFaults(input));
  if (refused) return failed(refused);
  const name = input.name.trim();
  return await database.write(async (transaction) => {
    const { queries } = transaction;
    const id = await insertOrganization(queries, {
      name,
      displayName: trimmed(input.displayName),
      website: trimmed(input.website),
      createdAt: now(),
    });
    if (id === null) {
      return failed([alreadyExists(["name"], `There is an organization ${name} already.`)]);
    }
    if (user) {
      await putMember(queries, { organization: name, user: user.name, role: "ADMINISTRATOR" });
    }
    await announceAccess(transaction);
    return ok({ organization: name, message: null });
  });
}
