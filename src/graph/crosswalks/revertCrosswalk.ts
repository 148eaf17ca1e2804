import { Arg, Ctx, Field, InputType, Int, Mutation, ObjectType, Resolver } from "type-graphql";
import { revertCrosswalk } from "../../commands/crosswalks/revertCrosswalk.js";
import type { Context } from "../context.js";
import { authorize } from "../shared/authorize.js";
import { CrosswalkEditInput } from "./CrosswalkEditInput.js";
import { CrosswalkPayload, crosswalkPayload } from "./CrosswalkPayload.js";
import { scopesOfEdit } from "./scopesOfEdit.js";

@InputType({ description: "A crosswalk to take back to an old version." })
export class RevertCrosswalkInput extends CrosswalkEditInput {
  @Field(() => Int, { description: "Number of the version to go back to." })
  readonly toVersion!: number;
}

@ObjectType({ description: "What became of a request to revert a crosswalk." })
export class RevertCrosswalkPayload extends CrosswalkPayload {}

@Resolver()
export class RevertCrosswalkResolver {
  @Mutation(() => RevertCrosswalkPayload, {
    description:
      "Makes a new version that is equal to an old one: pairs, name, description, attributes. What was between stays in the history. Needs the scope write, and publish unless `draft` is true.",
  })
  async revertCrosswalk(
    @Arg("input", () => RevertCrosswalkInput, {
      description: "Which crosswalk, and the version to go back to.",
    })
    input: RevertCrosswalkInput,
    @Ctx() context: Context,
  ): Promise<RevertCrosswalkPayload> {
    const draft = input.draft ?? false;
    authorize(context.viewer, scopesOfEdit(draft));
    return await crosswalkPayload(
      await revertCrosswalk(context.commands, { ...input, draft }),
      context,
    );
  }
}
