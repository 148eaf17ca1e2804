import { Arg, Ctx, Mutation, ObjectType, Resolver } from "type-graphql";
import { createCollectionVersion } from "../../commands/collections/createCollectionVersion.js";
import type { Context } from "../context.js";
import { authorize } from "../shared/authorize.js";
import { CreateCollectionVersionInput } from "./CollectionVersionInput.js";
import { CollectionVersionPayload, collectionVersionPayload } from "./payloads.js";

@ObjectType({ description: "What became of a request to make a version." })
export class CreateCollectionVersionPayload extends CollectionVersionPayload {}

@Resolver()
export class CreateCollectionVersionResolver {
  @Mutation(() => CreateCollectionVersionPayload, {
    description:
      "Names what HEAD of a collection is now. Needs the scope write, and publish where it is released.",
  })
  async createCollectionVersion(
    @Arg("input", () => CreateCollectionVersionInput, {
      description: "Which collection, and the new label.",
    })
    input: CreateCollectionVersionInput,
    @Ctx() context: Context,
  ): Promise<CreateCollectionVersionPayload> {
    authorize(context.viewer, input.released ? ["write", "publish"] : ["write"]);
    return await collectionVersionPayload(
      await createCollectionVersion(context.commands, input),
      context,
    );
  }
}
