import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from "type-graphql";
import { editConceptMapping } from "../../commands/conceptMappings/editConceptMapping.js";
import type { Context } from "../context.js";
import { authorize } from "../shared/authorize.js";
import { ConceptMappingInput } from "./ConceptMappingInput.js";
import { ConceptMappingPayload, mappingPayload } from "./ConceptMappingPayload.js";

@InputType({ description: "What a concept mapping is to say; what is left out stays." })
export class EditConceptMappingInput extends ConceptMappingInput {
  @Field(() => String, { description: "The mapping: its URL or its uuid." })
  readonly conceptMapping!: string;

  @Field(() => String, { nullable: true, description: "How the concepts relate: `SAME-AS`." })
  readonly mapType?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The concept that it maps: a URL, or a code of the mapping's own code system.",
  })
  readonly fromConcept?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "False: takes a retired mapping back into use; true: retires it.",
  })
  readonly retired?: boolean | null;
}

@ObjectType({ description: "What became of a request to edit a concept mapping." })
export class EditConceptMappingPayload extends ConceptMappingPayload {}

@Resolver()
export class EditConceptMappingResolver {
  @Mutation(() => EditConceptMappingPayload, {
    description:
      "Makes a new version of a mapping, in HEAD of its code system; none where nothing changes. Needs the " +
      "scope write.",
  })
  async editConceptMapping(
    @Arg("input", () => EditConceptMappingInput, { description: "Which, and what it is to say." })
    input: EditConceptMappingInput,
    @Ctx() context: Context,
  ): Promise<EditConceptMappingPayload> {
    authorize(context.viewer, ["write"]);
    return await mappingPayload(await editConceptMapping(context.commands, input), context);
  }
}
