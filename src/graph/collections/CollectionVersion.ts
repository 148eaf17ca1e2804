import { GraphQLDateTime, GraphQLJSONObject } from "graphql-scalars";
import {
  Arg,
  Ctx,
  Extensions,
  Field,
  FieldResolver,
  ID,
  ObjectType,
  Query,
  Resolver,
  Root,
} from "type-graphql";
import type { CollectionRow } from "../../store/collections/queries.js";
import { HIGHEST_ORDINAL } from "../../store/repositories/versions.js";
import type { Context } from "../context.js";
import { Audited } from "../shared/Audited.js";
import { authorizeReading } from "../shared/authorize.js";
import { connectionOf } from "../shared/connections.js";
import { idField, Node, nodeId } from "../shared/Node.js";
import { Version } from "../shared/Version.js";
import { Collection } from "./Collection.js";
import {
  collectionVersionAt,
  detailsOf,
  namedVersionOf,
  type ShownCollectionVersion,
} from "./shownCollectionVersion.js";
import { collectionUrl, collectionVersionUrl } from "./urls.js";

@ObjectType({
  implements: [Node, Version, Audited],
  description:
    "A version of a collection, which never changes in what it holds; or HEAD, as it stands now or as it was.",
})
export class CollectionVersion {
  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: "When it was released, in UTC; null while it is not.",
  })
  readonly releasedAt!: Date | null;

  @Field(() => Boolean, {
    description: "Whether it is out of use: `latest` passes it over, and it is still to be read.",
  })
  readonly retired!: boolean;

  @Field(() => String, { nullable: true, description: "What others call this version." })
  readonly externalId!: string | null;

  @Field(() => GraphQLJSONObject, { description: "Further fields of this version." })
  readonly extras!: Record<string, unknown>;
}

export const CollectionVersionConnection = connectionOf(
  "CollectionVersion",
  () => CollectionVersion,
  "versions of a collection",
);

@Resolver(() => CollectionVersion)
export class CollectionVersionResolver {
  @Query(() => CollectionVersion, {
    nullable: true,
    description:
      "A version of a collection by its URL; null where there is none that the caller may see.",
  })
  async collectionVersion(
    @Arg("url", () => String, {
      description:
        "`/orgs/OCL/collections/Community-MCH/v1.0/`, or `…/versions/v1.0/`; `…/latest/` is the newest that " +
        "is released and not retired, and without a version or with `…/HEAD/` it is HEAD.",
    })
    url: string,
    @Ctx() context: Context,
  ): Promise<ShownCollectionVersion | null> {
    authorizeReading(context.viewer);
    return await collectionVersionAt(url, context);
  }

  @FieldResolver(() => ID, idField)
  id(@Root() { collection, label, at }: ShownCollectionVersion): string {
    const moment = at === null ? [] : [at.toISOString()];
    return nodeId("CollectionVersion", collection.uid, label, ...moment);
  }

  @FieldResolver(() => Boolean, { description: "Whether it is HEAD, now or as it was." })
  isHead(@Root() { ordinal }: ShownCollectionVersion): boolean {
    return ordinal === null;
  }

  @Extensions({ passes: true })
  @FieldResolver(() => Boolean, {
    description:
      "Whether a job works on it, as one does on HEAD that adds references. A job that is heard of no more " +
      "doesn't count for longer than a minute.",
  })
  async processing(
    @Root() { containerId, ordinal, at }: ShownCollectionVersion,
    @Ctx() { load }: Context,
  ): Promise<boolean> {
    return at === null && (await load.jobs.worksOn.load({ containerId, ordinal }));
  }

  @FieldResolver(() => Boolean, { description: "Whether it is released for use." })
  released(@Root() { releasedAt }: ShownCollectionVersion): boolean {
    return releasedAt !== null;
  }

  @FieldResolver(() => String, { description: "The collection's name, as this version has it." })
  async name(@Root() version: ShownCollectionVersion, @Ctx() context: Context): Promise<string> {
    return (await detailsOf(version, context)).name;
  }

  @FieldResolver(() => String, {
    description: "The collection's full name, as this version has it.",
  })
  async fullName(
    @Root() version: ShownCollectionVersion,
    @Ctx() context: Context,
  ): Promise<string> {
    return (await detailsOf(version, context)).fullName;
  }

  @FieldResolver(() => String, {
    description: "`/orgs/OCL/collections/Community-MCH/1.2/`; of HEAD the collection's own URL.",
  })
  url(@Root() version: ShownCollectionVersion): string {
    return collectionVersionUrl(version);
  }

  @FieldResolver(() => String, { description: "`/orgs/OCL/collections/Community-MCH/`" })
  collectionUrl(@Root() { collection }: ShownCollectionVersion): string {
    return collectionUrl(collection);
  }

  @FieldResolver(() => String, {
    description: "URL of `previousVersion`; an empty text where there is none.",
  })
  async previousVersionUrl(
    @Root() version: ShownCollectionVersion,
    @Ctx() context: Context,
  ): Promise<string> {
    return urlOf(await previousOf(version, context));
  }

  @FieldResolver(() => String, {
    description: "URL of `rootVersion`; an empty text where there is none.",
  })
  async rootVersionUrl(
    @Root() version: ShownCollectionVersion,
    @Ctx() context: Context,
  ): Promise<string> {
    return urlOf(await rootOf(version, context));
  }

  @FieldResolver(() => Collection, { description: "The collection that it is a version of." })
  collection(@Root() { collection }: ShownCollectionVersion): CollectionRow {
    return collection;
  }

  @FieldResolver(() => CollectionVersion, {
    nullable: true,
    description:
      "The version made before this one, deactivated ones passed over; of HEAD the newest one. Null where " +
      "there is none.",
  })
  async previousVersion(
    @Root() version: ShownCollectionVersion,
    @Ctx() context: Context,
  ): Promise<ShownCollectionVersion | null> {
    return await previousOf(version, context);
  }

  @FieldResolver(() => CollectionVersion, {
    nullable: true,
    description:
      "The first version of the collection that is not deactivated, which may be this one. Null where " +
      "there is none.",
  })
  async rootVersion(
    @Root() version: ShownCollectionVersion,
    @Ctx() context: Context,
  ): Promise<ShownCollectionVersion | null> {
    return await rootOf(version, context);
  }
}

async function previousOf(
  { collection, containerId: id, ordinal }: ShownCollectionVersion,
  { load }: Context,
): Promise<ShownCollectionVersion | null> {
  const key = { id, ordinal: ordinal ?? HIGHEST_ORDINAL };
  const row = await load.repositories.versionBefore.load(key);
  return row && namedVersionOf(collection, row);
}

async function rootOf(
  { collection, containerId }: ShownCollectionVersion,
  { load }: Context,
): Promise<ShownCollectionVersion | null> {
  const row = await load.repositories.firstVersion.load(containerId);
  return row && namedVersionOf(collection, row);
}

function urlOf(version: ShownCollectionVersion | null): string {
  return version === null ? "" : collectionVersionUrl(version);
}
