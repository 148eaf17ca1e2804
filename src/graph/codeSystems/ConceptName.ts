import { GraphQLUUID } from "graphql-scalars";
import { Field, ObjectType } from "type-graphql";

@ObjectType({ description: "One of a concept's names." })
export class ConceptName {
  @Field(() => GraphQLUUID, {
    description: "Stays the same while the concept has this name of this type in this language.",
  })
  readonly uuid!: string;

  @Field(() => String, { description: "The name itself." })
  readonly name!: string;

  @Field(() => String, { description: "Its language, a BCP 47 tag." })
  readonly locale!: string;

  @Field(() => Boolean, { description: "Whether it is the name to show in its language." })
  readonly localePreferred!: boolean;

  @Field(() => String, {
    nullable: true,
    description: "FULLY_SPECIFIED, SHORT, INDEX_TERM or the publisher's own word; null: a synonym.",
  })
  readonly nameType!: string | null;

  @Field(() => String, { nullable: true, description: "What others call this name's record." })
  readonly externalId!: string | null;
}
