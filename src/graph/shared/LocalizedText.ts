import { Field, InputType, ObjectType } from "type-graphql";

@ObjectType({ description: "A text in one language." })
export class LocalizedText {
  @Field(() => String, { description: "The text itself." })
  readonly text!: string;

  @Field(() => String, { description: "Its language, a BCP 47 tag." })
  readonly locale!: string;

  @Field(() => Boolean, { description: "Whether it goes before others of its language." })
  readonly preferred!: boolean;
}

@InputType({ description: "A text in one language." })
export class LocalizedTextInput {
  @Field(() => String, { description: "The text itself; not blank." })
  readonly text!: string;

  @Field(() => String, { description: "Its language, a BCP 47 tag." })
  readonly locale!: string;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: "Whether it goes before others of its language; at most one of a language does.",
  })
  readonly preferred?: boolean | null;
}
