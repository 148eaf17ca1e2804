import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from "type-graphql";
import { deactivateCollection } from "../../commands/collections/deactivateCollection.js";
import type { Context } from "../context.js";
import { authorize } from "../shared/authorize.js";
import { collectionField } from "./CollectionInput.js";
import { CollectionPayload, collectionPayload } from "./payloads.js";

@InputType({ description: "Names the collection." })
export class DeactivateCollectionInput {
  @Field(() => String, collectionField())
  readonly collection!: string;
}

@ObjectType({ description: "What became of a request to deactivate a collection." })
export class DeactivateCollectionPayload extends CollectionPayload {}

@Resolver()
export class DeactivateCollectionResolver {
  @Mutation(() => DeactivateCollectionPayload, {
    description:
      "Takes a collection out of use: only its owner and the owner's members see it then, and nobody changes it. Needs the scope write.",
  })
  async deactivateCollection(
    @Arg("input", () => DeactivateCollectionInput, { description: "Which collection." })
    input: DeactivateCollectionInput,
    @Ctx() context: Context,
  ): Promise<DeactivateCollectionPayload> {
    authorize(context.viewer, ["write"]);
    return await collectionPayload(await deactivateCollection(context.commands, input), context);
  }
}
