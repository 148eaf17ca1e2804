import { Arg, Ctx, Mutation, ObjectType, Resolver } from "type-graphql";
import { editCodeSystem } from "../../commands/codeSystems/editCodeSystem.js";
import type { Context } from "../context.js";
import { authorize } from "../shared/authorize.js";
import { CodeSystemPayload, codeSystemPayload } from "./authoringPayloads.js";
import { EditCodeSystemInput } from "./CodeSystemInput.js";

@ObjectType({ description: "What became of a request to change a code system." })
export class EditCodeSystemPayload extends CodeSystemPayload {}

@Resolver()
export class EditCodeSystemResolver {
  @Mutation(() => EditCodeSystemPayload, {
    description:
      "Changes what is said of a code system. A schema is taken on only where all its concepts satisfy it. Needs the scope write.",
  })
  async editCodeSystem(
    @Arg("input", () => EditCodeSystemInput, {
      description: "Which code system, and what to change.",
    })
    input: EditCodeSystemInput,
    @Ctx() context: Context,
  ): Promise<EditCodeSystemPayload> {
    authorize(context.viewer, ["write"]);
    return await codeSystemPayload(await editCodeSystem(context.commands, input), context);
  }
}
