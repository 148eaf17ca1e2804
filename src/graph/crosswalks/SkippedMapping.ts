import { Field, ObjectType } from "type-graphql";
import { SkipReason } from "./SkipReason.js";

@ObjectType({ description: "A mapping or target that was left out, and why." })
export class SkippedMapping {
  @Field(() => [String], {
    description: 'Which one, below `input`: `["mappings", "3", "targets", "0"]`.',
  })
  readonly path!: string[];

  @Field(() => SkipReason, { description: "Why it was left out: the first reason that holds." })
  readonly reason!: string;

  @Field(() => String, { nullable: true, description: "The code system that the reason is about." })
  readonly codeSystem!: string | null;

  @Field(() => String, { nullable: true, description: "The code that the reason is about." })
  readonly code!: string | null;
}
