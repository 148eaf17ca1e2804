import { Field, ObjectType } from "type-graphql";

@ObjectType({ description: "A condition on the concepts or mappings of a reference." })
export class ReferenceFilter {
  @Field(() => String, {
    description: "What it looks at: `conceptClass`, `mapType`, `code`, `q`, `extras.NAME` …",
  })
  readonly property!: string;

  @Field(() => String, {
    description:
      "How, in FHIR's words: = is-a descendent-of is-not-a regex in not-in generalizes exists.",
  })
  readonly op!: string;

  @Field(() => String, {
    description: "What for; `in` and `not-in` have commas between their values.",
  })
  readonly value!: string;
}
