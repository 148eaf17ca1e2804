import { GraphQLDateTime, GraphQLUUID } from "graphql-scalars";
import { Arg, Ctx, Field, InputType, Int, ObjectType, Query, Resolver } from "type-graphql";
import { normalizeCode } from "../../rules/codeSystems/normalization.js";
import { couldBeCode } from "../../rules/crosswalks/resolveMappings.js";
import type { CodeSystemRow } from "../../store/codeSystems/queries.js";
import { momentText } from "../../store/columns.js";
import type { MatchScope } from "../../store/crosswalks/translations.js";
import type { Context } from "../context.js";
import { authorizeReading } from "../shared/authorize.js";
import { badUserInput } from "../shared/errors.js";
import { isGiven } from "../shared/given.js";
import { Coding, CodingInput, type ShownCoding } from "./Coding.js";
import { CrosswalkTarget } from "./CrosswalkTarget.js";
import { onlyIn, shownMatch } from "./matches.js";
import { NoMatchReason } from "./NoMatchReason.js";
import type { ShownTarget } from "./shownMapping.js";

const CODINGS_LIMIT = 1000;
/** Matches of one coding; one code has never had nearly as many. */
const MATCHES_LIMIT = 10_000;

@InputType({ description: "Codes to translate, and where to look for their maps." })
export class TranslateInput {
  @Field(() => [CodingInput], { description: "The codes, at most 1000." })
  readonly codings!: CodingInput[];

  @Field(() => String, {
    nullable: true,
    description: "Only answers in this code system (slug or canonical URL), in both directions.",
  })
  readonly targetCodeSystem?: string | null;

  @Field(() => GraphQLUUID, {
    nullable: true,
    description: "Only this crosswalk, archived or not. Left out: all that are not archived.",
  })
  readonly crosswalk?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: "This version of the crosswalk. Left out: the newest published one.",
  })
  readonly version?: number | null;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: "What was published at this moment.",
  })
  readonly asOf?: Date | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: "True: the codes are targets, and the answers are the sources that map to them.",
  })
  readonly reverse?: boolean | null;
}

@ObjectType({ description: "What a code translates to." })
export class Translation {
  @Field(() => Coding, { description: "The code that was asked for." })
  readonly coding!: object;

  @Field(() => [CrosswalkTarget], {
    description: "The pairs that map it, in order of crosswalk identifier and target code.",
  })
  readonly matches!: readonly object[];

  @Field(() => NoMatchReason, {
    nullable: true,
    description: "Why there is no match; null where there is one.",
  })
  readonly reason!: string | null;
}

interface Translated {
  readonly coding: ShownCoding;
  readonly matches: readonly ShownTarget[];
  readonly reason: keyof typeof NoMatchReason | null;
}

@Resolver()
export class TranslateResolver {
  @Query(() => [Translation], {
    description:
      "Translates up to 1000 codes by the crosswalks that the caller may read: one answer per code, in " +
      "the order of the input.",
  })
  async translate(
    @Arg("input", () => TranslateInput, { description: "The codes, and where to look." })
    input: TranslateInput,
    @Ctx() context: Context,
  ): Promise<readonly Translated[]> {
    authorizeReading(context.viewer);
    if (input.codings.length > CODINGS_LIMIT) {
      const count = input.codings.length;
      throw badUserInput(`codings has ${count} entries; at most ${CODINGS_LIMIT} are allowed.`);
    }
    if (isGiven(input.version) && !isGiven(input.crosswalk)) {
      throw badUserInput("version needs crosswalk: versions are numbered per crosswalk.");
    }
    if (isGiven(input.version) && isGiven(input.asOf)) {
      throw badUserInput("Give version or asOf, not both.");
    }
    const scope = await scopeOf(input, context);
    return await Promise.all(
      input.codings.map((coding) => translated(coding, input, scope, context)),
    );
  }
}

/** Where to look; null where that is nowhere: a crosswalk or code system that is not there. */
async function scopeOf(input: TranslateInput, context: Context): Promise<MatchScope | null> {
  const only = isGiven(input.crosswalk)
    ? await onlyIn(input.crosswalk, context)
    : { containerId: null };
  const answer = isGiven(input.targetCodeSystem)
    ? await context.load.codeSystems.bySystemName.load(input.targetCodeSystem)
    : null;
  if (!only || (isGiven(input.targetCodeSystem) && !answer)) return null;
  return {
    ...only,
    ordinal: input.version ?? null,
    moment: input.asOf ? momentText(input.asOf) : null,
    answerSystem: answer?.slug ?? null,
  };
}

async function translated(
  given: CodingInput,
  { reverse }: TranslateInput,
  scope: MatchScope | null,
  context: Context,
): Promise<Translated> {
  const system = await context.load.codeSystems.bySystemName.load(given.system);
  const code = normalizeCode(system?.codeNormalization ?? "NONE", given.code);
  const coding = { system: given.system, slug: system?.slug ?? null, code };
  if (!system) return { coding, matches: [], reason: "CODE_SYSTEM_UNKNOWN" };
  if (!system.licensed) return { coding, matches: [], reason: "LICENSE_REQUIRED" };
  if (!couldBeCode(code)) return { coding, matches: [], reason: "CODE_UNKNOWN" };
  const matches =
    scope && (await matchesIn(scope, { system: system.slug, code }, reverse, context));
  if (matches && matches.length > 0) return { coding, matches, reason: null };
  return { coding, matches: [], reason: await reasonOf(system, code, context) };
}

async function matchesIn(
  scope: MatchScope,
  of: { readonly system: string; readonly code: string },
  reverse: boolean | null | undefined,
  context: Context,
): Promise<readonly ShownTarget[]> {
  const direction = reverse ? ("BACKWARD" as const) : ("FORWARD" as const);
  const window = { by: "page" as const, size: MATCHES_LIMIT, number: 1 };
  const { items } = await context.load.crosswalks.matches.load({ of, direction, scope, window });
  return await Promise.all(items.map((row) => shownMatch(row, context)));
}

async function reasonOf(
  system: CodeSystemRow,
  code: string,
  { load }: Context,
): Promise<keyof typeof NoMatchReason> {
  if (system.content !== "COMPLETE") return "NO_MAP";
  const concept = await load.codeSystems.currentConcept(system.slug, code);
  return concept ? "NO_MAP" : "CODE_UNKNOWN";
}
