import { Field, ObjectType } from "type-graphql";

@ObjectType({ description: "The licence that a code system's content needs." })
export class License {
  @Field(() => String, { description: "Who licenses the content: AMA, ADA or APA." })
  readonly licensor!: string;

  @Field(() => String, { description: "What the licence is called." })
  readonly name!: string;

  @Field(() => String, { description: "Where the licence is had." })
  readonly url!: string;

  @Field(() => Boolean, {
    description: "Whether one of the caller's organizations holds the licence today.",
  })
  readonly licensedToViewer!: boolean;
}
