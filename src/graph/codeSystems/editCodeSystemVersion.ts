import { Arg, Ctx, Mutation, ObjectType, Resolver } from "type-graphql";
import { editCodeSystemVersion } from "../../commands/codeSystems/editCodeSystemVersion.js";
import type { Context } from "../context.js";
import { authorize } from "../shared/authorize.js";
import { CodeSystemVersionPayload, codeSystemVersionPayload } from "./authoringPayloads.js";
import { EditCodeSystemVersionInput } from "./CodeSystemVersionInput.js";

@ObjectType({ description: "What became of a request to change a version." })
export class EditCodeSystemVersionPayload extends CodeSystemVersionPayload {}

@Resolver()
export class EditCodeSystemVersionResolver {
  @Mutation(() => EditCodeSystemVersionPayload, {
    description:
      "Releases a version, takes it back, or changes what is said of it. Needs the scope write, and publish where `released` is given.",
  })
  async editCodeSystemVersion(
    @Arg("input", () => EditCodeSystemVersionInput, {
      description: "Which version, and what to change.",
    })
    input: EditCodeSystemVersionInput,
    @Ctx() context: Context,
  ): Promise<EditCodeSystemVersionPayload> {
    authorize(context.viewer, input.released === undefined ? ["write"] : ["write", "publish"]);
    return await codeSystemVersionPayload(
      await editCodeSystemVersion(context.commands, input),
      context,
    );
  }
}
