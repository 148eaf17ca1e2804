import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from "type-graphql";
import { reactivateCollection } from "../../commands/collections/deactivateCollection.js";
import type { Context } from "../context.js";
import { authorize } from "../shared/authorize.js";
import { collectionField } from "./CollectionInput.js";
import { CollectionPayload, collectionPayload } from "./payloads.js";

@InputType({ description: "Names the collection." })
export class ReactivateCollectionInput {
  @Field(() => String, collectionField())
  readonly collection!: string;
}

@ObjectType({ description: "What became of a request to reactivate a collection." })
export class ReactivateCollectionPayload extends CollectionPayload {}

@Resolver()
export class ReactivateCollectionResolver {
  @Mutation(() => ReactivateCollectionPayload, {
    description: "Brings a deactivated collection back as it was. Needs the scope write.",
  })
  async reactivateCollection(
    @Arg("input", () => ReactivateCollectionInput, { description: "Which collection." })
    input: ReactivateCollectionInput,
    @Ctx() context: Context,
  ): Promise<ReactivateCollectionPayload> {
    authorize(context.viewer, ["write"]);
    return await collectionPayload(await reactivateCollection(context.commands, input), context);
  }
}
