import { Field, InputType } from "type-graphql";
import { normalizeCode, possibleForms } from "../../rules/codeSystems/normalization.js";
import { isStorable } from "../../rules/text.js";
import type { MappingListing } from "../../store/crosswalks/filteredMappings.js";
import type { Context } from "../context.js";
import { CustomAttributeInput } from "../shared/CustomAttribute.js";
import { badUserInput } from "../shared/errors.js";
import { isGiven } from "../shared/given.js";
import { searched } from "../shared/searched.js";

const CODES_LIMIT = 1000;

@InputType({
  description:
    "Which mappings a list holds; all conditions must hold. What is left out holds for all.",
})
export class CrosswalkMappingFilter {
  @Field(() => String, {
    nullable: true,
    description:
      "The beginning of a source or target code, or whole words of a display the caller may read.",
  })
  readonly q?: string | null;

  @Field(() => String, { nullable: true, description: "Slug of the source code system." })
  readonly sourceCodeSystem?: string | null;

  @Field(() => [String], {
    nullable: true,
    description:
      "Source codes, at most 1000; with or without dots where their code system says so.",
  })
  readonly sourceCodes?: string[] | null;

  @Field(() => String, { nullable: true, description: "Slug of the target code system." })
  readonly targetCodeSystem?: string | null;

  @Field(() => [String], {
    nullable: true,
    description:
      "Mappings with one of these target codes, at most 1000; with or without dots where their code system " +
      "says so.",
  })
  readonly targetCodes?: string[] | null;

  @Field(() => CustomAttributeInput, {
    nullable: true,
    description: "Mappings with a pair that has this attribute; without a value: with any value.",
  })
  readonly attribute?: CustomAttributeInput | null;
}

/** The filter as the store takes it, or null where it asks for nothing. */
export async function mappingListing(
  filter: CrosswalkMappingFilter | null | undefined,
  context: Context,
): Promise<MappingListing | null> {
  if (!isGiven(filter)) return null;
  const sourceSystem = searched("sourceCodeSystem", filter.sourceCodeSystem);
  const targetSystem = searched("targetCodeSystem", filter.targetCodeSystem);
  const listing: MappingListing = {
    sourceSystem,
    sourceCodes: await ownForms(filter.sourceCodes, sourceSystem, context),
    targetSystem,
    targetCodes: await ownForms(filter.targetCodes, targetSystem, context),
    attribute: isGiven(filter.attribute) ? searchedAttribute(filter.attribute) : null,
    q: searched("q", filter.q),
  };
  return Object.values(listing).some(isGiven) ? listing : null;
}

function searchedAttribute(attribute: CustomAttributeInput): MappingListing["attribute"] {
  const key = searched("attribute.key", attribute.key);
  if (key === null) throw badUserInput("attribute has no key.");
  return { key, value: searched("attribute.value", attribute.value) };
}

/**
 * Codes of a filter as crosswalks hold them: in the own form of their system, or in all forms that they may
 * have where the system is not named; null where none are given.
 */
export async function ownForms(
  codes: readonly string[] | null | undefined,
  slug: string | null | undefined,
  { load }: Context,
): Promise<readonly string[] | null> {
  if (!isGiven(codes)) return null;
  if (codes.length > CODES_LIMIT) {
    throw badUserInput(`${codes.length} codes are given; at most ${CODES_LIMIT} are allowed.`);
  }
  const possible = codes.filter(isStorable);
  if (!isGiven(slug)) return possible.flatMap(possibleForms);
  const system = await load.codeSystems.bySlug.load(slug);
  return possible.map((code) => normalizeCode(system?.codeNormalization ?? "NONE", code));
}
