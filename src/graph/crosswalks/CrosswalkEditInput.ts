import { GraphQLUUID } from "graphql-scalars";
import { Field, InputType, Int } from "type-graphql";

/** What every edit of a crosswalk must say. */
@InputType()
export abstract class CrosswalkEditInput {
  @Field(() => GraphQLUUID, {
    description: "Which crosswalk: the UUID that its own field `identifier` tells.",
  })
  readonly identifier!: string;

  @Field(() => Int, {
    description:
      "Number of the newest version, as the caller knows it; any other is refused with NotLatestVersion.",
  })
  readonly version!: number;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description:
      "False: the edit makes the next version and publishes it; refused with LatestVersionIsDraft while " +
      "the newest is a draft. True: the edit opens a draft, or edits the one that is open in place.",
  })
  readonly draft?: boolean | null;
}
