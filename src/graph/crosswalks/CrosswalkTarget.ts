import { GraphQLUUID } from "graphql-scalars";
import type { MaybePromise } from "type-graphql";
import { Ctx, Field, FieldResolver, ID, ObjectType, Resolver, Root } from "type-graphql";
import type { CustomAttribute as CustomAttributeContent } from "../../rules/crosswalks/content.js";
import type { ConceptRow } from "../../store/codeSystems/concepts.js";
import type { CrosswalkVersionRow, ReferredVersion } from "../../store/crosswalks/queries.js";
import { Concept } from "../codeSystems/Concept.js";
import type { Context } from "../context.js";
import { CustomAttribute } from "../shared/CustomAttribute.js";
import { idField, Node, nodeId } from "../shared/Node.js";
import { CrosswalkVersion } from "./CrosswalkVersion.js";
import { MapRelationship } from "./MapRelationship.js";
import type { ShownTarget } from "./shownMapping.js";

@ObjectType({
  implements: Node,
  description: "One source code with one target code: a source-target pair of a crosswalk.",
})
export class CrosswalkTarget {
  @Field(() => GraphQLUUID, {
    description:
      "The pair's own identifier (codeIdentifier): the same in all versions, also when the pair is " +
      "deleted and added again.",
  })
  readonly identifier!: string;

  @Field(() => String, { description: "The source code, in its code system's own form." })
  readonly sourceCode!: string;

  @Field(() => String, { description: "The target code, in its code system's own form." })
  readonly targetCode!: string;

  @Field(() => MapRelationship, {
    nullable: true,
    description: "How the source relates to the target; null where nobody said.",
  })
  readonly relationship!: string | null;
}

@Resolver(() => CrosswalkTarget)
export class CrosswalkTargetResolver {
  @FieldResolver(() => ID, idField)
  id(@Root() { version, identifier }: ShownTarget): string {
    return nodeId("CrosswalkTarget", version.identifier, version.ordinal, identifier);
  }

  @FieldResolver(() => String, { description: "Slug of the code system of the source code." })
  sourceCodeSystem(@Root() { sourceSystem }: ShownTarget): string {
    return sourceSystem;
  }

  @FieldResolver(() => String, { description: "Slug of the code system of the target code." })
  targetCodeSystem(@Root() { targetSystem }: ShownTarget): string {
    return targetSystem;
  }

  @FieldResolver(() => [CustomAttribute], {
    description: "The pair's custom attributes, in order of first insertion.",
  })
  customAttributes(@Root() { attributes }: ShownTarget): readonly CustomAttributeContent[] {
    return attributes;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      "Display of the source code today; null where its code system lacks it or is licensed.",
  })
  async sourceDisplay(@Root() target: ShownTarget, @Ctx() context: Context) {
    return (await this.sourceConcept(target, context))?.display ?? null;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      "Display of the target code today; null where its code system lacks it or is licensed.",
  })
  async targetDisplay(@Root() target: ShownTarget, @Ctx() context: Context) {
    return (await this.targetConcept(target, context))?.display ?? null;
  }

  @FieldResolver(() => Concept, {
    nullable: true,
    description: "The source concept in the newest released version of its code system.",
  })
  sourceConcept(
    @Root() { sourceSystem, sourceCode, sourceConcept }: ShownTarget,
    @Ctx() { load }: Context,
  ): MaybePromise<ConceptRow | null> {
    return sourceConcept === undefined
      ? load.codeSystems.currentConcept(sourceSystem, sourceCode)
      : sourceConcept;
  }

  @FieldResolver(() => Concept, {
    nullable: true,
    description: "The target concept in the newest released version of its code system.",
  })
  targetConcept(
    @Root() { targetSystem, targetCode, targetConcept }: ShownTarget,
    @Ctx() { load }: Context,
  ): MaybePromise<ConceptRow | null> {
    return targetConcept === undefined
      ? load.codeSystems.currentConcept(targetSystem, targetCode)
      : targetConcept;
  }

  @FieldResolver(() => CrosswalkVersion, { description: "The version that it was read in." })
  crosswalkVersion(
    @Root() { version }: ShownTarget,
    @Ctx() context: Context,
  ): MaybePromise<CrosswalkVersionRow> {
    return "revision" in version ? version : referredVersion(version, context);
  }
}

async function referredVersion(
  { containerId, ordinal }: ReferredVersion,
  { load }: Context,
): Promise<CrosswalkVersionRow> {
  const version = await load.crosswalks.version.load({ containerId, ordinal });
  if (!version) throw new Error(`Crosswalk ${containerId} has no version ${ordinal}`);
  return version;
}
