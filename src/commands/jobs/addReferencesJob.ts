import type { JobEnd } from "../../rules/jobs/job.js";
import { contentOf } from "../../store/jobs/writes.js";
import {
  type AddedReferences,
  type AddReferences,
  addReferences,
} from "../references/addReferences.js";
import { askerOf } from "./asker.js";
import { endingWith } from "./endingWith.js";
import type { JobWork } from "./jobKind.js";

/**
 * Adds references to a collection, just as the mutation does that doesn't wait for it. The transaction of the
 * addition ends the job too, so that nothing is added twice.
 */
export async function addReferencesJob(work: JobWork): Promise<JobEnd | null> {
  const { database, job, now, newUuid, progress, signal } = work;
  const content = await contentOf(database.reads, job.id);
  const request = JSON.parse(content.toString("utf8")) as AddReferences;
  let asked = 0;
  const ending = endingWith(work, (outcome) =>
    isAdded(outcome) ? succeeded(outcome.value, asked) : null,
  );
  const context = { database: ending, viewer: await askerOf(work), now, newUuid };
  const added = await addReferences(context, request, (done, total) => {
    signal.throwIfAborted();
    asked = total;
    progress(done, total);
  });
  if (added.ok) return null;
  const [{ message }] = added.failure;
  return { status: "FAILED", message, userErrors: added.failure };
}

interface Added {
  readonly ok: true;
  readonly value: AddedReferences;
}

function isAdded(outcome: unknown): outcome is Added {
  return typeof outcome === "object" && outcome !== null && "ok" in outcome && outcome.ok === true;
}

function succeeded({ collection, results }: AddedReferences, total: number): JobEnd {
  const added = results.filter((one) => one.added).length;
  const message = `Added ${added} of ${results.length} references.`;
  return { status: "SUCCEEDED", message, result: { collection, results }, total };
}
