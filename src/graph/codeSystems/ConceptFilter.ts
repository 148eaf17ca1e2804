import { GraphQLDateTime } from "graphql-scalars";
import { Field, InputType } from "type-graphql";
import { isStorable } from "../../rules/text.js";
import type { ConceptListing } from "../../store/codeSystems/searchConditions.js";
import { badUserInput } from "../shared/errors.js";
import { searched } from "../shared/searched.js";

@InputType({
  description: "Which concepts a list holds. Conditions that are left out hold for all.",
})
export class ConceptFilter {
  @Field(() => String, {
    nullable: true,
    description:
      "What to search for: a code or its beginning, with or without dots, or words of one name, the last of " +
      "them perhaps unfinished. Case, accents and punctuation don't matter. Where nothing is found, words " +
      "that are spelt alike are taken.",
  })
  readonly q?: string | null;

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

  @Field(() => String, {
    nullable: true,
    description:
      "Only concepts with a name in this language (BCP 47): `en` finds `en-GB` too. `q` is then looked for " +
      "in the names in this language.",
  })
  readonly locale?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: "Whether retired concepts are listed too.",
  })
  readonly includeRetired?: boolean | null;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: "Only concepts whose version was made at this moment or later.",
  })
  readonly updatedSince?: Date | null;

  @Field(() => String, {
    nullable: true,
    description:
      "Only concepts that a mapping of their own code system, not retired, maps to this code: " +
      "`OWNER:SOURCE:CODE`, as in `CDC:ICD-10-CM:A00.0`. In a collection it has to be one of its mappings, of " +
      "any code system.",
  })
  readonly mapcode?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "Only what is below the concept of this code, over any number of steps; without the concept itself.",
  })
  readonly descendantsOf?: string | null;
}

/** The filter as the store takes it, without texts that none can have; the root is the scope's. */
export function conceptListing(filter: ConceptFilter | null | undefined): ConceptListing {
  return {
    q: searched("q", filter?.q),
    codes: filter?.codes?.filter(isStorable) ?? null,
    conceptClass: filter?.conceptClass?.filter(isStorable) ?? null,
    datatype: filter?.datatype?.filter(isStorable) ?? null,
    locale: searched("locale", filter?.locale),
    includeRetired: filter?.includeRetired ?? false,
    updatedSince: filter?.updatedSince ?? null,
    mapcode: mapcodeOf(filter),
    members: null,
    below: rootOf(filter) === null ? null : "DESCENDANTS",
  };
}

function mapcodeOf(filter: ConceptFilter | null | undefined): string | null {
  const mapcode = searched("mapcode", filter?.mapcode);
  if (mapcode === null || /^[^:]+:[^:]+:[^:]+$/.test(mapcode)) return mapcode;
  throw badUserInput("mapcode is OWNER:SOURCE:CODE, three names with colons between.");
}

/** The code that the listed concepts are below; null where they may be anywhere. */
export function rootOf(filter: ConceptFilter | null | undefined): string | null {
  return searched("descendantsOf", filter?.descendantsOf);
}
