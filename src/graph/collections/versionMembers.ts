import { Arg, Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Context } from "../context.js";
import { badUserInput } from "../shared/errors.js";
import { PageArguments } from "../shared/PageArguments.js";
import { CollectionVersion } from "./CollectionVersion.js";
import { Membership } from "./Membership.js";
import { changesSince, MembershipChangeConnection } from "./MembershipChange.js";
import { type MembershipRow, membershipsIn } from "./memberships.js";
import { ResolvedVersion } from "./ResolvedVersion.js";
import { resolvedVersionsOf } from "./resolvedVersionsOf.js";
import type { ShownCollectionVersion } from "./shownCollectionVersion.js";
import { stateOf } from "./shownMember.js";

const CONTAINS_LIMIT = 1000;

@Resolver(() => CollectionVersion)
export class CollectionVersionMembersResolver {
  @FieldResolver(() => [Membership], {
    description: "Whether concepts are members, and why; in the order of the concepts.",
  })
  async contains(
    @Root() version: ShownCollectionVersion,
    @Arg("concepts", () => [String], {
      description:
        "Concepts by their URLs, by `OWNER:SOURCE:ID` or by code, at most 1000; versions of concepts are " +
        "disregarded.",
    })
    concepts: string[],
    @Ctx() context: Context,
  ): Promise<readonly (MembershipRow | Promise<MembershipRow>)[]> {
    if (concepts.length > CONTAINS_LIMIT) {
      throw badUserInput(
        `concepts has ${concepts.length} entries; at most ${CONTAINS_LIMIT} are allowed.`,
      );
    }
    return await membershipsIn(version, concepts, context);
  }

  @FieldResolver(() => MembershipChangeConnection, {
    description:
      "What has changed among the members since another version. 100 by default, at most 1000.",
  })
  async changes(
    @Root() version: ShownCollectionVersion,
    @Arg("since", () => String, {
      description: "Label of another version of this collection, `latest` or `HEAD`.",
    })
    since: string,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() context: Context,
  ) {
    return await changesSince(version, since, page, context);
  }

  @FieldResolver(() => [ResolvedVersion], {
    description:
      "Which versions its references were resolved to, and where newer ones have been released; code systems " +
      "by short code, then collections.",
  })
  async resolvedVersions(
    @Root() version: ShownCollectionVersion,
    @Ctx() context: Context,
  ): Promise<readonly ResolvedVersion[]> {
    return await resolvedVersionsOf([await stateOf(version, context)], context);
  }
}
