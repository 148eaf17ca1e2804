import { Field, ObjectType } from "type-graphql";
import type {
  CollectionOutcome,
  CollectionVersionOutcome,
} from "../../commands/collections/outcome.js";
import type { Result } from "../../kernel/result.js";
import type { Failures } from "../../rules/failure.js";
import type { Context } from "../context.js";
import { Payload } from "../shared/Payload.js";
import { Collection } from "./Collection.js";
import { CollectionVersion } from "./CollectionVersion.js";
import { collectionVersionNamed } from "./shownCollectionVersion.js";

@ObjectType()
export abstract class CollectionPayload extends Payload {
  @Field(() => Collection, {
    nullable: true,
    description: "The collection as it now stands; null where the request was refused.",
  })
  readonly collection!: object | null;
}

@ObjectType()
export abstract class CollectionVersionPayload extends CollectionPayload {
  @Field(() => CollectionVersion, {
    nullable: true,
    description:
      "The version as it now stands; null where the request was refused, or the version deactivated.",
  })
  readonly collectionVersion!: object | null;
}

/** The payload of a change of a collection. What was changed is read anew. */
export async function collectionPayload(
  result: Result<CollectionOutcome, Failures>,
  context: Context,
): Promise<CollectionPayload> {
  if (!result.ok) {
    const userErrors = result.failure.map((failure) => ({ ...failure, __typename: failure.kind }));
    return { collection: null, message: null, userErrors };
  }
  context.forget();
  const { uid, message } = result.value;
  return { collection: await context.load.collections.byUid.load(uid), message, userErrors: [] };
}

/** The payload of a change of a version. */
export async function collectionVersionPayload(
  result: Result<CollectionVersionOutcome, Failures>,
  context: Context,
): Promise<CollectionVersionPayload> {
  const payload = await collectionPayload(result, context);
  const collection = result.ok ? await context.load.collections.byUid.load(result.value.uid) : null;
  const collectionVersion =
    result.ok && collection
      ? await collectionVersionNamed(collection, result.value.label, context)
      : null;
  return { ...payload, collectionVersion };
}
