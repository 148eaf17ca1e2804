import { Arg, Ctx, Mutation, ObjectType, Resolver } from "type-graphql";
import { createConcept } from "../../commands/codeSystems/createConcept.js";
import type { Context } from "../context.js";
import { authorize } from "../shared/authorize.js";
import { ConceptPayload, conceptPayload } from "./authoringPayloads.js";
import { CreateConceptInput } from "./ConceptInput.js";

@ObjectType({ description: "What became of a request to make a concept." })
export class CreateConceptPayload extends ConceptPayload {}

@Resolver()
export class CreateConceptResolver {
  @Mutation(() => CreateConceptPayload, {
    description:
      "Puts a concept into HEAD of a code system; readers of released versions don't see it. Needs the scope write.",
  })
  async createConcept(
    @Arg("input", () => CreateConceptInput, { description: "Where it belongs, and what it means." })
    input: CreateConceptInput,
    @Ctx() context: Context,
  ): Promise<CreateConceptPayload> {
    authorize(context.viewer, ["write"]);
    return await conceptPayload(await createConcept(context.commands, input), context);
  }
}
