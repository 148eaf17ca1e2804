import { ok, type Result } from "../../kernel/result.js";
import type { Failures } from "../../rules/failure.js";
import { readCollection } from "../../store/collections/locked.js";
import { letGo } from "../../store/jobs/processing.js";
import type { CommandContext } from "../context.js";
import { NOTHING_TO_CHANGE } from "../outcome.js";
import { changeCollection, foundVersionOf } from "./authoring.js";
import type { NamedCollectionVersion } from "./deactivateCollectionVersion.js";
import type { CollectionVersionOutcome } from "./outcome.js";

/** A version, or HEAD, which has no ordinal. */
interface Found {
  readonly label: string;
  readonly ordinal: number | null;
}

const head: Found = { label: "HEAD", ordinal: null };

/**
 * Lets go of a version, or of HEAD, that a job is said to work on. Waits for no lock: the job itself may be
 * what holds it.
 */
export async function clearCollectionVersionProcessing(
  context: CommandContext,
  { collection, version }: NamedCollectionVersion,
): Promise<Result<CollectionVersionOutcome, Failures>> {
  const named = version.trim();
  return await changeCollection<Found, CollectionVersionOutcome>(context, collection, {
    read: readCollection,
    find: async (queries, row) =>
      named === head.label ? ok(head) : await foundVersionOf(queries, row, named),
    work: async (queries, { uid, containerId }, { label, ordinal }) => {
      const worked = await letGo(queries, { containerId, ordinal });
      return ok({ uid, label, message: worked ? null : NOTHING_TO_CHANGE });
    },
  });
}
