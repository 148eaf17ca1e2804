import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from "type-graphql";
import { deleteCrosswalkMappings } from "../../commands/crosswalks/deleteCrosswalkMappings.js";
import type { Context } from "../context.js";
import { authorize } from "../shared/authorize.js";
import { CrosswalkEditInput } from "./CrosswalkEditInput.js";
import { CrosswalkMappingsPayload, mappingsPayload } from "./CrosswalkPayload.js";
import { DeleteCrosswalkMappingInput } from "./DeleteCrosswalkMappingInput.js";
import { scopesOfEdit } from "./scopesOfEdit.js";

@InputType({ description: "Pairs to delete from a crosswalk." })
export class DeleteCrosswalkMappingsInput extends CrosswalkEditInput {
  @Field(() => [DeleteCrosswalkMappingInput], {
    nullable: true,
    description: "What to delete, at most 10,000 pairs.",
  })
  readonly mappings?: DeleteCrosswalkMappingInput[] | null;
}

@ObjectType({ description: "What became of a request to delete mappings." })
export class DeleteCrosswalkMappingsPayload extends CrosswalkMappingsPayload {}

@Resolver()
export class DeleteCrosswalkMappingsResolver {
  @Mutation(() => DeleteCrosswalkMappingsPayload, {
    description:
      "Deletes pairs: one new version, or none when nothing was to change. Pairs that are not there are reported in `skipped`. Needs the scope write, and publish unless `draft` is true.",
  })
  async deleteCrosswalkMappings(
    @Arg("input", () => DeleteCrosswalkMappingsInput, { description: "Where, and what." })
    input: DeleteCrosswalkMappingsInput,
    @Ctx() context: Context,
  ): Promise<DeleteCrosswalkMappingsPayload> {
    const draft = input.draft ?? false;
    authorize(context.viewer, scopesOfEdit(draft));
    return await mappingsPayload(
      await deleteCrosswalkMappings(context.commands, { ...input, draft }),
      context,
    );
  }
}
