import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from "type-graphql";
import { updateCrosswalk } from "../../commands/crosswalks/updateCrosswalk.js";
import type { Context } from "../context.js";
import { authorize } from "../shared/authorize.js";
import { CrosswalkEditInput } from "./CrosswalkEditInput.js";
import { CrosswalkPayload, crosswalkPayload } from "./CrosswalkPayload.js";
import { scopesOfEdit } from "./scopesOfEdit.js";

@InputType({ description: "A new name or description of a crosswalk." })
export class UpdateCrosswalkInput extends CrosswalkEditInput {
  @Field(() => String, {
    nullable: true,
    description: "The new name, 1 to 500 characters; left out: as it was.",
  })
  readonly name?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The new description, up to 5000 characters; left out: as it was; null: none.",
  })
  readonly description?: string | null;
}

@ObjectType({ description: "What became of a request to update a crosswalk." })
export class UpdateCrosswalkPayload extends CrosswalkPayload {}

@Resolver()
export class UpdateCrosswalkResolver {
  @Mutation(() => UpdateCrosswalkPayload, {
    description:
      "Changes the name or description: one new version, or none when nothing was to change. Needs the scope write, and publish unless `draft` is true.",
  })
  async updateCrosswalk(
    @Arg("input", () => UpdateCrosswalkInput, {
      description: "Which crosswalk, and what to change.",
    })
    input: UpdateCrosswalkInput,
    @Ctx() context: Context,
  ): Promise<UpdateCrosswalkPayload> {
    const draft = input.draft ?? false;
    authorize(context.viewer, scopesOfEdit(draft));
    return await crosswalkPayload(
      await updateCrosswalk(context.commands, { ...input, draft }),
      context,
    );
  }
}
