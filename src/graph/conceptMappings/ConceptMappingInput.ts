import { GraphQLJSONObject } from "graphql-scalars";
import { Field, Float, InputType } from "type-graphql";

/** What inputs say of a mapping beside its map type and the concept that it maps. */
@InputType()
export abstract class ConceptMappingInput {
  @Field(() => String, {
    nullable: true,
    description:
      "The target: a URL, or a code of the mapping's own code system. It need not be here yet.",
  })
  readonly toConcept?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "The target's code system, instead of `toConcept` and with `toConceptCode`: a relative or canonical URL.",
  })
  readonly toSourceUrl?: string | null;

  @Field(() => String, { nullable: true, description: "The target's code, up to 255 characters." })
  readonly toConceptCode?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "What to call the target where its own name can't be shown, up to 5000 characters.",
  })
  readonly toConceptName?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "What others call the mapping, up to 255 characters; 36 under the OpenMRS schema.",
  })
  readonly externalId?: string | null;

  @Field(() => Float, {
    nullable: true,
    description: "Its place among the mappings of the concept of the same map type.",
  })
  readonly sortWeight?: number | null;

  @Field(() => GraphQLJSONObject, {
    nullable: true,
    description: "Further fields; replaced as a whole.",
  })
  readonly extras?: Record<string, unknown> | null;

  @Field(() => String, {
    nullable: true,
    description: "Why it is so, for the history; up to 5000 characters.",
  })
  readonly updateComment?: string | null;
}
