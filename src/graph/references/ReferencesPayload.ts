import { Field, Int, ObjectType } from "type-graphql";
import type { AddedReferences, ReferenceOutcome } from "../../commands/references/addReferences.js";
import { ok, type Result } from "../../kernel/result.js";
import type { Failures } from "../../rules/failure.js";
import { Collection } from "../collections/Collection.js";
import { collectionPayload } from "../collections/payloads.js";
import type { Context } from "../context.js";
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

/** What every addition of references answers. */
@ObjectType()
export abstract class ReferencesPayload {
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

/** What came of an addition. The collection is read anew. */
export async function referencesPayload(
  added: Result<AddedReferences, Failures>,
  context: Context,
): Promise<ReferencesPayload> {
  const outcome = added.ok ? ok({ uid: added.value.collection, message: null }) : added;
  const { collection, userErrors } = await collectionPayload(outcome, context);
  const results = added.ok ? added.value.results : [];
  const addedCount = results.filter((one) => one.added).length;
  return {
    results: await Promise.all(results.map((one) => shownResult(one, context))),
    addedCount,
    skippedCount: results.length - addedCount,
    collection,
    userErrors,
  };
}

async function shownResult(
  { added, expression, messages, reference }: ReferenceOutcome,
  { load }: Context,
): Promise<object> {
  const row = reference === null ? null : await load.collectionMembers.reference.load(reference);
  return { added, expression, message: messages[0], messages, reference: row };
}
