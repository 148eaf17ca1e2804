import { Arg, Ctx, InputType, Mutation, ObjectType, Resolver } from "type-graphql";
import { discardCrosswalkDraft } from "../../commands/crosswalks/crosswalkDrafts.js";
import type { Context } from "../context.js";
import { authorize } from "../shared/authorize.js";
import { CrosswalkVersionInput } from "./CrosswalkEditInput.js";
import { CrosswalkPayload, crosswalkPayload } from "./CrosswalkPayload.js";

@InputType({ description: "A draft to throw away." })
export class DiscardCrosswalkDraftInput extends CrosswalkVersionInput {}

@ObjectType({ description: "What became of a request to discard a draft." })
export class DiscardCrosswalkDraftPayload extends CrosswalkPayload {}

@Resolver()
export class DiscardCrosswalkDraftResolver {
  @Mutation(() => DiscardCrosswalkDraftPayload, {
    description:
      "Throws the draft away: the crosswalk is again what it was before. A crosswalk that was never published goes with its draft 1. Needs the scope write.",
  })
  async discardCrosswalkDraft(
    @Arg("input", () => DiscardCrosswalkDraftInput, {
      description: "Which crosswalk, and the draft's number.",
    })
    input: DiscardCrosswalkDraftInput,
    @Ctx() context: Context,
  ): Promise<DiscardCrosswalkDraftPayload> {
    authorize(context.viewer, ["write"]);
    return await crosswalkPayload(await discardCrosswalkDraft(context.commands, input), context);
  }
}
