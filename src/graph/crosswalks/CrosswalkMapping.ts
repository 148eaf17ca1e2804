import type { MaybePromise } from "type-graphql";
import { Ctx, Field, FieldResolver, ObjectType, Resolver, Root } from "type-graphql";
import type { ConceptRow } from "../../store/codeSystems/concepts.js";
import { Concept } from "../codeSystems/Concept.js";
import type { Context } from "../context.js";
import { CustomAttribute } from "../shared/CustomAttribute.js";
import { connectionOf } from "../shared/connections.js";
import { CrosswalkTarget } from "./CrosswalkTarget.js";
import type { ShownMapping } from "./shownMapping.js";

@ObjectType({ description: "One source code with its targets in one target system." })
export class CrosswalkMapping {
  @Field(() => String, { description: "The source code, in its code system's own form." })
  readonly sourceCode!: string;

  @Field(() => Boolean, {
    description: "True where the crosswalk states that nothing corresponds to the source code.",
  })
  readonly noMap!: boolean;

  @Field(() => [CustomAttribute], {
    description:
      "Custom attributes of the statement that nothing corresponds, which files bring in: a comment, say; " +
      "empty where it has targets.",
  })
  readonly noMapAttributes!: readonly CustomAttribute[];

  @Field(() => [CrosswalkTarget], { description: "Its targets, in order of target code." })
  readonly targets!: readonly object[];
}

export const CrosswalkMappingConnection = connectionOf(
  "CrosswalkMapping",
  () => CrosswalkMapping,
  "mappings of a crosswalk, in order of source code system, source code and target code system",
);

@Resolver(() => CrosswalkMapping)
export class CrosswalkMappingResolver {
  @FieldResolver(() => String, { description: "Slug of the code system of the source code." })
  sourceCodeSystem(@Root() { sourceSystem }: ShownMapping): string {
    return sourceSystem;
  }

  @FieldResolver(() => String, { description: "Slug of the code system of the targets." })
  targetCodeSystem(@Root() { targetSystem }: ShownMapping): string {
    return targetSystem;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      "Display of the source code today; null where its code system lacks it or is licensed.",
  })
  async sourceDisplay(@Root() mapping: ShownMapping, @Ctx() context: Context) {
    return (await this.sourceConcept(mapping, context))?.display ?? null;
  }

  @FieldResolver(() => Concept, {
    nullable: true,
    description: "The source concept in the newest released version of its code system.",
  })
  sourceConcept(
    @Root() { sourceSystem, sourceCode, sourceConcept }: ShownMapping,
    @Ctx() { load }: Context,
  ): MaybePromise<ConceptRow | null> {
    return sourceConcept === undefined
      ? load.codeSystems.currentConcept(sourceSystem, sourceCode)
      : sourceConcept;
  }
}
