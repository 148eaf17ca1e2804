import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from "type-graphql";
import type { Viewer as ViewerData } from "../../rules/access/viewer.js";
import type { OwnerName } from "../../rules/repositories/urls.js";
import type { OwnerRow, UserRow } from "../../store/access/queries.js";
import type { CollectionRow } from "../../store/collections/queries.js";
import { Owner } from "../access/Owner.js";
import { User } from "../access/User.js";
import { Viewer } from "../access/Viewer.js";
import type { Context } from "../context.js";
import { authorizeReading } from "../shared/authorize.js";
import { PageArguments } from "../shared/PageArguments.js";
import { Collection } from "./Collection.js";
import { CollectionConnection, collectionsOf } from "./CollectionConnection.js";
import { CollectionFilter } from "./CollectionFilter.js";
import { bestFirst, CollectionOrder, newestFirst } from "./CollectionOrder.js";

type Filter = CollectionFilter | null | undefined;
type Order = CollectionOrder | null | undefined;
const which = { nullable: true, description: "Which of them." } as const;

@Resolver()
export class CollectionsResolver {
  @Query(() => CollectionConnection, {
    description:
      "The collections that everyone may read, whoever asks; private ones are listed by their owners. 100 by " +
      "default, at most 1000.",
  })
  async collections(
    @Arg("filter", () => CollectionFilter, which) filter: Filter,
    @Arg("orderBy", () => CollectionOrder, newestFirst) orderBy: Order,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() context: Context,
  ) {
    return await collectionsOf(context, { open: true }, { filter, orderBy, page }, "LAST_UPDATE");
  }
}

@Resolver(() => Owner)
export class OwnerCollectionsResolver {
  @FieldResolver(() => Collection, {
    nullable: true,
    description: "One of its collections; null where there is none that the caller may see.",
  })
  async collection(
    @Root() { kind, name }: OwnerRow,
    @Arg("shortCode", () => String, { description: "The name in URLs, exactly." })
    shortCode: string,
    @Ctx() { viewer, load }: Context,
  ): Promise<CollectionRow | null> {
    authorizeReading(viewer);
    const owner: OwnerName = { kind, name };
    return await load.collections.byUrl.load({ owner, kind: "COLLECTION", shortCode });
  }

  @FieldResolver(() => CollectionConnection, {
    description: "Its collections that the caller may see. 100 by default, at most 1000.",
  })
  async collections(
    @Root() { kind, id }: OwnerRow,
    @Arg("filter", () => CollectionFilter, which) filter: Filter,
    @Arg("orderBy", () => CollectionOrder, bestFirst) orderBy: Order,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() context: Context,
  ) {
    const of = kind === "USER" ? { ownerUser: id } : { ownerOrganization: id };
    return await collectionsOf(context, of, { filter, orderBy, page });
  }
}

@Resolver(() => User)
export class UserCollectionsResolver {
  @FieldResolver(() => CollectionConnection, {
    description:
      "The collections of the organizations that the user is a member of, as far as the caller may know of " +
      "that and see them. 100 by default, at most 1000.",
  })
  async organizationCollections(
    @Root() { id }: UserRow,
    @Arg("filter", () => CollectionFilter, which) filter: Filter,
    @Arg("orderBy", () => CollectionOrder, bestFirst) orderBy: Order,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() context: Context,
  ) {
    const own = context.viewer.user?.id === id;
    const of = own ? ({ ownOrganizations: true } as const) : { organizationsOf: id };
    return await collectionsOf(context, of, { filter, orderBy, page });
  }
}

/** Numbers of users begin at 1. */
const NOBODY = 0;

@Resolver(() => Viewer)
export class ViewerCollectionsResolver {
  @FieldResolver(() => CollectionConnection, {
    description:
      "The caller's own collections, private ones too; none where the token speaks for no user. 100 by " +
      "default, at most 1000.",
  })
  async collections(
    @Root() { user }: ViewerData,
    @Arg("filter", () => CollectionFilter, which) filter: Filter,
    @Arg("orderBy", () => CollectionOrder, bestFirst) orderBy: Order,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() context: Context,
  ) {
    const of = { ownerUser: user?.id ?? NOBODY };
    return await collectionsOf(context, of, { filter, orderBy, page });
  }

  @FieldResolver(() => CollectionConnection, {
    description:
      "The collections of all organizations that the caller is a member of, private ones too. 100 by " +
      "default, at most 1000.",
  })
  async organizationCollections(
    @Arg("filter", () => CollectionFilter, which) filter: Filter,
    @Arg("orderBy", () => CollectionOrder, bestFirst) orderBy: Order,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() context: Context,
  ) {
    return await collectionsOf(context, { ownOrganizations: true }, { filter, orderBy, page });
  }
}
