import { jsonText } from "../../kernel/json.js";
import { failed, ok, type Result } from "../../kernel/result.js";
import {
  type CollectionVersionInput,
  changedCollectionVersion,
  collectionVersionFaults,
} from "../../rules/collections/versionInputs.js";
import { type Failures, refusal } from "../../rules/failure.js";
import { changeCollectionVersion } from "../../store/collections/versions.js";
import type { CommandContext } from "../context.js";
import { NOTHING_TO_CHANGE } from "../outcome.js";
import { authoredBy } from "../repositories/changing.js";
import { changeVersionOf } from "./authoring.js";
import type { CollectionVersionOutcome } from "./outcome.js";

export interface EditCollectionVersion extends CollectionVersionInput {
  /** The collection's URL. */
  readonly collection: string;
  readonly version: string;
}

/** Changes what is said of a version, releases it or takes it back, retires it. What it holds never changes. */
export async function editCollectionVersion(
  context: CommandContext,
  input: EditCollectionVersion,
): Promise<Result<CollectionVersionOutcome, Failures>> {
  return await changeVersionOf(context, input, async (queries, { uid, containerId }, found) => {
    const refused = refusal(collectionVersionFaults(input));
    if (refused) return failed(refused);
    const { ordinal, label, description, externalId, extras, releasedAt, retired } = found;
    const before = { description, externalId, extras, releasedAt, retired };
    const change = authoredBy(context);
    const after = changedCollectionVersion(before, input, change.at);
    const same = jsonText(after) === jsonText(before);
    if (!same) await changeCollectionVersion(queries, { containerId, ordinal }, after, change);
    return ok({ uid, label, message: same ? NOTHING_TO_CHANGE : null });
  });
}
