import { Field, InputType } from "type-graphql";

const named = "by its canonical or relative URL";

@InputType({
  description:
    "What an expansion has other than its version of the collection, in the words of FHIR's `$expand`; `count` " +
    'and `offset` are arguments of the lists. Texts in lists may have commas between values: `["2025,2026"]`. ' +
    "Each list takes up to 100 values.",
})
export class ExpansionParameters {
  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description:
      "Whether retired concepts and mappings are no part of it, even for lists that ask for retired ones.",
  })
  readonly activeOnly?: boolean | null;

  @Field(() => String, {
    nullable: true,
    description:
      "Only concepts that have all these words in their code and names, each a word or its beginning; case, " +
      "accents and punctuation don't matter. Mappings must have them in their codes and map type.",
  })
  readonly filter?: string | null;

  @Field(() => [String], {
    nullable: true,
    description:
      "Only what is, as it is in the collection, in a version of its code system that was released in any of " +
      "these years, months or days, or at this moment: `2025`, `2025-03`, `2025-03-01`, " +
      "`2025-03-01T12:00:00Z`; UTC where no zone is said.",
  })
  readonly date?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description:
      `Without the content of these, each ${named}: \`http://loinc.org\` a code system whatever its version, ` +
      "`http://loinc.org|2.77` what is in this version; of a collection its members, without a version those " +
      "of HEAD and of every version.",
  })
  readonly excludeSystem?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description:
      `Versions of code systems, each ${named}, \`http://loinc.org|2.77\`, to be read by references that name ` +
      "none, instead of the newest or the one that was newest when the collection's version was made. Of " +
      "several versions of one code system all are read, and the newest concept versions count. Versions of " +
      "other collections that are members keep what they have.",
  })
  readonly systemVersion?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description:
      "The same; where a reference names another version of such a code system, there is an error instead of " +
      "an expansion.",
  })
  readonly checkSystemVersion?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: "The same, read instead of versions that references name as well.",
  })
  readonly forceSystemVersion?: string[] | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: true,
    description: "Taken as FHIR's clients send it; whether names are answered, the selection says.",
  })
  readonly includeDesignations?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description:
      "Taken as FHIR's clients send it; whether the references are answered, the selection says.",
  })
  readonly includeDefinition?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: true,
    description: "Taken as FHIR's clients send it; lists are never nested.",
  })
  readonly excludeNested?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: true,
    description: "Taken as FHIR's clients send it; all concepts may be shown to people.",
  })
  readonly excludeNotForUI?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: true,
    description: "Taken as FHIR's clients send it; there are no post-coordinated codes.",
  })
  readonly excludePostCoordinated?: boolean | null;
}
