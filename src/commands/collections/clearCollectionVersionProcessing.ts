import { ok, type Result } from "../../kernel/result.js";
import type { Failures } from "../../rules/failure.js";
import { clearProcessing } from "../../store/collections/versions.js";
import type { CommandContext } from "../context.js";
import { NOTHING_TO_CHANGE } from "../outcome.js";
import { changeVersionOf } from "./authoring.js";
import type { NamedCollectionVersion } from "./deactivateCollectionVersion.js";
import type { CollectionVersionOutcome } from "./outcome.js";

/** Lets go of a version that a job is said to work on. */
export async function clearCollectionVersionProcessing(
  context: CommandContext,
  input: NamedCollectionVersion,
): Promise<Result<CollectionVersionOutcome, Failures>> {
  return await changeVersionOf(context, input, async (queries, { uid, containerId }, found) => {
    const { ordinal, label, processing } = found;
    if (processing) await clearProcessing(queries, { containerId, ordinal });
    return ok({ uid, label, message: processing ? null : NOTHING_TO_CHANGE });
  });
}
