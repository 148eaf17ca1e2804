import { Args, ArgsType, Ctx, Field, Query, Resolver } from "type-graphql";
import { trimmed } from "../../rules/text.js";
import type { CodesOf, CrosswalkListing } from "../../store/crosswalks/queries.js";
import type { Context } from "../context.js";
import { authorizeReading } from "../shared/authorize.js";
import { PageArguments } from "../shared/PageArguments.js";
import { searched } from "../shared/searched.js";
import { CrosswalkConnection } from "./Crosswalk.js";
import { ownForms } from "./CrosswalkMappingFilter.js";
import { crosswalksOf } from "./crosswalksOf.js";

@ArgsType()
export class CrosswalksArguments extends PageArguments {
  @Field(() => String, { nullable: true, description: "Only those of this organization." })
  readonly organization?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Only those whose newest published version maps from this code system (slug).",
  })
  readonly sourceCodeSystem?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "Only those whose newest published version maps this code; of any code system where none is named.",
  })
  readonly sourceCode?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Only those whose newest published version maps into this code system (slug).",
  })
  readonly targetCodeSystem?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "Only those whose newest published version maps to this code; of any code system where none is named.",
  })
  readonly targetCode?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "Only those whose newest published version has this text in its name or description.",
  })
  readonly q?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: "Whether archived crosswalks are listed too.",
  })
  readonly includeArchived?: boolean | null;
}

@Resolver()
export class CrosswalksResolver {
  @Query(() => CrosswalkConnection, {
    description:
      "The crosswalks of the caller's organizations, newest created first. 100 by default, at most 1000.",
  })
  async crosswalks(
    @Args(() => CrosswalksArguments) given: CrosswalksArguments,
    @Ctx() context: Context,
  ) {
    authorizeReading(context.viewer);
    return await crosswalksOf(context, await crosswalkListing(given, context), given);
  }
}

async function crosswalkListing(
  given: CrosswalksArguments,
  context: Context,
): Promise<CrosswalkListing> {
  const sourceSystem = searched("sourceCodeSystem", given.sourceCodeSystem);
  const targetSystem = searched("targetCodeSystem", given.targetCodeSystem);
  const sourceCode = await codesOf(given.sourceCode, sourceSystem, context);
  const targetCode = await codesOf(given.targetCode, targetSystem, context);
  return {
    organization: given.organization ?? null,
    includeArchived: given.includeArchived ?? false,
    sourceSystem: sourceCode ? null : sourceSystem,
    sourceCode,
    targetSystem: targetCode ? null : targetSystem,
    targetCode,
    q: searched("q", given.q),
  };
}

async function codesOf(
  code: string | null | undefined,
  slug: string | null,
  context: Context,
): Promise<CodesOf | null> {
  const given = trimmed(code);
  if (given === null) return null;
  const codes = (await ownForms([given], slug, context)) ?? [];
  return { systems: slug === null ? null : [slug], codes };
}
