import { Field, InputType } from "type-graphql";
import type { Access } from "../../rules/repositories/details.js";
import { RepositoryDetailsInput } from "../repositories/RepositoryInput.js";
import { PublicAccess } from "../shared/PublicAccess.js";

/** What may be said of a code system, new or not, in the same words. */
@InputType()
export abstract class CodeSystemDetailsInput extends RepositoryDetailsInput {
  @Field(() => String, {
    nullable: true,
    description: "What kind of code system it is, up to 255 characters.",
  })
  readonly sourceType?: string | null;
}

@InputType({ description: "What a new code system begins with. It has no concepts yet." })
export class CreateCodeSystemInput extends CodeSystemDetailsInput {
  @Field(() => String, {
    nullable: true,
    description:
      "Whose it is to be: `/orgs/OCL/` or `/users/jane/`. Left out: the user whom the token speaks for.",
  })
  readonly owner?: string | null;

  @Field(() => String, {
    description:
      "Its name in URLs: letters, digits and -._@, up to 255; unique among its owner's code systems and " +
      "collections. Never changes.",
  })
  readonly shortCode!: string;

  @Field(() => String, {
    nullable: true,
    description:
      "Its name in crosswalks, unique over all code systems. Left out: the short code in lower case, with " +
      "the owner's name where that is taken.",
  })
  readonly slug?: string | null;

  @Field(() => String, { description: "The name that people use, 1 to 500 characters." })
  readonly name!: string;

  @Field(() => PublicAccess, {
    nullable: true,
    defaultValue: PublicAccess.VIEW,
    description: "What others than its owner may do.",
  })
  readonly publicAccess?: Access | null;

  @Field(() => String, {
    nullable: true,
    description:
      "The language that displays are chosen in, a BCP 47 tag. Left out: the first of `supportedLocales`.",
  })
  readonly defaultLocale?: string | null;

  @Field(() => [String], {
    nullable: true,
    defaultValue: ["en"],
    description:
      "The languages that it has names in, BCP 47 tags, up to 200; an item may hold several with commas " +
      "between. The default language is put first.",
  })
  readonly supportedLocales?: string[] | null;
}

@InputType({
  description:
    "What to change of a code system. Left out: as it was; null or blank: none. Slug, short code and owner " +
    "never change.",
})
export class EditCodeSystemInput extends CodeSystemDetailsInput {
  @Field(() => String, {
    description: "Which code system: its slug, its URL or its canonical URL, without a version.",
  })
  readonly codeSystem!: string;

  @Field(() => String, {
    nullable: true,
    description: "The name that people use, 1 to 500 characters; it can't be taken away.",
  })
  readonly name?: string | null;

  @Field(() => PublicAccess, {
    nullable: true,
    description: "What others than its owner may do; it can't be taken away.",
  })
  readonly publicAccess?: Access | null;

  @Field(() => String, {
    nullable: true,
    description:
      "The language that displays are chosen in, a BCP 47 tag; displays at HEAD are chosen anew.",
  })
  readonly defaultLocale?: string | null;

  @Field(() => [String], {
    nullable: true,
    description:
      "The languages that it has names in, BCP 47 tags, replaced whole; an item may hold several with " +
      "commas between.",
  })
  readonly supportedLocales?: string[] | null;
}
