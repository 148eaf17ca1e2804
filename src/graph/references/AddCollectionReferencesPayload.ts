import { Field, ObjectType } from "type-graphql";
import type { AddedReferences } from "../../commands/references/addReferences.js";
import type { RequestedReferences } from "../../commands/references/requestReferences.js";
import { ok, type Result } from "../../kernel/result.js";
import type { Failures } from "../../rules/failure.js";
import { collectionPayload } from "../collections/payloads.js";
import type { Context } from "../context.js";
import { Job } from "../jobs/Job.js";
import { ReferencesPayload, referencesPayload } from "./ReferencesPayload.js";

@ObjectType({ description: "What became of a request to add references." })
export class AddCollectionReferencesPayload extends ReferencesPayload {
  @Field(() => Job, {
    nullable: true,
    description:
      "The job that adds them; null where they were added at once, or the request refused.",
  })
  readonly job!: object | null;
}

/** What an addition answers. */
export async function addedPayload(
  added: Result<AddedReferences, Failures>,
  context: Context,
): Promise<AddCollectionReferencesPayload> {
  return { ...(await referencesPayload(added, context)), job: null };
}

/** What an addition answers that a job is to carry out. */
export async function requestedPayload(
  requested: Result<RequestedReferences, Failures>,
  context: Context,
): Promise<AddCollectionReferencesPayload> {
  const outcome = requested.ok ? ok({ uid: requested.value.collection, message: null }) : requested;
  const { collection, userErrors } = await collectionPayload(outcome, context);
  const job = requested.ok ? await context.load.jobs.byId.load(requested.value.job) : null;
  return { results: [], addedCount: 0, skippedCount: 0, job, collection, userErrors };
}
