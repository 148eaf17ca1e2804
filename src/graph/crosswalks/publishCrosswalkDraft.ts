import { Arg, Ctx, InputType, Mutation, ObjectType, Resolver } from "type-graphql";
import { publishCrosswalkDraft } from "../../commands/crosswalks/crosswalkDrafts.js";
import type { Context } from "../context.js";
import { authorize } from "../shared/authorize.js";
import { CrosswalkVersionInput } from "./CrosswalkEditInput.js";
import { CrosswalkPayload, crosswalkPayload } from "./CrosswalkPayload.js";

@InputType({ description: "Which draft to release for good, at which version." })
export class PublishCrosswalkDraftInput extends CrosswalkVersionInput {}

@ObjectType({ description: "What became of a request to publish a draft." })
export class PublishCrosswalkDraftPayload extends CrosswalkPayload {}

@Resolver()
export class PublishCrosswalkDraftResolver {
  @Mutation(() => PublishCrosswalkDraftPayload, {
    description:
      "Publishes the draft: from now on readers get it, and it never changes again. Needs the scope publish.",
  })
  async publishCrosswalkDraft(
    @Arg("input", () => PublishCrosswalkDraftInput, {
      description: "Which crosswalk, and the draft's number.",
    })
    input: PublishCrosswalkDraftInput,
    @Ctx() context: Context,
  ): Promise<PublishCrosswalkDraftPayload> {
    authorize(context.viewer, ["publish"]);
    return await crosswalkPayload(await publishCrosswalkDraft(context.commands, input), context);
  }
}
