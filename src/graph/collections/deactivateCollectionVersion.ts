import { Arg, Ctx, InputType, Mutation, ObjectType, Resolver } from "type-graphql";
import { deactivateCollectionVersion } from "../../commands/collections/deactivateCollectionVersion.js";
import type { Context } from "../context.js";
import { authorize } from "../shared/authorize.js";
import { NamedVersionInput } from "./CollectionVersionInput.js";
import { CollectionVersionPayload, collectionVersionPayload } from "./payloads.js";

@InputType({ description: "Names the version." })
export class DeactivateCollectionVersionInput extends NamedVersionInput {}

@ObjectType({ description: "What became of a request to deactivate a version." })
export class DeactivateCollectionVersionPayload extends CollectionVersionPayload {}

@Resolver()
export class DeactivateCollectionVersionResolver {
  @Mutation(() => DeactivateCollectionVersionPayload, {
    description:
      "Takes a version away from everybody, for good; its label stays taken. Needs the scope write.",
  })
  async deactivateCollectionVersion(
    @Arg("input", () => DeactivateCollectionVersionInput, { description: "Which version." })
    input: DeactivateCollectionVersionInput,
    @Ctx() context: Context,
  ): Promise<DeactivateCollectionVersionPayload> {
    authorize(context.viewer, ["write"]);
    return await collectionVersionPayload(
      await deactivateCollectionVersion(context.commands, input),
      context,
    );
  }
}
