import { Arg, Ctx, InputType, Mutation, ObjectType, Resolver } from "type-graphql";
import { createCrosswalkDraft } from "../../commands/crosswalks/crosswalkDrafts.js";
import type { Context } from "../context.js";
import { authorize } from "../shared/authorize.js";
import { CrosswalkVersionInput } from "./CrosswalkEditInput.js";
import { CrosswalkPayload, crosswalkPayload } from "./CrosswalkPayload.js";

@InputType({ description: "A crosswalk to open a draft of." })
export class CreateCrosswalkDraftInput extends CrosswalkVersionInput {}

@ObjectType({ description: "What became of a request to open a draft." })
export class CreateCrosswalkDraftPayload extends CrosswalkPayload {}

@Resolver()
export class CreateCrosswalkDraftResolver {
  @Mutation(() => CreateCrosswalkDraftPayload, {
    description:
      "Opens a draft, equal at first to the newest version. Only members see it. Needs the scope write.",
  })
  async createCrosswalkDraft(
    @Arg("input", () => CreateCrosswalkDraftInput, {
      description: "Which crosswalk, and its newest version.",
    })
    input: CreateCrosswalkDraftInput,
    @Ctx() context: Context,
  ): Promise<CreateCrosswalkDraftPayload> {
    authorize(context.viewer, ["write"]);
    return await crosswalkPayload(await createCrosswalkDraft(context.commands, input), context);
  }
}
