import type { GraphQLResolveInfo } from "graphql";
import { GraphQLDateTime, GraphQLUUID } from "graphql-scalars";
import {
  Arg,
  Args,
  Ctx,
  Field,
  FieldResolver,
  ID,
  Info,
  Int,
  ObjectType,
  Query,
  Resolver,
  Root,
} from "type-graphql";
import { canonicalUuid } from "../../kernel/uuid.js";
import type { OrganizationRow } from "../../store/access/queries.js";
import { momentText } from "../../store/columns.js";
import type { CrosswalkRow, CrosswalkVersionRow } from "../../store/crosswalks/queries.js";
import { Organization } from "../access/Organization.js";
import type { Context } from "../context.js";
import { Audited } from "../shared/Audited.js";
import { authorizeReading } from "../shared/authorize.js";
import { CustomAttribute } from "../shared/CustomAttribute.js";
import { Connection, connectionOf } from "../shared/connections.js";
import { idField, Node, nodeId } from "../shared/Node.js";
import { PageArguments, usualSizes, windowOf } from "../shared/PageArguments.js";
import { RevisionConnection } from "../shared/Revision.js";
import { CrosswalkVersion, CrosswalkVersionConnection } from "./CrosswalkVersion.js";
import { newestOf, versionOf } from "./newestOf.js";
import { fetchAhead } from "./selectedAhead.js";

@ObjectType({
  implements: [Node, Audited],
  description:
    "A map from codes to codes that an organization keeps. Name, description, attributes and `updatedAt` " +
    "are those of its newest version. Only members of the organization see it.",
})
export class Crosswalk {
  @Field(() => GraphQLUUID, { description: "Its identifier, the same in all versions." })
  readonly identifier!: string;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: "When it was archived, in UTC; null: it is active.",
  })
  readonly archivedAt!: Date | null;
}

export const CrosswalkConnection = connectionOf("Crosswalk", () => Crosswalk, "crosswalks");

@Resolver(() => Crosswalk)
export class CrosswalkResolver {
  @Query(() => Crosswalk, {
    nullable: true,
    description:
      "A crosswalk by its identifier, archived ones too; null where there is none in the caller's " +
      "organizations.",
  })
  async crosswalk(
    @Arg("identifier", () => GraphQLUUID, { description: "The crosswalk's identifier." })
    identifier: string,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<CrosswalkRow | null> {
    authorizeReading(context.viewer);
    const canonical = canonicalUuid(identifier);
    if (canonical === null) return null;
    await fetchAhead(canonical, info, context);
    return await context.load.crosswalks.byIdentifier.load(canonical);
  }

  @FieldResolver(() => ID, idField)
  id(@Root() { identifier }: CrosswalkRow): string {
    return nodeId("Crosswalk", identifier);
  }

  @FieldResolver(() => String, { description: "The name of its newest version." })
  async name(@Root() crosswalk: CrosswalkRow, @Ctx() context: Context): Promise<string> {
    return (await newestOf(crosswalk, context)).name;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "The description of its newest version.",
  })
  async description(
    @Root() crosswalk: CrosswalkRow,
    @Ctx() context: Context,
  ): Promise<string | null> {
    return (await newestOf(crosswalk, context)).description;
  }

  @FieldResolver(() => [CustomAttribute], {
    description: "The custom attributes of its newest version, in order of first insertion.",
  })
  async customAttributes(
    @Root() crosswalk: CrosswalkRow,
    @Ctx() context: Context,
  ): Promise<readonly CustomAttribute[]> {
    return (await newestOf(crosswalk, context)).attributes;
  }

  @FieldResolver(() => Int, { description: "Number of its newest version, draft or published." })
  version(@Root() { newestVersion }: CrosswalkRow): number {
    return newestVersion;
  }

  @FieldResolver(() => GraphQLDateTime, {
    description: "When its newest version was made or last edited, in UTC.",
  })
  async updatedAt(@Root() crosswalk: CrosswalkRow, @Ctx() context: Context): Promise<Date> {
    return (await newestOf(crosswalk, context)).updatedAt;
  }

  @FieldResolver(() => String, { description: "Who made or last edited its newest version." })
  async updatedBy(@Root() crosswalk: CrosswalkRow, @Ctx() context: Context): Promise<string> {
    return (await newestOf(crosswalk, context)).updatedBy;
  }

  @FieldResolver(() => Organization, { description: "The organization that it belongs to." })
  async organization(
    @Root() { organizationId }: CrosswalkRow,
    @Ctx() { load }: Context,
  ): Promise<OrganizationRow | null> {
    return await load.access.organizationById.load(organizationId);
  }

  @FieldResolver(() => CrosswalkVersion, {
    description: "Its newest version, draft or published.",
  })
  async latestVersion(
    @Root() crosswalk: CrosswalkRow,
    @Ctx() context: Context,
  ): Promise<CrosswalkVersionRow> {
    return await newestOf(crosswalk, context);
  }

  @FieldResolver(() => CrosswalkVersion, {
    nullable: true,
    description: "Its newest published version; null while there is only a draft.",
  })
  async publishedVersion(
    @Root() crosswalk: CrosswalkRow,
    @Ctx() context: Context,
  ): Promise<CrosswalkVersionRow | null> {
    const { publishedVersion } = crosswalk;
    if (publishedVersion === null) return null;
    return await versionOf(crosswalk, publishedVersion, context);
  }

  @FieldResolver(() => CrosswalkVersion, {
    nullable: true,
    description: "One of its versions; null where it has none of that number.",
  })
  async atVersion(
    @Root() crosswalk: CrosswalkRow,
    @Arg("version", () => Int, { description: "The version's number." }) version: number,
    @Ctx() context: Context,
  ): Promise<CrosswalkVersionRow | null> {
    return await versionOf(crosswalk, version, context);
  }

  @FieldResolver(() => CrosswalkVersion, {
    nullable: true,
    description: "The version that was published at a moment; null where none was.",
  })
  async asOf(
    @Root() { containerId }: CrosswalkRow,
    @Arg("at", () => GraphQLDateTime, { description: "The moment." }) at: Date,
    @Ctx() { load }: Context,
  ): Promise<CrosswalkVersionRow | null> {
    const found = await load.crosswalks.versionAt.load({ containerId, moment: momentText(at) });
    return found && (await load.crosswalks.version.load({ containerId, ordinal: found.ordinal }));
  }

  @FieldResolver(() => RevisionConnection, {
    description:
      "Who did what to it and when, newest first; drafts and archiving too. 100 by default, at most 1000.",
  })
  async history(
    @Root() { containerId }: CrosswalkRow,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() { load }: Context,
  ) {
    const window = windowOf(page, { ...usualSizes, key: ["number"] });
    return new Connection(
      await load.crosswalks.revisions.load({ id: containerId, window }),
      window,
      {
        keyOf: ({ number }) => [number],
        count: async () => (await load.crosswalks.revisionCount.load(containerId))?.count ?? 0,
      },
    );
  }

  @FieldResolver(() => CrosswalkVersionConnection, {
    description: "Its versions, newest first. 100 by default, at most 1000.",
  })
  async versions(
    @Root() { containerId, newestVersion }: CrosswalkRow,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() { load }: Context,
  ) {
    const window = windowOf(page, { ...usualSizes, key: ["number"] });
    return new Connection(
      await load.crosswalks.versions.load({ id: containerId, window }),
      window,
      {
        keyOf: ({ ordinal }) => [ordinal],
        count: () => newestVersion,
      },
    );
  }
}
