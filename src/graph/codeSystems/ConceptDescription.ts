import { GraphQLUUID } from "graphql-scalars";
import { Field, ObjectType } from "type-graphql";

@ObjectType({ description: "A definition, note or comment of a concept." })
export class ConceptDescription {
  @Field(() => GraphQLUUID, {
    description: "Stays the same while the concept has this description in this language.",
  })
  readonly uuid!: string;

  @Field(() => String, { description: "The text itself." })
  readonly description!: string;

  @Field(() => String, { description: "Its language, a BCP 47 tag." })
  readonly locale!: string;

  @Field(() => Boolean, { description: "Whether it is the description to show in its language." })
  readonly localePreferred!: boolean;

  @Field(() => String, {
    nullable: true,
    description: "What kind of text it is: Definition, Notes …",
  })
  readonly descriptionType!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "What others call this description's record.",
  })
  readonly externalId!: string | null;
}
