import { Arg, Ctx, Mutation, ObjectType, Resolver } from "type-graphql";
import { editCollection } from "../../commands/collections/editCollection.js";
import type { Context } from "../context.js";
import { authorize } from "../shared/authorize.js";
import { EditCollectionInput } from "./CollectionInput.js";
import { CollectionPayload, collectionPayload } from "./payloads.js";

@ObjectType({ description: "What became of a request to change a collection." })
export class EditCollectionPayload extends CollectionPayload {}

@Resolver()
export class EditCollectionResolver {
  @Mutation(() => EditCollectionPayload, {
    description:
      "Changes what is said of a collection at HEAD; its versions stay as they are. Needs the scope write.",
  })
  async editCollection(
    @Arg("input", () => EditCollectionInput, {
      description: "Which collection, and what to change.",
    })
    input: EditCollectionInput,
    @Ctx() context: Context,
  ): Promise<EditCollectionPayload> {
    authorize(context.viewer, ["write"]);
    return await collectionPayload(await editCollection(context.commands, input), context);
  }
}
