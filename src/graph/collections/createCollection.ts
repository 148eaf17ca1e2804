import { Arg, Ctx, Mutation, ObjectType, Resolver } from "type-graphql";
import { createCollection } from "../../commands/collections/createCollection.js";
import type { Context } from "../context.js";
import { authorize } from "../shared/authorize.js";
import { CreateCollectionInput } from "./CollectionInput.js";
import { CollectionPayload, collectionPayload } from "./payloads.js";

@ObjectType({ description: "What became of a request to create a collection." })
export class CreateCollectionPayload extends CollectionPayload {}

@Resolver()
export class CreateCollectionResolver {
  @Mutation(() => CreateCollectionPayload, {
    description:
      "Makes a collection of one's own or of an organization that one is a member of. Needs the scope write.",
  })
  async createCollection(
    @Arg("input", () => CreateCollectionInput, { description: "What it begins with." })
    input: CreateCollectionInput,
    @Ctx() context: Context,
  ): Promise<CreateCollectionPayload> {
    authorize(context.viewer, ["write"]);
    return await collectionPayload(await createCollection(context.commands, input), context);
  }
}
