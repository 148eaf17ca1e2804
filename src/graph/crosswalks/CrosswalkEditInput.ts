import { GraphQLUUID } from "graphql-scalars";
import { Field, InputType, Int } from "type-graphql";

/** What names a crosswalk. */
@InputType()
export abstract class CrosswalkNameInput {
  @Field(() => GraphQLUUID, {
    description: "Which crosswalk: the UUID that its own field `identifier` tells.",
  })
  readonly identifier!: string;
}

/** What names a crosswalk and the version that the caller knows as the newest. */
@InputType()
export abstract class CrosswalkVersionInput extends CrosswalkNameInput {
  @Field(() => Int, {
    description:
      "Number of the newest version, as the caller knows it; any other is refused with NotLatestVersion.",
  })
  readonly version!: number;
}

/** What every edit of a crosswalk must say. */
@InputType()
export abstract class CrosswalkEditInput extends CrosswalkVersionInput {
  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description:
      "False: the edit makes the next version and publishes it; refused with LatestVersionIsDraft while " +
      "the newest is a draft. True: the edit opens a draft, or edits the one that is open in place.",
  })
  readonly draft?: boolean | null;
}

/** What every edit of one source-target pair must say. */
@InputType()
export abstract class CrosswalkPairEditInput extends CrosswalkEditInput {
  @Field(() => GraphQLUUID, {
    description: "The pair's own identifier, as `CrosswalkTarget.identifier` gives it.",
  })
  readonly codeIdentifier!: string;
}
