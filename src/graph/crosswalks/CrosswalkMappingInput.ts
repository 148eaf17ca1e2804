import { Field, InputType } from "type-graphql";
import { CustomAttributeInput } from "../shared/CustomAttribute.js";
import { MapRelationship } from "./MapRelationship.js";

@InputType({ description: "A target of a mapping. Without a code it is skipped and reported." })
export class CrosswalkTargetInput {
  @Field(() => String, {
    nullable: true,
    description: "The target code; with or without dots where its code system says so.",
  })
  readonly targetCode?: string | null;

  @Field(() => [CustomAttributeInput], {
    nullable: true,
    description:
      "Attributes to lay over those that the pair has, at most 100. A faulty one refuses the request.",
  })
  readonly customAttributes?: CustomAttributeInput[] | null;

  @Field(() => MapRelationship, {
    nullable: true,
    description: "How the source relates to the target; left out: as it was.",
  })
  readonly relationship?: keyof typeof MapRelationship | null;
}

@InputType({
  description:
    "A source code with targets in one target system. An incomplete one is skipped and reported, the " +
    "others go in.",
})
export class CrosswalkMappingInput {
  @Field(() => Boolean, {
    nullable: true,
    description: "True, without targets: states that nothing corresponds to the source code.",
  })
  readonly noMap?: boolean | null;

  @Field(() => String, { nullable: true, description: "Slug of the source code system." })
  readonly sourceCodeSystem?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The source code; with or without dots where its code system says so.",
  })
  readonly sourceCode?: string | null;

  @Field(() => String, { nullable: true, description: "Slug of the target code system." })
  readonly targetCodeSystem?: string | null;

  @Field(() => [CrosswalkTargetInput], {
    nullable: true,
    description: "What the source code maps to; without any the mapping is skipped and reported.",
  })
  readonly targets?: CrosswalkTargetInput[] | null;
}
