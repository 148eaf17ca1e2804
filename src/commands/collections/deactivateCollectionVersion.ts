import { ok, type Result } from "../../kernel/result.js";
import type { Failures } from "../../rules/failure.js";
import { deactivateVersion } from "../../store/collections/versions.js";
import type { CommandContext } from "../context.js";
import { authoredBy } from "../repositories/changing.js";
import { changeVersionOf } from "./authoring.js";
import type { CollectionVersionOutcome } from "./outcome.js";

export interface NamedCollectionVersion {
  /** The collection's URL. */
  readonly collection: string;
  readonly version: string;
}

/** Takes a version away from everybody, for good. Its label is never free again. */
export async function deactivateCollectionVersion(
  context: CommandContext,
  input: NamedCollectionVersion,
): Promise<Result<CollectionVersionOutcome, Failures>> {
  return await changeVersionOf(context, input, async (queries, { uid, containerId }, found) => {
    const { ordinal, label, description, externalId, extras, releasedAt } = found;
    const details = { description, externalId, extras, releasedAt };
    await deactivateVersion(queries, { containerId, ordinal }, details, authoredBy(context));
    return ok({ uid, label, message: null });
  });
}
