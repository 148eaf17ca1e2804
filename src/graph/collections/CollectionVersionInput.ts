import { Field, InputType } from "type-graphql";
import { ChangedVersionInput, NewVersionInput } from "../repositories/VersionInput.js";
import { collectionField } from "./CollectionInput.js";

@InputType({ description: "A name for what HEAD of a collection is now." })
export class CreateCollectionVersionInput extends NewVersionInput {
  @Field(() => String, collectionField())
  readonly collection!: string;
}

@InputType({
  description:
    "What to change of a version. Left out: as it was; null or blank: none. What it holds never changes.",
})
export class EditCollectionVersionInput extends ChangedVersionInput {
  @Field(() => String, collectionField())
  readonly collection!: string;

  @Field(() => Boolean, {
    nullable: true,
    description: "True: take it out of use, so that `latest` passes it over; false: bring it back.",
  })
  readonly retired?: boolean | null;
}

/** Names one version of a collection. */
@InputType()
export abstract class NamedVersionInput {
  @Field(() => String, collectionField())
  readonly collection!: string;

  @Field(() => String, { description: "The version's label, exactly." })
  readonly version!: string;
}
