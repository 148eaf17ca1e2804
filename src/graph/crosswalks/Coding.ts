import { Ctx, Field, FieldResolver, InputType, ObjectType, Resolver, Root } from "type-graphql";
import type { ConceptRow } from "../../store/codeSystems/concepts.js";
import { Concept } from "../codeSystems/Concept.js";
import type { Context } from "../context.js";

@InputType({ description: "A code of a code system." })
export class CodingInput {
  @Field(() => String, { description: "Slug or canonical URL of the code system." })
  readonly system!: string;

  @Field(() => String, {
    description: "The code; with or without dots where its code system says so.",
  })
  readonly code!: string;
}

@ObjectType({ description: "A code of a code system, as it was asked for." })
export class Coding {
  @Field(() => String, { description: "The code system, as it was given." })
  readonly system!: string;

  @Field(() => String, { description: "The code, in its code system's own form." })
  readonly code!: string;
}

/** A coding as resolvers pass it on; the slug is null where there is no such code system. */
export interface ShownCoding {
  readonly system: string;
  readonly slug: string | null;
  readonly code: string;
}

@Resolver(() => Coding)
export class CodingResolver {
  @FieldResolver(() => String, {
    nullable: true,
    description: "Display of the code today; null where its code system lacks it or is licensed.",
  })
  async display(@Root() coding: ShownCoding, @Ctx() context: Context): Promise<string | null> {
    return (await this.concept(coding, context))?.display ?? null;
  }

  @FieldResolver(() => Concept, {
    nullable: true,
    description: "The concept in the newest released version of its code system.",
  })
  async concept(
    @Root() { slug, code }: ShownCoding,
    @Ctx() { load }: Context,
  ): Promise<ConceptRow | null> {
    return slug === null ? null : await load.codeSystems.currentConcept(slug, code);
  }
}
