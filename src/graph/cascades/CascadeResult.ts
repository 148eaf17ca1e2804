import { GraphQLJSONObject } from "graphql-scalars";
import {
  Args,
  Ctx,
  Extensions,
  Field,
  FieldResolver,
  ObjectType,
  Query,
  Resolver,
  Root,
} from "type-graphql";
import { MOST_STEPS, readCascade, USUAL_STEPS } from "../../rules/cascades/options.js";
import type { CascadeWalk } from "../../store/cascades/cascade.js";
import type { ConceptRow } from "../../store/codeSystems/concepts.js";
import type { ConceptMappingRow } from "../../store/conceptMappings/rows.js";
import { Concept } from "../codeSystems/Concept.js";
import { ConceptMapping } from "../conceptMappings/ConceptMapping.js";
import type { Context } from "../context.js";
import { authorizeReading } from "../shared/authorize.js";
import { badUserInput } from "../shared/errors.js";
import { searched } from "../shared/searched.js";
import { CascadeArguments } from "./CascadeArguments.js";
import { cascadeTree } from "./cascadeTree.js";
import { contentsOf, heldIn, startOf } from "./startOf.js";

@ObjectType({
  description: "What follows from a concept, by its mappings and its place in the hierarchy.",
})
export class CascadeResult {
  @Field(() => Concept, { description: "The concept from which it starts." })
  readonly root!: Concept;
}

interface ShownCascade {
  readonly root: ConceptRow;
  readonly walk: CascadeWalk;
  readonly reverse: boolean;
}

@Resolver(() => CascadeResult)
export class CascadeResolver {
  @Extensions({ repeats: { argument: "maxSteps", usual: USUAL_STEPS, most: MOST_STEPS } })
  @Query(() => CascadeResult, {
    description:
      "What follows from a concept: the mappings from it and their targets, its children, and so on from " +
      "each of these, level by level. Every concept is gone on from once, so that circles end. What the " +
      "caller may not read is neither answered nor gone on to. A concept or repository that the caller " +
      "does not see is BAD_USER_INPUT; a code that several members of a collection have is AMBIGUOUS.",
  })
  async cascade(
    @Args(() => CascadeArguments) { concept, within, ...asked }: CascadeArguments,
    @Ctx() context: Context,
  ): Promise<ShownCascade> {
    const { viewer, store } = context;
    authorizeReading(viewer);
    const read = readCascade({ ...asked, method: asked.method ?? "SOURCE_TO_CONCEPTS" });
    if (!read.ok) throw badUserInput(read.failure);
    const options = read.value;
    const [start, left] = await Promise.all([
      startOf({ concept, within }, context),
      heldIn("omitIfExistsIn", asked.omitIfExistsIn, context),
    ]);
    const without = left && (await contentsOf(left, context));
    const equivalent = searched("equivalencyMapType", asked.equivalencyMapType);
    const walk = await store.cascades.from(viewer, { ...start, options, without, equivalent });
    return { root: start.root, walk, reverse: options.reverse };
  }

  @FieldResolver(() => [Concept], {
    description: "All concepts that were reached, nearest first; the first is the root.",
  })
  concepts(@Root() { walk }: ShownCascade): readonly ConceptRow[] {
    return walk.concepts;
  }

  @FieldResolver(() => [ConceptMapping], {
    description:
      "The mappings of the concepts that were gone on from: of each by map type and sort weight. They may " +
      "lead to concepts that are not here, or not in what the cascade stays in.",
  })
  mappings(@Root() { walk }: ShownCascade): readonly ConceptMappingRow[] {
    return walk.mappings;
  }

  @FieldResolver(() => GraphQLJSONObject, {
    description:
      "The same as a tree, in the words of OCL's interface. A concept has `id` (its code), `type`, `url`, " +
      "`version_url`, `display_name`, `retired`, `concept_class`, `datatype`, `entries` (its mappings, then " +
      "the concepts that follow) and `terminal`: true where nothing follows, null where the cascade did not " +
      "go on. Where it is reached again it has no entries. A mapping has `id`, `type`, `map_type`, `url`, " +
      "`version_url`, `retired`, `sort_weight`, `to_concept_code` and `to_concept_url` (`from_` the other " +
      "way), and what it leads to in `cascade_target_concept_code`, `…_url`, `…_name`, " +
      "`cascade_target_source_owner` and `…_name`.",
  })
  async tree(
    @Root() { root, walk, reverse }: ShownCascade,
    @Ctx() context: Context,
  ): Promise<Readonly<Record<string, unknown>>> {
    return await cascadeTree({ root, walk, towards: reverse ? "FROM" : "TO" }, context);
  }

  @FieldResolver(() => Boolean, {
    description: "Whether there is more than `maxSteps`, or the most levels, let through.",
  })
  truncated(@Root() { walk }: ShownCascade): boolean {
    return walk.truncated;
  }
}
