import { Arg, Ctx, Mutation, ObjectType, Resolver } from "type-graphql";
import { editCollectionVersion } from "../../commands/collections/editCollectionVersion.js";
import type { Context } from "../context.js";
import { authorize } from "../shared/authorize.js";
import { EditCollectionVersionInput } from "./CollectionVersionInput.js";
import { CollectionVersionPayload, collectionVersionPayload } from "./payloads.js";

@ObjectType({ description: "What became of a request to change a version." })
export class EditCollectionVersionPayload extends CollectionVersionPayload {}

@Resolver()
export class EditCollectionVersionResolver {
  @Mutation(() => EditCollectionVersionPayload, {
    description:
      "Releases a version, takes it back, retires it, or changes what is said of it. Needs the scope write, and publish where `released` is given.",
  })
  async editCollectionVersion(
    @Arg("input", () => EditCollectionVersionInput, {
      description: "Which version, and what to change.",
    })
    input: EditCollectionVersionInput,
    @Ctx() context: Context,
  ): Promise<EditCollectionVersionPayload> {
    authorize(context.viewer, input.released === undefined ? ["write"] : ["write", "publish"]);
    return await collectionVersionPayload(
      await editCollectionVersion(context.commands, input),
      context,
    );
  }
}
