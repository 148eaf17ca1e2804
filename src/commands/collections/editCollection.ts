import { jsonText } from "../../kernel/json.js";
import { failed, ok, type Result } from "../../kernel/result.js";
import {
  type CollectionInput,
  changedCollectionDetails,
  changedCollectionFaults,
} from "../../rules/collections/details.js";
import { type Failures, refusal } from "../../rules/failure.js";
import { commentFaults } from "../../rules/repositories/comments.js";
import { trimmed } from "../../rules/text.js";
import { headDetails, writeDetails } from "../../store/collections/writes.js";
import type { CommandContext } from "../context.js";
import { NOTHING_TO_CHANGE } from "../outcome.js";
import { authoredBy, beginAuthoring } from "../repositories/changing.js";
import { changeCollection, nothingToFind } from "./authoring.js";
import type { CollectionOutcome } from "./outcome.js";

export type EditCollection = CollectionInput & {
  /** Its URL. */
  readonly collection: string;
  /** What the change is for, for the history. */
  readonly updateComment?: string | null | undefined;
};

/** Changes what a collection says of itself at HEAD; its versions go on saying what they said. */
export async function editCollection(
  context: CommandContext,
  input: EditCollection,
): Promise<Result<CollectionOutcome, Failures>> {
  return await changeCollection<null, CollectionOutcome>(context, input.collection, {
    find: nothingToFind,
    work: async (queries, { uid, containerId }) => {
      const refused = refusal([
        ...changedCollectionFaults(input),
        ...commentFaults(input.updateComment),
      ]);
      if (refused) return failed(refused);
      const before = await headDetails(queries, containerId);
      const details = changedCollectionDetails(input, before);
      if (jsonText(details) === jsonText(before)) return ok({ uid, message: NOTHING_TO_CHANGE });
      const change = { kind: "UPDATED", message: trimmed(input.updateComment) };
      const revision = await beginAuthoring(queries, context, containerId, change);
      await writeDetails(queries, { containerId, revision }, details, authoredBy(context));
      return ok({ uid, message: null });
    },
  });
}
