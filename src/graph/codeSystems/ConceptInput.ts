import { GraphQLJSONObject } from "graphql-scalars";
import { Field, InputType, Int } from "type-graphql";

/** What names and descriptions have in common. */
@InputType()
abstract class ConceptTextInput {
  @Field(() => String, { defaultValue: "en", description: "Its language, a BCP 47 tag." })
  readonly locale!: string;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: "Whether it is the one to show in its language; of names at most one is.",
  })
  readonly localePreferred?: boolean | null;

  @Field(() => String, {
    nullable: true,
    description: "What others call this record, up to 255 characters.",
  })
  readonly externalId?: string | null;
}

@InputType({ description: "One of a concept's names." })
export class ConceptNameInput extends ConceptTextInput {
  @Field(() => String, { description: "The name itself, 1 to 2000 characters." })
  readonly name!: string;

  @Field(() => String, {
    nullable: true,
    description:
      "FULLY_SPECIFIED, SHORT, INDEX_TERM (also as `Fully Specified`, `Short`, `Index Term`) or a word of " +
      "one's own; null or `None`: a synonym.",
  })
  readonly nameType?: string | null;
}

@InputType({ description: "A definition, note or comment of a concept." })
export class ConceptDescriptionInput extends ConceptTextInput {
  @Field(() => String, { description: "The text itself, 1 to 20,000 characters." })
  readonly description!: string;

  @Field(() => String, {
    nullable: true,
    description: "What kind of text it is: `Definition` or a word of one's own; null: none.",
  })
  readonly descriptionType?: string | null;
}

/** What names a concept, and says why it is changed. */
@InputType()
export abstract class ConceptChangeInput {
  @Field(() => String, {
    description: "Which code system: its slug, its URL or its canonical URL, without a version.",
  })
  readonly codeSystem!: string;

  @Field(() => String, {
    description: "The concept's code; with or without dots where the code system says so.",
  })
  readonly code!: string;

  @Field(() => String, {
    nullable: true,
    description: "Why, for the history; up to 5000 characters.",
  })
  readonly updateComment?: string | null;
}

/** What may be said of a concept, new or not, in the same words. */
@InputType()
abstract class ConceptDetailsInput extends ConceptChangeInput {
  @Field(() => [ConceptDescriptionInput], {
    nullable: true,
    description: "Its definitions, notes and comments, at most 500; replaced whole.",
  })
  readonly descriptions?: ConceptDescriptionInput[] | null;

  @Field(() => [String], {
    nullable: true,
    description:
      "Its direct parents by code or URL, at most 100, concepts of the same code system; replaced whole.",
  })
  readonly parents?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description: "What others call this concept, up to 255 characters.",
  })
  readonly externalId?: string | null;

  @Field(() => GraphQLJSONObject, {
    nullable: true,
    description: "Further fields, replaced whole; up to 100,000 characters of JSON, 20 deep.",
  })
  readonly extras?: Record<string, unknown> | null;
}

@InputType({
  description:
    "A new concept. Of its code letters, digits, blanks and -._@+% stand for themselves; anything else is " +
    "percent-encoded.",
})
export class CreateConceptInput extends ConceptDetailsInput {
  @Field(() => String, {
    description: "What kind of concept it is: Diagnosis, Drug …; up to 255 characters.",
  })
  readonly conceptClass!: string;

  @Field(() => String, {
    nullable: true,
    defaultValue: "N/A",
    description: "What values it takes, up to 255 characters; N/A where it takes none.",
  })
  readonly datatype?: string | null;

  @Field(() => [ConceptNameInput], { description: "What it is called, 1 to 500 names." })
  readonly names!: ConceptNameInput[];
}

@InputType({
  description: "What to change of a concept. Left out: as it was; null or blank: none.",
})
export class EditConceptInput extends ConceptDetailsInput {
  @Field(() => String, {
    nullable: true,
    description: "What kind of concept it is, up to 255 characters; it can't be taken away.",
  })
  readonly conceptClass?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "What values it takes, up to 255 characters; it can't be taken away.",
  })
  readonly datatype?: string | null;

  @Field(() => [ConceptNameInput], {
    nullable: true,
    description: "Its names, 1 to 500, replaced whole; a retired concept may have none.",
  })
  readonly names?: ConceptNameInput[] | null;

  @Field(() => Int, {
    nullable: true,
    description:
      "Number of the concept's newest version, as the caller knows it; another one is newest: " +
      "NotLatestVersion. Left out: whichever is newest is edited.",
  })
  readonly expectedVersion?: number | null;
}
