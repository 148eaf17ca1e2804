import type { GraphQLResolveInfo } from "graphql";
import { GraphQLDateTime, GraphQLUUID } from "graphql-scalars";
import { Arg, Ctx, Field, Info, InputType, Int, Query, Resolver } from "type-graphql";
import { canonicalUuid } from "../../kernel/uuid.js";
import { normalizeCode } from "../../rules/codeSystems/normalization.js";
import { couldBeCode } from "../../rules/crosswalks/resolveMappings.js";
import type { CodeSystemRow } from "../../store/codeSystems/queries.js";
import { momentText } from "../../store/columns.js";
import type { AskedTranslation } from "../../store/crosswalks/translatedCodes.js";
import type { Context } from "../context.js";
import { authorizeReading } from "../shared/authorize.js";
import { badUserInput } from "../shared/errors.js";
import { isGiven } from "../shared/given.js";
import { selectsAny } from "../shared/selection.js";
import { CodingInput } from "./Coding.js";
import { type Translated, Translation } from "./Translation.js";

const CODINGS_LIMIT = 1000;

/** What pairs have that is read only where it is selected. */
const DETAILS: ReadonlySet<string> = new Set(["id", "identifier", "customAttributes"]);

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
    @Info() info: GraphQLResolveInfo,
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
    const selected = info.fieldNodes.some((node) => selectsAny(node, info.fragments, DETAILS));
    const [asked, systems] = await Promise.all([
      askedOf(input, selected, context),
      systemsOf(input.codings, context),
    ]);
    const codings = input.codings.map((given) => askedCoding(given, systems));
    const of = codings.flatMap(({ toAsk }) => toAsk ?? []);
    const found =
      asked && of.length > 0 ? await context.load.crosswalks.translated.load({ of, asked }) : [];
    const lists = found.values();
    return codings.map(({ coding, system, toAsk }) => {
      return { coding, system, toAsk, matches: (toAsk && lists.next().value) ?? [] };
    });
  }
}

/** How to translate; null where there is nowhere to look: the crosswalk or code system can't be there. */
async function askedOf(
  input: TranslateInput,
  details: boolean,
  { load }: Context,
): Promise<AskedTranslation | null> {
  const answer = isGiven(input.targetCodeSystem)
    ? await load.codeSystems.bySystemName.load(input.targetCodeSystem)
    : null;
  const crosswalk = isGiven(input.crosswalk) ? canonicalUuid(input.crosswalk) : null;
  if (isGiven(input.targetCodeSystem) && !answer) return null;
  if (isGiven(input.crosswalk) && !crosswalk) return null;
  return {
    crosswalk,
    details,
    direction: input.reverse ? "BACKWARD" : "FORWARD",
    ordinal: input.version ?? null,
    moment: input.asOf ? momentText(input.asOf) : null,
    answerSystem: answer?.slug ?? null,
  };
}

type Systems = ReadonlyMap<string, CodeSystemRow | null>;

async function systemsOf(codings: readonly CodingInput[], { load }: Context): Promise<Systems> {
  const names = [...new Set(codings.map(({ system }) => system))];
  const found = await Promise.all(names.map((name) => load.codeSystems.bySystemName.load(name)));
  return new Map(names.map((name, at) => [name, found[at] ?? null]));
}

function askedCoding(given: CodingInput, systems: Systems): Omit<Translated, "matches"> {
  const system = systems.get(given.system) ?? null;
  const code = normalizeCode(system?.codeNormalization ?? "NONE", given.code);
  const coding = { system: given.system, slug: system?.slug ?? null, code };
  const toAsk = system?.licensed && couldBeCode(code) ? { system: system.slug, code } : null;
  return { coding, system, toAsk };
}
