import { ok, type Result } from "../../kernel/result.js";
import type { Failures } from "../../rules/failure.js";
import { expandRequest } from "../../rules/references/expandRequest.js";
import { readCollection } from "../../store/collections/locked.js";
import { queueJob } from "../../store/jobs/writes.js";
import type { CommandContext } from "../context.js";
import type { AddReferences } from "./addReferences.js";
import { changeReferences } from "./changing.js";

/** An addition that is to be carried out later. */
export interface RequestedReferences {
  readonly job: string;
  /** The collection's uid. */
  readonly collection: string;
}

/**
 * Looks at an addition of references as far as that is done without the collection's lock, and puts it on the
 * queue of its collection. What the references name is looked up when the job is carried out.
 */
export async function requestReferences(
  context: CommandContext,
  request: AddReferences,
): Promise<Result<RequestedReferences, Failures>> {
  const { database, viewer, now, newUuid } = context;
  const checked = await changeReferences(
    context,
    request.collection,
    async (_, collection) => {
      const asked = expandRequest(request, viewer.user?.name ?? null);
      return asked.ok ? ok(collection) : asked;
    },
    readCollection,
  );
  if (!checked.ok) return checked;
  const { uid, containerId } = checked.value;
  const id = newUuid();
  await database.write((transaction) =>
    queueJob(transaction, viewer, {
      id,
      kind: "ADD_COLLECTION_REFERENCES",
      queue: `collection:${uid}`,
      input: { collection: uid },
      content: Buffer.from(JSON.stringify(request)),
      worksOn: { containerId, ordinal: null },
      at: now(),
    }),
  );
  return ok({ job: id, collection: uid });
}
