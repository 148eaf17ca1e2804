import { Arg, Ctx, InputType, Mutation, ObjectType, Resolver } from "type-graphql";
import { reviveConcept } from "../../commands/codeSystems/retireConcept.js";
import type { Context } from "../context.js";
import { authorize } from "../shared/authorize.js";
import { ConceptPayload, conceptPayload } from "./authoringPayloads.js";
import { ConceptChangeInput } from "./ConceptInput.js";

@InputType({ description: "Which concept to take back into use." })
export class ReviveConceptInput extends ConceptChangeInput {}

@ObjectType({ description: "What became of a request to revive a concept." })
export class ReviveConceptPayload extends ConceptPayload {}

@Resolver()
export class ReviveConceptResolver {
  @Mutation(() => ReviveConceptPayload, {
    description:
      "Takes a retired concept back into use: one new version of it. Needs the scope write.",
  })
  async reviveConcept(
    @Arg("input", () => ReviveConceptInput, { description: "Which concept." })
    input: ReviveConceptInput,
    @Ctx() context: Context,
  ): Promise<ReviveConceptPayload> {
    authorize(context.viewer, ["write"]);
    return await conceptPayload(await reviveConcept(context.commands, input), context);
  }
}
