import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from "type-graphql";
import { createConceptMapping } from "../../commands/conceptMappings/createConceptMapping.js";
import type { Context } from "../context.js";
import { authorize } from "../shared/authorize.js";
import { ConceptMappingInput } from "./ConceptMappingInput.js";
import { ConceptMappingPayload, mappingPayload } from "./ConceptMappingPayload.js";

@InputType({ description: "What a new concept mapping says." })
export class CreateConceptMappingInput extends ConceptMappingInput {
  @Field(() => String, {
    description:
      "The code system to keep it in: its slug, its URL or its canonical URL, without a version.",
  })
  readonly codeSystem!: string;

  @Field(() => String, { description: "How the concepts relate, up to 255 characters: `SAME-AS`." })
  readonly mapType!: string;

  @Field(() => String, {
    description: "The concept that it maps: a URL, or a code of the mapping's own code system.",
  })
  readonly fromConcept!: string;

  @Field(() => String, {
    nullable: true,
    description: "Its name in URLs: letters, digits and -._@; the next number where left out.",
  })
  readonly mappingId?: string | null;
}

@ObjectType({ description: "What became of a request to create a concept mapping." })
export class CreateConceptMappingPayload extends ConceptMappingPayload {}

@Resolver()
export class CreateConceptMappingResolver {
  @Mutation(() => CreateConceptMappingPayload, {
    description:
      "Maps a concept to another, in HEAD of a code system. Without a sort weight it comes after its siblings, " +
      "where they have one. Needs the scope write.",
  })
  async createConceptMapping(
    @Arg("input", () => CreateConceptMappingInput, { description: "What it says, and where." })
    input: CreateConceptMappingInput,
    @Ctx() context: Context,
  ): Promise<CreateConceptMappingPayload> {
    authorize(context.viewer, ["write"]);
    return await mappingPayload(await createConceptMapping(context.commands, input), context);
  }
}
