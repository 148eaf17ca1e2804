import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from "type-graphql";
import { createCrosswalk } from "../../commands/crosswalks/createCrosswalk.js";
import type { Context } from "../context.js";
import { authorize } from "../shared/authorize.js";
import { CustomAttributeInput } from "../shared/CustomAttribute.js";
import { CrosswalkMappingInput } from "./CrosswalkMappingInput.js";
import { CrosswalkMappingsPayload, mappingsPayload } from "./CrosswalkPayload.js";
import { scopesOfEdit } from "./scopesOfEdit.js";

@InputType({ description: "What a new crosswalk begins with." })
export class CreateCrosswalkInput {
  @Field(() => String, { nullable: true, description: "Its name, required, 1 to 500 characters." })
  readonly name?: string | null;

  @Field(() => String, { nullable: true, description: "What it is about, up to 5000 characters." })
  readonly description?: string | null;

  @Field(() => [CustomAttributeInput], {
    nullable: true,
    description: "Custom attributes of the crosswalk itself, at most 100.",
  })
  readonly customAttributes?: CustomAttributeInput[] | null;

  @Field(() => [CrosswalkMappingInput], {
    nullable: true,
    description: "What it maps, at most 10,000 pairs; more by command line.",
  })
  readonly mappings?: CrosswalkMappingInput[] | null;

  @Field(() => String, {
    nullable: true,
    description: "Name of the organization it is to belong to; needed only by a caller of several.",
  })
  readonly organization?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: "True: version 1 is a draft. False: it is published at once.",
  })
  readonly draft?: boolean | null;
}

@ObjectType({ description: "What became of a request to create a crosswalk." })
export class CreateCrosswalkPayload extends CrosswalkMappingsPayload {}

@Resolver()
export class CreateCrosswalkResolver {
  @Mutation(() => CreateCrosswalkPayload, {
    description:
      "Creates a crosswalk with version 1. Mappings that can't go in are skipped and reported. Needs the " +
      "scope write, and publish unless `draft` is true.",
  })
  async createCrosswalk(
    @Arg("input", () => CreateCrosswalkInput, {
      description: "What it begins with: at least a name.",
    })
    input: CreateCrosswalkInput,
    @Ctx() context: Context,
  ): Promise<CreateCrosswalkPayload> {
    const draft = input.draft ?? false;
    authorize(context.viewer, scopesOfEdit(draft));
    return await mappingsPayload(
      await createCrosswalk(context.commands, { ...input, draft }),
      context,
    );
  }
}
