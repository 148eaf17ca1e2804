import { Field, Int, ObjectType } from "type-graphql";
import type { AddedReferences, ReferenceOutcome } from "../../commands/references/addReferences.js";
import type { RequestedReferences } from "../../commands/references/requestReferences.js";
import { ok, type Result } from "../../kernel/result.js";
import type { Failures } from "../../rules/failure.js";
import { Collection } from "../collections/Collection.js";
import { collectionPayload } from "../collections/payloads.js";
import type { Context } from "../context.js";
import { Job } from "../jobs/Job.js";
import { UserError } from "../shared/UserError.js";
import { CollectionReference } from "./CollectionReference.js";

@ObjectType({ description: "What became of one reference that was asked for, or came along." })
export class ReferenceResult {
  @Field(() => Boolean, { description: "Whether it was added." })
  readonly added!: boolean;

  @Field(() => String, {
    description: "As it is stored; as it was asked for where it was not added.",
  })
  readonly expression!: string;

  @Field(() => String, { description: "The first of `messages`." })
  readonly message!: string;

  @Field(() => [String], { description: "What is to be said of it; hints come last." })
  readonly messages!: readonly string[];

  @Field(() => CollectionReference, {
    nullable: true,
    description: "The reference; null where it was not added.",
  })
  readonly reference!: object | null;
}

@ObjectType({ description: "What became of a request to add references." })
export class AddCollectionReferencesPayload {
  @Field(() => [ReferenceResult], {
    description:
      "One for each that was asked for: expressions, references, concepts, mappings, each in its order; " +
      "what came along follows its cause. Empty where a job is to add them.",
  })
  readonly results!: readonly object[];

  @Field(() => Int, { description: "How many were added." })
  readonly addedCount!: number;

  @Field(() => Int, { description: "How many were not." })
  readonly skippedCount!: number;

  @Field(() => Job, {
    nullable: true,
    description:
      "The job that adds them; null where they were added at once, or the request refused.",
  })
  readonly job!: object | null;

  @Field(() => Collection, {
    nullable: true,
    description: "The collection as it now stands; null where the request was refused.",
  })
  readonly collection!: object | null;

  @Field(() => [UserError], {
    description: "Why the request was refused; empty where it was carried out.",
  })
  readonly userErrors!: readonly object[];
}

/** What an addition answers. */
export async function addedPayload(
  added: Result<AddedReferences, Failures>,
  context: Context,
): Promise<AddCollectionReferencesPayload> {
  const outcome = added.ok ? ok({ uid: added.value.collection, message: null }) : added;
  const { collection, userErrors } = await collectionPayload(outcome, context);
  const results = added.ok ? added.value.results : [];
  const addedCount = results.filter((one) => one.added).length;
  return {
    results: await Promise.all(results.map((one) => shownResult(one, context))),
    addedCount,
    skippedCount: results.length - addedCount,
    job: null,
    collection,
    userErrors,
  };
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

async function shownResult(
  { added, expression, messages, reference }: ReferenceOutcome,
  { load }: Context,
): Promise<object> {
  const row = reference === null ? null : await load.collectionMembers.reference.load(reference);
  return { added, expression, message: messages[0], messages, reference: row };
}
