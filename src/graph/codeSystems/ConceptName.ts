import { GraphQLUUID } from "graphql-scalars";
import { Ctx, Field, FieldResolver, ObjectType, Resolver, Root } from "type-graphql";
import { nameUuid } from "../../kernel/uuid.js";
import type { ConceptName as Content } from "../../rules/codeSystems/content.js";
import type { ConceptRow } from "../../store/codeSystems/concepts.js";
import type { Context } from "../context.js";
import { conceptUuid } from "./conceptIdentity.js";

/** A name together with the concept that has it. */
export interface ShownName extends Content {
  readonly concept: ConceptRow;
}

/** The same while the concept of the namespace has this name of this type in this language. */
export function nameUuidOf(namespace: string, { locale, nameType, name }: Content): string {
  return nameUuid(namespace, "name", locale, nameType ?? "", name);
}

@ObjectType({ description: "One of a concept's names." })
export class ConceptName {
  @Field(() => String, { description: "The name itself." })
  readonly name!: string;

  @Field(() => String, { description: "Its language, a BCP 47 tag." })
  readonly locale!: string;

  @Field(() => Boolean, { description: "Whether it is the name to show in its language." })
  readonly localePreferred!: boolean;

  @Field(() => String, {
    nullable: true,
    description: "FULLY_SPECIFIED, SHORT, INDEX_TERM or the publisher's own word; null: a synonym.",
  })
  readonly nameType!: string | null;

  @Field(() => String, { nullable: true, description: "What others call this name's record." })
  readonly externalId!: string | null;
}

@Resolver(() => ConceptName)
export class ConceptNameResolver {
  @FieldResolver(() => GraphQLUUID, {
    description: "Stays the same while the concept has this name of this type in this language.",
  })
  async uuid(@Root() name: ShownName, @Ctx() context: Context): Promise<string> {
    return nameUuidOf(await conceptUuid(name.concept, context), name);
  }
}
