import { GraphQLDateTime } from "graphql-scalars";
import { Field, Int, ObjectType } from "type-graphql";
import { connectionOf } from "./connections.js";

@ObjectType({ description: "One change: who made it, when, and what kind of change it was." })
export class Revision {
  @Field(() => Int, { description: "Its number: 1, 2, 3 …; never given twice." })
  readonly number!: number;

  @Field(() => GraphQLDateTime, { description: "When the change was made, in UTC." })
  readonly at!: Date;

  @Field(() => String, { description: "User or client name of the token that made the change." })
  readonly by!: string;

  @Field(() => String, { nullable: true, description: "What whoever made it had to say." })
  readonly message!: string | null;

  @Field(() => String, {
    description: "What kind of change: CREATED, MAPPINGS_ADDED, PUBLISHED, IMPORTED …",
  })
  readonly kind!: string;
}

export const RevisionConnection = connectionOf("Revision", () => Revision, "changes, newest first");
