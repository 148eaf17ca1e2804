import { GraphQLDateTime, GraphQLJSONObject } from "graphql-scalars";
import { Arg, Args, Ctx, Field, FieldResolver, ID, ObjectType, Resolver, Root } from "type-graphql";
import type { ConceptChangeKind as Kind } from "../../rules/codeSystems/conceptChanges.js";
import type { ConceptRow } from "../../store/codeSystems/concepts.js";
import type { CodeSystemRow } from "../../store/codeSystems/queries.js";
import type { Context } from "../context.js";
import { Audited } from "../shared/Audited.js";
import { connectionOf } from "../shared/connections.js";
import { idField, Node, nodeId } from "../shared/Node.js";
import { PageArguments } from "../shared/PageArguments.js";
import { Version } from "../shared/Version.js";
import { CodeSystem } from "./CodeSystem.js";
import { Concept } from "./Concept.js";
import { ConceptChangeConnection, changesSince } from "./ConceptChange.js";
import { ConceptChangeKind } from "./ConceptChangeKind.js";
import { ConceptConnection, conceptsOf } from "./ConceptConnection.js";
import { ConceptFilter } from "./ConceptFilter.js";
import { ConceptOrder, orderArgument } from "./ConceptOrder.js";
import { namedVersion, type ShownVersion } from "./shownVersion.js";
import { codeSystemVersionUrl } from "./urls.js";

@ObjectType({
  implements: [Node, Version, Audited],
  description: "A release of a code system, or HEAD: its content as it stands now.",
})
export class CodeSystemVersion {
  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: "When it was released, in UTC; null while it is not.",
  })
  readonly releasedAt!: Date | null;

  @Field(() => String, { nullable: true, description: "What others call this version." })
  readonly externalId!: string | null;

  @Field(() => GraphQLJSONObject, { description: "Further fields of this version." })
  readonly extras!: Record<string, unknown>;
}

export const CodeSystemVersionConnection = connectionOf(
  "CodeSystemVersion",
  () => CodeSystemVersion,
  "versions of a code system",
);

@Resolver(() => CodeSystemVersion)
export class CodeSystemVersionResolver {
  @FieldResolver(() => ID, idField)
  id(@Root() { system, label }: ShownVersion): string {
    return nodeId("CodeSystemVersion", system.slug, label);
  }

  @FieldResolver(() => Boolean, { description: "Whether it is released for use." })
  released(@Root() { releasedAt }: ShownVersion): boolean {
    return releasedAt !== null;
  }

  @FieldResolver(() => String, {
    description: "`/orgs/CDC/sources/ICD-10-CM/2026/`; of HEAD the code system's own URL.",
  })
  url(@Root() version: ShownVersion): string {
    return codeSystemVersionUrl(version);
  }

  @FieldResolver(() => CodeSystem, { description: "The code system that it is a version of." })
  codeSystem(@Root() { system }: ShownVersion): CodeSystemRow {
    return system;
  }

  @FieldResolver(() => CodeSystemVersion, {
    nullable: true,
    description:
      "The version made before this one; of HEAD the newest one. Null where there is none.",
  })
  async previousVersion(
    @Root() { system, ordinal }: ShownVersion,
    @Ctx() context: Context,
  ): Promise<ShownVersion | null> {
    const previous = ordinal === null ? system.newestVersion : ordinal - 1;
    if (!previous) return null;
    const key = { id: system.containerId, ordinal: previous };
    const row = await context.load.repositories.versionByOrdinal.load(key);
    return row && namedVersion(system, row);
  }

  @FieldResolver(() => Concept, {
    nullable: true,
    description: "The concept of a code in this version; null where it has none.",
  })
  async concept(
    @Root() version: ShownVersion,
    @Arg("code", () => String, {
      description: "The code; with or without dots where the code system says so.",
    })
    code: string,
    @Ctx() context: Context,
  ): Promise<ConceptRow | null> {
    return await context.load.codeSystems.meantConcept(version, version.system, code);
  }

  @FieldResolver(() => ConceptConnection, {
    description: "The concepts of this version. 100 by default, at most 1000.",
  })
  async concepts(
    @Root() version: ShownVersion,
    @Arg("filter", () => ConceptFilter, { nullable: true, description: "Which of them." })
    filter: ConceptFilter | null | undefined,
    @Arg("orderBy", () => ConceptOrder, orderArgument) orderBy: ConceptOrder | null | undefined,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() context: Context,
  ) {
    const { containerId, revision, system } = version;
    const listed = { containerId, revision, codeNormalization: system.codeNormalization };
    return await conceptsOf([listed], { filter, orderBy, page }, context);
  }

  @FieldResolver(() => ConceptChangeConnection, {
    description:
      "The concepts that are not the same as in another version, older or newer, in order of code. What " +
      "was changed and changed back is the same. 100 by default, at most 1000.",
  })
  async changes(
    @Root() version: ShownVersion,
    @Arg("since", () => String, {
      description: "The version to compare with: `HEAD`, `latest` or a version's label.",
    })
    since: string,
    @Arg("kinds", () => [ConceptChangeKind], {
      nullable: true,
      description: "Only changes of one of these kinds. Left out: all.",
    })
    kinds: Kind[] | null | undefined,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() context: Context,
  ) {
    return await changesSince(version, { since, kinds: kinds ?? null }, page, context);
  }
}
