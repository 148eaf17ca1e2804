import { Field, InputType } from "type-graphql";
import { type CodeNormalization, normalizeCode } from "../../rules/codeSystems/normalization.js";
import { isStorable } from "../../rules/text.js";
import type { ConceptListing } from "../../store/codeSystems/concepts.js";

@InputType({
  description: "Which concepts a list holds. Conditions that are left out hold for all.",
})
export class ConceptFilter {
  @Field(() => [String], {
    nullable: true,
    description: "Only these codes; accepted with and without dots where the code system says so.",
  })
  readonly codes?: string[] | null;

  @Field(() => [String], { nullable: true, description: "Only concepts of one of these classes." })
  readonly conceptClass?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: "Only concepts of one of these datatypes.",
  })
  readonly datatype?: string[] | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: "Whether retired concepts are listed too.",
  })
  readonly includeRetired?: boolean | null;
}

/** The filter as the store takes it: codes in the code system's own form, without texts that none can have. */
export function conceptListing(
  filter: ConceptFilter | null | undefined,
  normalization: CodeNormalization,
): ConceptListing {
  return {
    codes:
      filter?.codes?.filter(isStorable).map((code) => normalizeCode(normalization, code)) ?? null,
    conceptClass: filter?.conceptClass?.filter(isStorable) ?? null,
    datatype: filter?.datatype?.filter(isStorable) ?? null,
    includeRetired: filter?.includeRetired ?? false,
  };
}
