import { Arg, Ctx, Mutation, ObjectType, Resolver } from "type-graphql";
import { editConcept } from "../../commands/codeSystems/editConcept.js";
import type { Context } from "../context.js";
import { authorize } from "../shared/authorize.js";
import { ConceptPayload, conceptPayload } from "./authoringPayloads.js";
import { EditConceptInput } from "./ConceptInput.js";

@ObjectType({ description: "What became of a request to change a concept." })
export class EditConceptPayload extends ConceptPayload {}

@Resolver()
export class EditConceptResolver {
  @Mutation(() => EditConceptPayload, {
    description:
      "Changes a concept at HEAD: one new version of it, or none where nothing was to change. Needs the scope write.",
  })
  async editConcept(
    @Arg("input", () => EditConceptInput, { description: "Which concept, and what to change." })
    input: EditConceptInput,
    @Ctx() context: Context,
  ): Promise<EditConceptPayload> {
    authorize(context.viewer, ["write"]);
    return await conceptPayload(await editConcept(context.commands, input), context);
  }
}
