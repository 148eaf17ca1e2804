import { ok, type Result } from "../../kernel/result.js";
import type { Failures } from "../../rules/failure.js";
import { permissionRefusal } from "../../rules/repositories/editing.js";
import { setDeactivated } from "../../store/repositories/writes.js";
import type { CommandContext } from "../context.js";
import { NOTHING_TO_CHANGE } from "../outcome.js";
import { authoredBy, beginAuthoring } from "../repositories/changing.js";
import { changeCollection, nothingToFind } from "./authoring.js";
import type { CollectionOutcome } from "./outcome.js";

export interface DeactivateCollection {
  /** Its URL. */
  readonly collection: string;
}

/** Takes a collection out of use: only its owner sees it, and nobody changes it. Its short code stays taken. */
export async function deactivateCollection(
  context: CommandContext,
  input: DeactivateCollection,
): Promise<Result<CollectionOutcome, Failures>> {
  return await setActive(context, input, false);
}

/** Brings a collection back as it was. */
export async function reactivateCollection(
  context: CommandContext,
  input: DeactivateCollection,
): Promise<Result<CollectionOutcome, Failures>> {
  return await setActive(context, input, true);
}

async function setActive(
  context: CommandContext,
  { collection }: DeactivateCollection,
  active: boolean,
): Promise<Result<CollectionOutcome, Failures>> {
  return await changeCollection<null, CollectionOutcome>(context, collection, {
    find: nothingToFind,
    refusal: (row, path) => permissionRefusal(context.viewer, row, "DETAILS", path),
    work: async (queries, { uid, containerId, deactivatedAt }) => {
      if ((deactivatedAt === null) === active) return ok({ uid, message: NOTHING_TO_CHANGE });
      const kind = active ? "REACTIVATED" : "DEACTIVATED";
      await beginAuthoring(queries, context, containerId, { kind });
      await setDeactivated(queries, containerId, active ? null : authoredBy(context).at);
      return ok({ uid, message: null });
    },
  });
}
