import { GraphQLDateTime } from "graphql-scalars";
import {
  Arg,
  Args,
  Ctx,
  Extensions,
  Field,
  FieldResolver,
  ID,
  Int,
  ObjectType,
  Resolver,
  Root,
} from "type-graphql";
import { MAPPINGS_PAGE } from "../../rules/crosswalks/limits.js";
import { trimmed } from "../../rules/text.js";
import { mappingKey } from "../../store/crosswalks/mappings.js";
import type { CrosswalkRow, CrosswalkVersionRow } from "../../store/crosswalks/queries.js";
import type { Context } from "../context.js";
import { Audited } from "../shared/Audited.js";
import { CustomAttribute } from "../shared/CustomAttribute.js";
import { Connection, connectionOf } from "../shared/connections.js";
import { idField, Node, nodeId } from "../shared/Node.js";
import { PageArguments, windowOf } from "../shared/PageArguments.js";
import { Version } from "../shared/Version.js";
import { Crosswalk } from "./Crosswalk.js";
import { CrosswalkChangeConnection, changesSince } from "./CrosswalkChange.js";
import { CrosswalkMapping, CrosswalkMappingConnection } from "./CrosswalkMapping.js";
import { CrosswalkMappingFilter, mappingListing } from "./CrosswalkMappingFilter.js";
import { CrosswalkVersionStatus } from "./CrosswalkVersionStatus.js";
import { mappingsOfSource } from "./mappingsOfSource.js";
import { type ShownMapping, shownMapping } from "./shownMapping.js";

@ObjectType({
  implements: [Node, Version, Audited],
  description: "A crosswalk as one of its edits left it. A published version never changes again.",
})
export class CrosswalkVersion {
  @Field(() => String, { description: "The crosswalk's name in this version." })
  readonly name!: string;

  @Field(() => Int, { description: "How many source codes it maps." })
  readonly sourceCodeCount!: number;

  @Field(() => Int, { description: "How many source-target pairs it holds." })
  readonly targetCount!: number;
}

export const CrosswalkVersionConnection = connectionOf(
  "CrosswalkVersion",
  () => CrosswalkVersion,
  "versions of a crosswalk",
);

const mappingsShape = {
  defaultSize: MAPPINGS_PAGE,
  maximumByPage: MAPPINGS_PAGE,
  maximumByCursor: 1000,
  key: ["string", "string", "string"],
} as const;

@Resolver(() => CrosswalkVersion)
export class CrosswalkVersionResolver {
  @FieldResolver(() => ID, idField)
  id(@Root() { identifier, ordinal }: CrosswalkVersionRow): string {
    return nodeId("CrosswalkVersion", identifier, ordinal);
  }

  @FieldResolver(() => Int, { description: "Its number: 1, 2, 3 …" })
  version(@Root() { ordinal }: CrosswalkVersionRow): number {
    return ordinal;
  }

  @FieldResolver(() => String, { description: "Its number as a text." })
  label(@Root() { ordinal }: CrosswalkVersionRow): string {
    return String(ordinal);
  }

  @FieldResolver(() => [CustomAttribute], {
    description:
      "The crosswalk's own custom attributes in this version, in order of first insertion.",
  })
  customAttributes(@Root() { attributes }: CrosswalkVersionRow): readonly CustomAttribute[] {
    return attributes;
  }

  @FieldResolver(() => CrosswalkVersionStatus, { description: "Whether it may still change." })
  status(@Root() { releasedAt }: CrosswalkVersionRow): string {
    return releasedAt === null ? CrosswalkVersionStatus.DRAFT : CrosswalkVersionStatus.PUBLISHED;
  }

  @FieldResolver(() => GraphQLDateTime, {
    nullable: true,
    description: "When it was published, in UTC; null: it is a draft.",
  })
  publishedAt(@Root() { releasedAt }: CrosswalkVersionRow): Date | null {
    return releasedAt;
  }

  @FieldResolver(() => Crosswalk, { description: "The crosswalk that it is a version of." })
  async crosswalk(
    @Root() { identifier }: CrosswalkVersionRow,
    @Ctx() { load }: Context,
  ): Promise<CrosswalkRow | null> {
    return await load.crosswalks.byIdentifier.load(identifier);
  }

  @FieldResolver(() => CrosswalkVersion, {
    nullable: true,
    description: "The version before this one; null of the first.",
  })
  async previousVersion(
    @Root() { containerId, ordinal }: CrosswalkVersionRow,
    @Ctx() { load }: Context,
  ): Promise<CrosswalkVersionRow | null> {
    if (ordinal === 1) return null;
    return await load.crosswalks.version.load({ containerId, ordinal: ordinal - 1 });
  }

  @Extensions({ sizes: mappingsShape })
  @FieldResolver(() => CrosswalkMappingConnection, {
    description:
      "What it maps, one node per source code and target system. By page 10 are answered, and at most " +
      "10; by cursor up to 1000.",
  })
  async mappings(
    @Root() version: CrosswalkVersionRow,
    @Arg("filter", () => CrosswalkMappingFilter, { nullable: true, description: "Which of them." })
    filter: CrosswalkMappingFilter | null | undefined,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() context: Context,
  ) {
    const window = windowOf(page, mappingsShape);
    const { containerId, revision } = version;
    const at = { containerId, revision };
    const listing = await mappingListing(filter, context);
    const { mappings, filteredMappings, filteredMappingCount } = context.load.crosswalks;
    const slice = listing
      ? await filteredMappings.load({ at, listing, window })
      : await mappings.load({ at, window });
    const items = slice.items.map((row) => shownMapping(row, version));
    return new Connection({ ...slice, items }, window, {
      keyOf: mappingKey,
      count: () => (listing ? filteredMappingCount.load({ at, listing }) : version.groupCount),
    });
  }

  @FieldResolver(() => CrosswalkChangeConnection, {
    description:
      "The pairs that are not the same as in another version, older or newer. 100 by default, at most 1000.",
  })
  async changes(
    @Root() version: CrosswalkVersionRow,
    @Arg("since", () => Int, { description: "Number of the version to compare with." })
    since: number,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() context: Context,
  ) {
    return await changesSince(version, since, page, context);
  }

  @FieldResolver(() => [CrosswalkMapping], {
    description:
      "What it says of one source code: a mapping per target system, in order of slug; none where it " +
      "does not map the code.",
  })
  async mapping(
    @Root() version: CrosswalkVersionRow,
    @Arg("sourceCodeSystem", () => String, { description: "Slug of the source code system." })
    sourceCodeSystem: string,
    @Arg("sourceCode", () => String, {
      description: "The source code; with or without dots where the code system says so.",
    })
    sourceCode: string,
    @Arg("targetCodeSystem", () => String, {
      nullable: true,
      description: "Only this target system's mapping.",
    })
    targetCodeSystem: string | null | undefined,
    @Ctx() context: Context,
  ): Promise<readonly ShownMapping[]> {
    const source = { system: sourceCodeSystem, code: trimmed(sourceCode) ?? "" };
    return await mappingsOfSource(version, source, targetCodeSystem, context);
  }
}
