import { Field, ObjectType } from "type-graphql";
import { UserError } from "./UserError.js";

/** What every change of a code system, of a collection or of what is in them answers. */
@ObjectType()
export abstract class Payload {
  @Field(() => String, {
    nullable: true,
    description: "`Nothing to change.` where all is as it was; else null.",
  })
  readonly message!: string | null;

  @Field(() => [UserError], {
    description: "Why the request was refused; empty where it was carried out.",
  })
  readonly userErrors!: readonly object[];
}
