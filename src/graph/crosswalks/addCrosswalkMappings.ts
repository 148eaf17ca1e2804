import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from "type-graphql";
import { addCrosswalkMappings } from "../../commands/crosswalks/addCrosswalkMappings.js";
import type { Context } from "../context.js";
import { authorize } from "../shared/authorize.js";
import { CrosswalkEditInput } from "./CrosswalkEditInput.js";
import { CrosswalkMappingInput } from "./CrosswalkMappingInput.js";
import { CrosswalkMappingsPayload, mappingsPayload } from "./CrosswalkPayload.js";
import { scopesOfEdit } from "./scopesOfEdit.js";

@InputType({
  description: "What to add to which crosswalk, and the version that the caller knows.",
})
export class AddCrosswalkMappingsInput extends CrosswalkEditInput {
  @Field(() => [CrosswalkMappingInput], {
    nullable: true,
    description:
      "What to add, at most 10,000 pairs. A pair that is there keeps its identifier; the attributes are " +
      "laid over its own, the relationship is replaced when given.",
  })
  readonly mappings?: CrosswalkMappingInput[] | null;
}

@ObjectType({ description: "What became of a request to add mappings." })
export class AddCrosswalkMappingsPayload extends CrosswalkMappingsPayload {}

@Resolver()
export class AddCrosswalkMappingsResolver {
  @Mutation(() => AddCrosswalkMappingsPayload, {
    description:
      "Adds mappings to a crosswalk: one new version, or none when nothing was to change. Needs the scope " +
      "write, and publish unless `draft` is true.",
  })
  async addCrosswalkMappings(
    @Arg("input", () => AddCrosswalkMappingsInput, { description: "Where, and what." })
    input: AddCrosswalkMappingsInput,
    @Ctx() context: Context,
  ): Promise<AddCrosswalkMappingsPayload> {
    const draft = input.draft ?? false;
    authorize(context.viewer, scopesOfEdit(draft));
    return await mappingsPayload(
      await addCrosswalkMappings(context.commands, { ...input, draft }),
      context,
    );
  }
}
