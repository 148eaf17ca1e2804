import { Field, ObjectType } from "type-graphql";
import { CollectionReference } from "../references/CollectionReference.js";

@ObjectType({ description: "Whether a concept is a member of a version of a collection, and why." })
export class Membership {
  @Field(() => String, { description: "The concept as it was asked for." })
  readonly concept!: string;

  @Field(() => Boolean, {
    description: "Whether it is a member: something brings it in, and nothing keeps it out.",
  })
  readonly member!: boolean;

  @Field(() => [CollectionReference], { description: "The references that bring it in." })
  readonly because!: CollectionReference[];

  @Field(() => [CollectionReference], { description: "The references that keep it out." })
  readonly excludedBy!: CollectionReference[];
}
