import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from "type-graphql";
import { deleteCrosswalkMappingAttributes } from "../../commands/crosswalks/pairAttributes.js";
import type { Context } from "../context.js";
import { authorize } from "../shared/authorize.js";
import { CrosswalkPairEditInput } from "./CrosswalkEditInput.js";
import { CrosswalkKeysPayload, keysPayload } from "./CrosswalkPayload.js";
import { scopesOfEdit } from "./scopesOfEdit.js";

@InputType({ description: "Attributes to delete from one source-target pair." })
export class DeleteCrosswalkMappingAttributesInput extends CrosswalkPairEditInput {
  @Field(() => [String], { description: "Keys of the attributes to delete." })
  readonly customAttributes!: string[];
}

@ObjectType({ description: "What became of a request to delete a pair's attributes." })
export class DeleteCrosswalkMappingAttributesPayload extends CrosswalkKeysPayload {}

@Resolver()
export class DeleteCrosswalkMappingAttributesResolver {
  @Mutation(() => DeleteCrosswalkMappingAttributesPayload, {
    description:
      "Deletes custom attributes of one source-target pair. Keys that are not there are reported. One new version, or none when nothing was to change. Needs the scope write, and publish unless `draft` is true.",
  })
  async deleteCrosswalkMappingAttributes(
    @Arg("input", () => DeleteCrosswalkMappingAttributesInput, {
      description: "Which pair of which crosswalk, and the keys.",
    })
    input: DeleteCrosswalkMappingAttributesInput,
    @Ctx() context: Context,
  ): Promise<DeleteCrosswalkMappingAttributesPayload> {
    const draft = input.draft ?? false;
    authorize(context.viewer, scopesOfEdit(draft));
    return await keysPayload(
      await deleteCrosswalkMappingAttributes(context.commands, { ...input, draft }),
      context,
    );
  }
}
