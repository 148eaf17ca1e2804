import { ok, type Result } from "../../kernel/result.js";
import type { Failures } from "../../rules/failure.js";
import type { VersionInput } from "../../rules/repositories/versionInputs.js";
import { keepPins, pinQueries } from "../../store/collections/pins.js";
import { insertCollectionVersion } from "../../store/collections/versions.js";
import type { CommandContext } from "../context.js";
import { nameHead } from "../repositories/versions.js";
import { changeCollection, nothingToFind } from "./authoring.js";
import type { CollectionVersionOutcome } from "./outcome.js";

export interface CreateCollectionVersion extends VersionInput {
  /** The collection's URL. */
  readonly collection: string;
  readonly version: string;
}

/**
 * Names what HEAD of a collection is now as a version of its own. From then on its references resolve to
 * what they resolve to now.
 */
export async function createCollectionVersion(
  context: CommandContext,
  input: CreateCollectionVersion,
): Promise<Result<CollectionVersionOutcome, Failures>> {
  const label = input.version.trim();
  return await changeCollection<null, CollectionVersionOutcome>(context, input.collection, {
    find: nothingToFind,
    work: async (queries, collection) => {
      const taken = `Collection version '${label}' already exist.`;
      const { uid, containerId, headRevision: revision } = collection;
      const [pins = []] = await pinQueries(queries).ofHeads([{ containerId, revision }], null);
      const named = await nameHead(queries, context, collection, { label, input, taken });
      if (!named.ok) return named;
      const key = { containerId, ordinal: named.value };
      await insertCollectionVersion(queries, key);
      await keepPins(queries, key, pins);
      return ok({ uid, label, message: null });
    },
  });
}
