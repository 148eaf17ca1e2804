import { failed, ok, type Result } from "../../kernel/result.js";
import { expiryFaults } from "../../rules/access/licences.js";
import { signature } from "../../rules/access/viewer.js";
import type { Licensor } from "../../rules/codeSystems/catalog.js";
import { type Failures, refusal, resourceNotFound } from "../../rules/failure.js";
import { isStorable } from "../../rules/text.js";
import {
  deleteLicence,
  findLicence,
  lockLicences,
  putLicence,
} from "../../store/access/licences.js";
import { announceAccess } from "../../store/access/writes.js";
import type { Transaction } from "../../store/database.js";
import type { CommandContext } from "../context.js";
import { NOTHING_TO_CHANGE, type OrganizationOutcome } from "./outcome.js";

interface Named {
  readonly organization: string;
  readonly licensor: Licensor;
}

type Outcome = Result<OrganizationOutcome, Failures>;

/** Grants an organization the licence of a licensor, or gives the one it has another end; null: none. */
export function grantLicense(
  context: CommandContext,
  input: Named & { readonly expiresAt?: Date | null | undefined },
): Promise<Outcome> {
  const expiresAt = input.expiresAt ?? null;
  const { licensor } = input;
  return changeLicences(context, input, async ({ id, name }, transaction) => {
    const at = context.now();
    const refused = refusal(expiryFaults(expiresAt, at));
    if (refused) return failed(refused);
    const held = await findLicence(transaction.queries, id, licensor);
    if (held && held.expiresAt?.getTime() === expiresAt?.getTime()) {
      return ok({ organization: name, message: NOTHING_TO_CHANGE });
    }
    await putLicence(transaction.queries, {
      organizationId: id,
      licensor,
      expiresAt,
      grantedAt: at,
      grantedBy: signature(context.viewer),
    });
    await announceAccess(transaction);
    return ok({ organization: name, message: null });
  });
}

/** Withdraws a licence, from this moment on. */
export function withdrawLicense(context: CommandContext, input: Named): Promise<Outcome> {
  return changeLicences(context, input, async ({ id, name }, transaction) => {
    const held = await findLicence(transaction.queries, id, input.licensor);
    if (!held) return ok({ organization: name, message: NOTHING_TO_CHANGE });
    await deleteLicence(transaction.queries, id, input.licensor);
    await announceAccess(transaction);
    return ok({ organization: name, message: null });
  });
}

async function changeLicences(
  { database }: CommandContext,
  named: Named,
  change: (
    organization: { readonly id: number; readonly name: string },
    transaction: Transaction,
  ) => Promise<Outcome>,
): Promise<Outcome> {
  const name = named.organization.trim();
  return await database.write(async (transaction) => {
    const id = isStorable(name) ? await lockLicences(transaction.queries, name) : null;
    return id === null
      ? failed([resourceNotFound(["organization"], `There is no organization ${name}.`)])
      : await change({ id, name }, transaction);
  });
}
