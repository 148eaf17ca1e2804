import { GraphQLUUID } from "graphql-scalars";
import { Arg, Ctx, Field, InputType, Int, Mutation, ObjectType, Resolver } from "type-graphql";
import { createCollectionFromCrosswalk } from "../../commands/references/createCollectionFromCrosswalk.js";
import { CreateCollectionInput } from "../collections/CollectionInput.js";
import type { Context } from "../context.js";
import { authorize } from "../shared/authorize.js";
import { CrosswalkSide } from "./CrosswalkSide.js";
import { ReferenceMode } from "./ReferenceInput.js";
import { ReferencesPayload, referencesPayload } from "./ReferencesPayload.js";

@InputType({ description: "A crosswalk, and what the collection of its codes begins with." })
export class CreateCollectionFromCrosswalkInput extends CreateCollectionInput {
  @Field(() => GraphQLUUID, { description: "The crosswalk's identifier." })
  readonly crosswalk!: string;

  @Field(() => Int, {
    nullable: true,
    description: "Number of its version, a draft too. Left out: the newest published one.",
  })
  readonly version?: number | null;

  @Field(() => CrosswalkSide, {
    description: "Whose codes the collection is to hold; up to 100,000.",
  })
  readonly side!: keyof typeof CrosswalkSide;

  @Field(() => ReferenceMode, {
    nullable: true,
    defaultValue: "PIN",
    description: "Whether each code is pinned to its concept's newest version.",
  })
  readonly mode?: keyof typeof ReferenceMode | null;
}

@ObjectType({
  description: "What became of a request to make a collection of a crosswalk's codes.",
})
export class CreateCollectionFromCrosswalkPayload extends ReferencesPayload {}

@Resolver()
export class CreateCollectionFromCrosswalkResolver {
  @Mutation(() => CreateCollectionFromCrosswalkPayload, {
    description:
      "Makes a collection with a reference to each code of one side of a crosswalk, in order of code system " +
      "and code. Pinned, a code without a concept that the caller may read is answered and left out; with " +
      "`DYNAMIC` it waits for its concept. Needs the scopes read and write.",
  })
  async createCollectionFromCrosswalk(
    @Arg("input", () => CreateCollectionFromCrosswalkInput, {
      description: "Which codes, and what to call them.",
    })
    { mode, ...input }: CreateCollectionFromCrosswalkInput,
    @Ctx() context: Context,
  ): Promise<CreateCollectionFromCrosswalkPayload> {
    authorize(context.viewer, ["read", "write"]);
    const request = { ...input, mode: mode ?? "PIN" };
    const created = await createCollectionFromCrosswalk(context.commands, request);
    return await referencesPayload(created, context);
  }
}
