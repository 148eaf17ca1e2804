import { Arg, Ctx, InputType, Mutation, ObjectType, Resolver } from "type-graphql";
import { retireConcept } from "../../commands/codeSystems/retireConcept.js";
import type { Context } from "../context.js";
import { authorize } from "../shared/authorize.js";
import { ConceptPayload, conceptPayload } from "./authoringPayloads.js";
import { ConceptChangeInput } from "./ConceptInput.js";

@InputType({ description: "Which concept to take out of use." })
export class RetireConceptInput extends ConceptChangeInput {}

@ObjectType({ description: "What became of a request to retire a concept." })
export class RetireConceptPayload extends ConceptPayload {}

@Resolver()
export class RetireConceptResolver {
  @Mutation(() => RetireConceptPayload, {
    description:
      "Says that a concept is no longer to be used: one new version of it. Needs the scope write.",
  })
  async retireConcept(
    @Arg("input", () => RetireConceptInput, { description: "Which concept." })
    input: RetireConceptInput,
    @Ctx() context: Context,
  ): Promise<RetireConceptPayload> {
    authorize(context.viewer, ["write"]);
    return await conceptPayload(await retireConcept(context.commands, input), context);
  }
}
