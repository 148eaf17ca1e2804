import { Field, InputType } from "type-graphql";

@InputType({
  description: "Targets of one source code to delete. An incomplete one is skipped and reported.",
})
export class DeleteCrosswalkMappingInput {
  @Field(() => String, { nullable: true, description: "Slug of the source code system." })
  readonly sourceCodeSystem?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The source code; with or without dots where its code system says so.",
  })
  readonly sourceCode?: string | null;

  @Field(() => String, { nullable: true, description: "Slug of the target code system." })
  readonly targetCodeSystem?: string | null;

  @Field(() => [String], {
    nullable: true,
    description:
      'The target codes; `["*"]`: all of them, and the statement that nothing corresponds. Left out or ' +
      "empty: nothing is deleted.",
  })
  readonly targetCodes?: string[] | null;
}
