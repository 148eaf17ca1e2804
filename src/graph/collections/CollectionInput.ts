import { Field, InputType } from "type-graphql";
import type { Access } from "../../rules/repositories/details.js";
import { RepositoryDetailsInput } from "../repositories/RepositoryInput.js";
import { LocalizedTextInput } from "../shared/LocalizedText.js";
import { PublicAccess } from "../shared/PublicAccess.js";

/** What may be said of a collection, new or not, in the same words. */
@InputType()
export abstract class CollectionDetailsInput extends RepositoryDetailsInput {
  @Field(() => String, {
    nullable: true,
    description: "What kind of collection it is, up to 255 characters.",
  })
  readonly collectionType?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "The code system that its concepts are best taken from, in one's own words, up to 2000 characters.",
  })
  readonly preferredSource?: string | null;

  @Field(() => [LocalizedTextInput], {
    nullable: true,
    description:
      "Names in other languages than that of `name`, replaced whole; up to 200 of up to 500 characters.",
  })
  readonly names?: LocalizedTextInput[] | null;

  @Field(() => [LocalizedTextInput], {
    nullable: true,
    description:
      "Descriptions in other languages than that of `description`, replaced whole; up to 200 of up to 5000 " +
      "characters.",
  })
  readonly descriptions?: LocalizedTextInput[] | null;
}

@InputType({ description: "What a new collection begins with. It has no references yet." })
export class CreateCollectionInput extends CollectionDetailsInput {
  @Field(() => String, {
    nullable: true,
    description:
      "Whose it is to be: `/orgs/OCL/` or `/users/jane/`. Left out: the user whom the token speaks for.",
  })
  readonly owner?: string | null;

  @Field(() => String, {
    description:
      "Its name in URLs: letters, digits and -._@, up to 255; unique among its owner's code systems and " +
      "collections, deactivated ones too. Never changes.",
  })
  readonly shortCode!: string;

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
      "The language of its name and description, a BCP 47 tag. Left out: the first of `supportedLocales`.",
  })
  readonly defaultLocale?: string | null;

  @Field(() => [String], {
    nullable: true,
    defaultValue: ["en"],
    description:
      "The languages that it is for, BCP 47 tags, up to 200; an item may hold several with commas between. " +
      "The default language is put first.",
  })
  readonly supportedLocales?: string[] | null;
}

@InputType({
  description:
    "What to change of a collection at HEAD. Left out: as it was; null or blank: none. Short code and owner " +
    "never change.",
})
export class EditCollectionInput extends CollectionDetailsInput {
  @Field(() => String, collectionField())
  readonly collection!: string;

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
    description: "The language of its name and description, a BCP 47 tag; it can't be taken away.",
  })
  readonly defaultLocale?: string | null;

  @Field(() => [String], {
    nullable: true,
    description:
      "The languages that it is for, BCP 47 tags, replaced whole; an item may hold several with commas " +
      "between.",
  })
  readonly supportedLocales?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description: "What the change is for, for the history; up to 5000 characters.",
  })
  readonly updateComment?: string | null;
}

/** How every change of a collection names it. */
export function collectionField() {
  return { description: "Which collection: its URL, `/orgs/OCL/collections/Community-MCH/`." };
}
