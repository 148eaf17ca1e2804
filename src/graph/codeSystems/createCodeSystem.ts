import { Arg, Ctx, Mutation, ObjectType, Resolver } from "type-graphql";
import { createCodeSystem } from "../../commands/codeSystems/createCodeSystem.js";
import type { Context } from "../context.js";
import { authorize } from "../shared/authorize.js";
import { CodeSystemPayload, codeSystemPayload } from "./authoringPayloads.js";
import { CreateCodeSystemInput } from "./CodeSystemInput.js";

@ObjectType({ description: "What became of a request to make a code system." })
export class CreateCodeSystemPayload extends CodeSystemPayload {}

@Resolver()
export class CreateCodeSystemResolver {
  @Mutation(() => CreateCodeSystemPayload, {
    description:
      "Makes a code system of one's own or of an organization that one is a member of. Needs the scope write.",
  })
  async createCodeSystem(
    @Arg("input", () => CreateCodeSystemInput, { description: "What it begins with." })
    input: CreateCodeSystemInput,
    @Ctx() context: Context,
  ): Promise<CreateCodeSystemPayload> {
    authorize(context.viewer, ["write"]);
    return await codeSystemPayload(await createCodeSystem(context.commands, input), context);
  }
}
