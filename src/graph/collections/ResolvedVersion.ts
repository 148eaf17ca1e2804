import { Field, ObjectType } from "type-graphql";

@ObjectType({
  description:
    "Which version of a code system, or of another collection, references were resolved to.",
})
export class ResolvedVersion {
  @Field(() => String, {
    nullable: true,
    description: "URL of the code system; null: a collection.",
  })
  readonly codeSystemUrl!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "URL of the collection; null: a code system.",
  })
  readonly collectionUrl!: string | null;

  @Field(() => String, { description: "The version's label, or `HEAD`." })
  readonly version!: string;

  @Field(() => Boolean, {
    description: "Whether a reference names the version; false: it was the newest one.",
  })
  readonly explicit!: boolean;

  @Field(() => String, {
    nullable: true,
    description: "Label of the newest released version, where that is a later one.",
  })
  readonly newerReleased!: string | null;
}
