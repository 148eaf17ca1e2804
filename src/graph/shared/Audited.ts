import { GraphQLDateTime } from "graphql-scalars";
import { Field, InterfaceType } from "type-graphql";

@InterfaceType({ description: "Says who made a thing and who changed it last, and when." })
export abstract class Audited {
  @Field(() => GraphQLDateTime, { description: "When it was made, in UTC." })
  readonly createdAt!: Date;

  @Field(() => String, { description: "User or client name of the token that made it." })
  readonly createdBy!: string;

  @Field(() => GraphQLDateTime, { description: "When it was last changed, in UTC." })
  readonly updatedAt!: Date;

  @Field(() => String, { description: "User or client name of the token that changed it last." })
  readonly updatedBy!: string;
}
