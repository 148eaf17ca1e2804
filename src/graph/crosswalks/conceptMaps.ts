import { GraphQLUUID } from "graphql-scalars";
import { Arg, Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { ConceptRow } from "../../store/codeSystems/concepts.js";
import type { MatchDirection } from "../../store/crosswalks/matchScope.js";
import type { MatchScope } from "../../store/crosswalks/translations.js";
import { Concept } from "../codeSystems/Concept.js";
import type { Context } from "../context.js";
import { Connection } from "../shared/connections.js";
import { isGiven } from "../shared/given.js";
import { PageArguments, usualSizes, windowOf } from "../shared/PageArguments.js";
import { searched } from "../shared/searched.js";
import { CrosswalkTargetConnection, matchesOf, onlyIn } from "./matches.js";

const crosswalkArgument = {
  nullable: true,
  description: "Only this crosswalk, archived or not. Left out: all that are not archived.",
} as const;

/** The way from a concept to the crosswalks that map it. */
@Resolver(() => Concept)
export class ConceptMapsResolver {
  @FieldResolver(() => CrosswalkTargetConnection, {
    description:
      "The pairs that map this code, in the newest published versions that the caller may read. 100 by " +
      "default, at most 1000.",
  })
  async crosswalkTargets(
    @Root() concept: ConceptRow,
    @Arg("crosswalk", () => GraphQLUUID, crosswalkArgument) crosswalk: string | null | undefined,
    @Arg("targetCodeSystem", () => String, {
      nullable: true,
      description: "Only targets in this code system (slug).",
    })
    targetCodeSystem: string | null | undefined,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() context: Context,
  ) {
    const answerSystem = searched("targetCodeSystem", targetCodeSystem);
    const asked = { crosswalk, answerSystem };
    return await mapsOf(concept, "FORWARD", asked, page, context);
  }

  @FieldResolver(() => CrosswalkTargetConnection, {
    description:
      "The pairs that map to this code, in the newest published versions that the caller may read. 100 by " +
      "default, at most 1000.",
  })
  async crosswalkSources(
    @Root() concept: ConceptRow,
    @Arg("crosswalk", () => GraphQLUUID, crosswalkArgument) crosswalk: string | null | undefined,
    @Arg("sourceCodeSystem", () => String, {
      nullable: true,
      description: "Only sources in this code system (slug).",
    })
    sourceCodeSystem: string | null | undefined,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() context: Context,
  ) {
    const answerSystem = searched("sourceCodeSystem", sourceCodeSystem);
    const asked = { crosswalk, answerSystem };
    return await mapsOf(concept, "BACKWARD", asked, page, context);
  }
}

interface Asked {
  readonly crosswalk: string | null | undefined;
  readonly answerSystem: string | null;
}

async function mapsOf(
  { slug, code }: ConceptRow,
  direction: MatchDirection,
  { crosswalk, answerSystem }: Asked,
  page: PageArguments,
  context: Context,
) {
  const only = isGiven(crosswalk) ? await onlyIn(crosswalk, context) : { containerId: null };
  if (!only) return nothing(page);
  const scope: MatchScope = {
    ...only,
    ordinal: null,
    moment: null,
    answerSystem,
  };
  return await matchesOf({ system: slug, code }, { direction, scope }, page, context);
}

function nothing(page: PageArguments): Connection<never> {
  const window = windowOf(page, { ...usualSizes, key: [] });
  const empty = { items: [], hasNext: false, hasPrevious: false };
  return new Connection<never>(empty, window, { keyOf: () => [], count: () => 0 });
}
