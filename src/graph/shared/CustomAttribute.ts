import { Field, InputType, ObjectType } from "type-graphql";

@ObjectType({
  description: "A key and its value, attached to a crosswalk or to a source-target pair.",
})
export class CustomAttribute {
  @Field(() => String, { description: "The key, 1 to 250 characters, case-sensitive." })
  readonly key!: string;

  @Field(() => String, { nullable: true, description: "The value, up to 5000 characters." })
  readonly value!: string | null;
}

@InputType({
  description:
    "A custom attribute to set. Of equal keys the last wins. A value left out is null and replaces the " +
    "old one.",
})
export class CustomAttributeInput {
  @Field(() => String, {
    nullable: true,
    description:
      "The key, required, 1 to 250 characters; case-sensitive, blanks around it are cut off.",
  })
  readonly key?: string | null;

  @Field(() => String, { nullable: true, description: "The value, up to 5000 characters." })
  readonly value?: string | null;
}
