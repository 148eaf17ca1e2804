import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from "type-graphql";
import { retireConceptMapping } from "../../commands/conceptMappings/editConceptMapping.js";
import type { Context } from "../context.js";
import { authorize } from "../shared/authorize.js";
import { ConceptMappingPayload, mappingPayload } from "./ConceptMappingPayload.js";

@InputType({ description: "Which concept mapping to take out of use." })
export class RetireConceptMappingInput {
  @Field(() => String, { description: "The mapping: its URL or its uuid." })
  readonly conceptMapping!: string;

  @Field(() => String, {
    nullable: true,
    description: "Why it is so, for the history; up to 5000 characters.",
  })
  readonly updateComment?: string | null;
}

@ObjectType({ description: "What became of a request to retire a concept mapping." })
export class RetireConceptMappingPayload extends ConceptMappingPayload {}

@Resolver()
export class RetireConceptMappingResolver {
  @Mutation(() => RetireConceptMappingPayload, {
    description:
      "Takes a mapping out of use, as a new version of it; earlier versions stay readable. Needs the scope write.",
  })
  async retireConceptMapping(
    @Arg("input", () => RetireConceptMappingInput, { description: "Which mapping." })
    input: RetireConceptMappingInput,
    @Ctx() context: Context,
  ): Promise<RetireConceptMappingPayload> {
    authorize(context.viewer, ["write"]);
    return await mappingPayload(await retireConceptMapping(context.commands, input), context);
  }
}
