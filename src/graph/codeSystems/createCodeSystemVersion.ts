import { Arg, Ctx, Mutation, ObjectType, Resolver } from "type-graphql";
import { createCodeSystemVersion } from "../../commands/codeSystems/createCodeSystemVersion.js";
import type { Context } from "../context.js";
import { authorize } from "../shared/authorize.js";
import { CodeSystemVersionPayload, codeSystemVersionPayload } from "./authoringPayloads.js";
import { CreateCodeSystemVersionInput } from "./CodeSystemVersionInput.js";

@ObjectType({ description: "What became of a request to make a version." })
export class CreateCodeSystemVersionPayload extends CodeSystemVersionPayload {}

@Resolver()
export class CreateCodeSystemVersionResolver {
  @Mutation(() => CreateCodeSystemVersionPayload, {
    description:
      "Names what HEAD of a code system is now. Needs the scope write, and publish where it is released.",
  })
  async createCodeSystemVersion(
    @Arg("input", () => CreateCodeSystemVersionInput, {
      description: "Which code system, and the new label.",
    })
    input: CreateCodeSystemVersionInput,
    @Ctx() context: Context,
  ): Promise<CreateCodeSystemVersionPayload> {
    authorize(context.viewer, input.released ? ["write", "publish"] : ["write"]);
    return await codeSystemVersionPayload(
      await createCodeSystemVersion(context.commands, input),
      context,
    );
  }
}
