import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from "type-graphql";
import { deleteCrosswalkAttributes } from "../../commands/crosswalks/crosswalkAttributes.js";
import type { Context } from "../context.js";
import { authorize } from "../shared/authorize.js";
import { CrosswalkEditInput } from "./CrosswalkEditInput.js";
import { CrosswalkKeysPayload, keysPayload } from "./CrosswalkPayload.js";
import { scopesOfEdit } from "./scopesOfEdit.js";

@InputType({ description: "Attributes to delete from a crosswalk itself." })
export class DeleteCrosswalkAttributesInput extends CrosswalkEditInput {
  @Field(() => [String], { description: "Keys of the attributes to delete." })
  readonly customAttributes!: string[];
}

@ObjectType({ description: "What became of a request to delete attributes." })
export class DeleteCrosswalkAttributesPayload extends CrosswalkKeysPayload {}

@Resolver()
export class DeleteCrosswalkAttributesResolver {
  @Mutation(() => DeleteCrosswalkAttributesPayload, {
    description:
      "Deletes custom attributes of the crosswalk itself. Keys that are not there are reported. One new version, or none when nothing was to change. Needs the scope write, and publish unless `draft` is true.",
  })
  async deleteCrosswalkAttributes(
    @Arg("input", () => DeleteCrosswalkAttributesInput, {
      description: "Which crosswalk, and the keys.",
    })
    input: DeleteCrosswalkAttributesInput,
    @Ctx() context: Context,
  ): Promise<DeleteCrosswalkAttributesPayload> {
    const draft = input.draft ?? false;
    authorize(context.viewer, scopesOfEdit(draft));
    return await keysPayload(
      await deleteCrosswalkAttributes(context.commands, { ...input, draft }),
      context,
    );
  }
}
