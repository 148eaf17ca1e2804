import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from "type-graphql";
import { modifyCrosswalkAttributes } from "../../commands/crosswalks/crosswalkAttributes.js";
import type { Context } from "../context.js";
import { authorize } from "../shared/authorize.js";
import { CustomAttributeInput } from "../shared/CustomAttribute.js";
import { CrosswalkEditInput } from "./CrosswalkEditInput.js";
import { CrosswalkPayload, crosswalkPayload } from "./CrosswalkPayload.js";
import { scopesOfEdit } from "./scopesOfEdit.js";

@InputType({ description: "Attributes to set on a crosswalk itself." })
export class ModifyCrosswalkAttributesInput extends CrosswalkEditInput {
  @Field(() => [CustomAttributeInput], { description: "Attributes to set, at most 100." })
  readonly customAttributes!: CustomAttributeInput[];
}

@ObjectType({ description: "What became of a request to modify attributes." })
export class ModifyCrosswalkAttributesPayload extends CrosswalkPayload {}

@Resolver()
export class ModifyCrosswalkAttributesResolver {
  @Mutation(() => ModifyCrosswalkAttributesPayload, {
    description:
      "Sets custom attributes of the crosswalk itself; others stay. One new version, or none when nothing was to change. Needs the scope write, and publish unless `draft` is true.",
  })
  async modifyCrosswalkAttributes(
    @Arg("input", () => ModifyCrosswalkAttributesInput, {
      description: "Which crosswalk, and the attributes.",
    })
    input: ModifyCrosswalkAttributesInput,
    @Ctx() context: Context,
  ): Promise<ModifyCrosswalkAttributesPayload> {
    const draft = input.draft ?? false;
    authorize(context.viewer, scopesOfEdit(draft));
    return await crosswalkPayload(
      await modifyCrosswalkAttributes(context.commands, { ...input, draft }),
      context,
    );
  }
}
