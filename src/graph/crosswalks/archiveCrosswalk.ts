import { Arg, Ctx, InputType, Mutation, ObjectType, Resolver } from "type-graphql";
import { archiveCrosswalk } from "../../commands/crosswalks/archiveCrosswalk.js";
import type { Context } from "../context.js";
import { authorize } from "../shared/authorize.js";
import { CrosswalkNameInput } from "./CrosswalkEditInput.js";
import { CrosswalkPayload, crosswalkPayload } from "./CrosswalkPayload.js";

@InputType({ description: "Which crosswalk to take out of use, at which version." })
export class ArchiveCrosswalkInput extends CrosswalkNameInput {}

@ObjectType({ description: "What became of a request to archive a crosswalk." })
export class ArchiveCrosswalkPayload extends CrosswalkPayload {}

@Resolver()
export class ArchiveCrosswalkResolver {
  @Mutation(() => ArchiveCrosswalkPayload, {
    description:
      "Puts a crosswalk away: hidden from lists, readable by identifier, closed to edits until it is reactivated. Needs the scope write.",
  })
  async archiveCrosswalk(
    @Arg("input", () => ArchiveCrosswalkInput, { description: "Which crosswalk." })
    input: ArchiveCrosswalkInput,
    @Ctx() context: Context,
  ): Promise<ArchiveCrosswalkPayload> {
    authorize(context.viewer, ["write"]);
    return await crosswalkPayload(await archiveCrosswalk(context.commands, input), context);
  }
}
