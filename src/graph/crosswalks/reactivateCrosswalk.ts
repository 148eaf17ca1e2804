import { Arg, Ctx, InputType, Mutation, ObjectType, Resolver } from "type-graphql";
import { reactivateCrosswalk } from "../../commands/crosswalks/archiveCrosswalk.js";
import type { Context } from "../context.js";
import { authorize } from "../shared/authorize.js";
import { CrosswalkNameInput } from "./CrosswalkEditInput.js";
import { CrosswalkPayload, crosswalkPayload } from "./CrosswalkPayload.js";

@InputType({ description: "An archived crosswalk to take back into use." })
export class ReactivateCrosswalkInput extends CrosswalkNameInput {}

@ObjectType({ description: "What became of a request to reactivate a crosswalk." })
export class ReactivateCrosswalkPayload extends CrosswalkPayload {}

@Resolver()
export class ReactivateCrosswalkResolver {
  @Mutation(() => ReactivateCrosswalkPayload, {
    description: "Takes an archived crosswalk back into use, unchanged. Needs the scope write.",
  })
  async reactivateCrosswalk(
    @Arg("input", () => ReactivateCrosswalkInput, { description: "Which crosswalk." })
    input: ReactivateCrosswalkInput,
    @Ctx() context: Context,
  ): Promise<ReactivateCrosswalkPayload> {
    authorize(context.viewer, ["write"]);
    return await crosswalkPayload(await reactivateCrosswalk(context.commands, input), context);
  }
}
