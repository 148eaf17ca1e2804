import { GraphQLUUID } from "graphql-scalars";
import { Ctx, Field, FieldResolver, ObjectType, Resolver, Root } from "type-graphql";
import { nameUuid } from "../../kernel/uuid.js";
import type { ConceptDescription as Content } from "../../rules/codeSystems/content.js";
import type { ConceptRow } from "../../store/codeSystems/concepts.js";
import type { Context } from "../context.js";
import { conceptUuid } from "./conceptIdentity.js";

/** A description together with the concept that has it. */
export interface ShownDescription extends Content {
  readonly concept: ConceptRow;
}

/** The same while the concept of the namespace has this description of this type in this language. */
export function descriptionUuidOf(
  namespace: string,
  { locale, descriptionType, description }: Content,
): string {
  return nameUuid(namespace, "description", locale, descriptionType ?? "", description);
}

@ObjectType({ description: "A definition, note or comment of a concept." })
export class ConceptDescription {
  @Field(() => String, { description: "The text itself." })
  readonly description!: string;

  @Field(() => String, { description: "Its language, a BCP 47 tag." })
  readonly locale!: string;

  @Field(() => Boolean, { description: "Whether it is the description to show in its language." })
  readonly localePreferred!: boolean;

  @Field(() => String, {
    nullable: true,
    description: "What kind of text it is: Definition, Notes …",
  })
  readonly descriptionType!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "What others call this description's record.",
  })
  readonly externalId!: string | null;
}

@Resolver(() => ConceptDescription)
export class ConceptDescriptionResolver {
  @FieldResolver(() => GraphQLUUID, {
    description: "Stays the same while the concept has this description in this language.",
  })
  async uuid(@Root() description: ShownDescription, @Ctx() context: Context): Promise<string> {
    return descriptionUuidOf(await conceptUuid(description.concept, context), description);
  }
}
