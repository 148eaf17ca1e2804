import { ArgsType, Field, Int } from "type-graphql";
import { MOST_LEVELS, MOST_STEPS, USUAL_STEPS } from "../../rules/cascades/options.js";
import { CascadeMethod, type CascadeMethodValue } from "./CascadeMethod.js";

@ArgsType()
export class CascadeArguments {
  @Field(() => String, {
    description:
      "The concept to start from: `/orgs/CIEL/sources/CIEL/concepts/1234/`, with or without a version of the " +
      "code system, which is then read there, or `http://loinc.org|2.77/concepts/8480-6/`; a version of the " +
      "concept is disregarded. The URL of a member of a collection starts in that collection. Beside " +
      "`within` a code will do, in a collection also `WHO:ICD-10:A15.1`.",
  })
  readonly concept!: string;

  @Field(() => String, {
    nullable: true,
    description:
      "What the cascade stays in, by its relative or canonical URL: in a version of a code system, whose own " +
      "mappings are followed; or in a version of a collection, by the mappings and to the concepts that are " +
      "members. Without a version it is the newest released one, HEAD while none is. Left out: mappings are " +
      "followed wherever they are kept and lead; the concept's code system is read where its URL says, " +
      "others at their newest released version.",
  })
  readonly within?: string | null;

  @Field(() => CascadeMethod, {
    nullable: true,
    defaultValue: CascadeMethod.SOURCE_TO_CONCEPTS,
    description: "What it goes along.",
  })
  readonly method?: CascadeMethodValue | null;

  @Field(() => [String], {
    nullable: true,
    description:
      "Only mappings of these types are followed: `Q-AND-A`, `CONCEPT-SET`. Left out, or `*`: all.",
  })
  readonly mapTypes?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: "Mappings of these types are not followed, even where `mapTypes` has them.",
  })
  readonly excludeMapTypes?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description:
      "Mappings of which types are answered of each concept that is gone on from, followed or not; `*`: all; " +
      "an empty list: none. Left out: those that are followed.",
  })
  readonly returnMapTypes?: string[] | null;

  @Field(() => Int, {
    nullable: true,
    description:
      "How many levels: 0 is the concept alone, 1 what follows from it directly. At most " +
      `${MOST_LEVELS}. Left out: all there are, up to that many.`,
  })
  readonly levels?: number | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: "The other way: from targets to what maps to them, from children to parents.",
  })
  readonly reverse?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: true,
    description: "Whether mappings are followed.",
  })
  readonly cascadeMappings?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: true,
    description: "Whether it goes on to children; to parents where it goes the other way.",
  })
  readonly cascadeHierarchy?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: "Whether retired mappings are followed, and retired concepts gone on to.",
  })
  readonly includeRetired?: boolean | null;

  @Field(() => String, {
    nullable: true,
    description:
      "A version of a code system or collection, by its URL: concepts that are in it are left out and not " +
      "gone on from, and so are its mappings. Where the concept itself is in it, only that is answered.",
  })
  readonly omitIfExistsIn?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "With `omitIfExistsIn`: concepts that a mapping of this type, as `SAME-AS`, maps to what is in there " +
      "are left out as well.",
  })
  readonly equivalencyMapType?: string | null;

  @Field(() => Int, {
    nullable: true,
    defaultValue: USUAL_STEPS,
    description:
      `How many mappings and links of the hierarchy are looked at, nearest first: 1 to ${MOST_STEPS}. Where ` +
      "there are more, `truncated` says so.",
  })
  readonly maxSteps?: number | null;
}
