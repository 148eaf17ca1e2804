import { GraphQLDateTime } from "graphql-scalars";
import { Field, ID, InterfaceType } from "type-graphql";
import { idField } from "./Node.js";

@InterfaceType({
  description:
    "One point in the history of a crosswalk, a collection or a code system. What a version holds does " +
    "not change when later ones are made.",
})
export abstract class Version {
  @Field(() => ID, idField)
  readonly id!: string;

  @Field(() => String, {
    description:
      "Its name among the versions: a crosswalk's number, else the label that was chosen.",
  })
  readonly label!: string;

  @Field(() => String, { nullable: true, description: "What this version is about." })
  readonly description!: string | null;

  @Field(() => GraphQLDateTime, { description: "When the version was made, in UTC." })
  readonly createdAt!: Date;

  @Field(() => String, { description: "User or client name of the token that made the version." })
  readonly createdBy!: string;
}
