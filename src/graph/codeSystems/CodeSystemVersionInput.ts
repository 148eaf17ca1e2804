import { GraphQLJSONObject } from "graphql-scalars";
import { Field, InputType } from "type-graphql";

/** What may be said of a version, new or not. */
@InputType()
export abstract class CodeSystemVersionInput {
  @Field(() => String, {
    description: "Which code system: its slug, its URL or its canonical URL, without a version.",
  })
  readonly codeSystem!: string;

  @Field(() => String, {
    nullable: true,
    description: "What others call this version, up to 255 characters.",
  })
  readonly externalId?: string | null;

  @Field(() => GraphQLJSONObject, {
    nullable: true,
    description: "Further fields, replaced whole; up to 100,000 characters of JSON, 20 deep.",
  })
  readonly extras?: Record<string, unknown> | null;
}

@InputType({ description: "A name for what HEAD of a code system is now." })
export class CreateCodeSystemVersionInput extends CodeSystemVersionInput {
  @Field(() => String, {
    description:
      "The new label: letters, digits and -._@, up to 255, not a reserved word such as HEAD or latest.",
  })
  readonly version!: string;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: "True: it is released for use at once, and readers start from it.",
  })
  readonly released?: boolean | null;

  @Field(() => String, {
    nullable: true,
    description:
      "What this version is about, up to 5000 characters; left out: the code system's description.",
  })
  readonly description?: string | null;
}

@InputType({
  description:
    "What to change of a version. Left out: as it was; null or blank: none. What it holds never changes.",
})
export class EditCodeSystemVersionInput extends CodeSystemVersionInput {
  @Field(() => String, { description: "The version's label, exactly." })
  readonly version!: string;

  @Field(() => Boolean, {
    nullable: true,
    description: "True: release it for use; false: take it back. Needs the scope publish.",
  })
  readonly released?: boolean | null;

  @Field(() => String, {
    nullable: true,
    description: "What this version is about, up to 5000 characters.",
  })
  readonly description?: string | null;
}
