import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from "type-graphql";
import { modifyCrosswalkMappingAttributes } from "../../commands/crosswalks/pairAttributes.js";
import type { Context } from "../context.js";
import { authorize } from "../shared/authorize.js";
import { CustomAttributeInput } from "../shared/CustomAttribute.js";
import { CrosswalkPairEditInput } from "./CrosswalkEditInput.js";
import { CrosswalkPayload, crosswalkPayload } from "./CrosswalkPayload.js";
import { scopesOfEdit } from "./scopesOfEdit.js";

@InputType({ description: "Attributes to set on one source-target pair." })
export class ModifyCrosswalkMappingAttributesInput extends CrosswalkPairEditInput {
  @Field(() => [CustomAttributeInput], { description: "Attributes to set, at most 100." })
  readonly customAttributes!: CustomAttributeInput[];
}

@ObjectType({ description: "What became of a request to modify a pair's attributes." })
export class ModifyCrosswalkMappingAttributesPayload extends CrosswalkPayload {}

@Resolver()
export class ModifyCrosswalkMappingAttributesResolver {
  @Mutation(() => ModifyCrosswalkMappingAttributesPayload, {
    description:
      "Sets custom attributes of one source-target pair; others stay. One new version, or none when nothing was to change. Needs the scope write, and publish unless `draft` is true.",
  })
  async modifyCrosswalkMappingAttributes(
    @Arg("input", () => ModifyCrosswalkMappingAttributesInput, {
      description: "Which pair of which crosswalk, and the attributes.",
    })
    input: ModifyCrosswalkMappingAttributesInput,
    @Ctx() context: Context,
  ): Promise<ModifyCrosswalkMappingAttributesPayload> {
    const draft = input.draft ?? false;
    authorize(context.viewer, scopesOfEdit(draft));
    return await crosswalkPayload(
      await modifyCrosswalkMappingAttributes(context.commands, { ...input, draft }),
      context,
    );
  }
}
