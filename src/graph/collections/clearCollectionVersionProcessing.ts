import { Arg, Ctx, InputType, Mutation, ObjectType, Resolver } from "type-graphql";
import { clearCollectionVersionProcessing } from "../../commands/collections/clearCollectionVersionProcessing.js";
import type { Context } from "../context.js";
import { authorize } from "../shared/authorize.js";
import { NamedVersionInput } from "./CollectionVersionInput.js";
import { CollectionVersionPayload, collectionVersionPayload } from "./payloads.js";

@InputType({ description: "Names the version." })
export class ClearCollectionVersionProcessingInput extends NamedVersionInput {}

@ObjectType({ description: "What became of a request to clear the processing flag of a version." })
export class ClearCollectionVersionProcessingPayload extends CollectionVersionPayload {}

@Resolver()
export class ClearCollectionVersionProcessingResolver {
  @Mutation(() => ClearCollectionVersionProcessingPayload, {
    description:
      "Drops the mark that a job works on a version, or on `HEAD`. The job itself goes on. Needs the scope " +
      "write.",
  })
  async clearCollectionVersionProcessing(
    @Arg("input", () => ClearCollectionVersionProcessingInput, { description: "Which version." })
    input: ClearCollectionVersionProcessingInput,
    @Ctx() context: Context,
  ): Promise<ClearCollectionVersionProcessingPayload> {
    authorize(context.viewer, ["write"]);
    return await collectionVersionPayload(
      await clearCollectionVersionProcessing(context.commands, input),
      context,
    );
  }
}
