import {
  Arg,
  Args,
  Ctx,
  Field,
  FieldResolver,
  ObjectType,
  Query,
  Resolver,
  Root,
} from "type-graphql";
import type { LicenceRow } from "../../store/access/licences.js";
import type { MemberRow } from "../../store/access/members.js";
import type { OrganizationRow } from "../../store/access/queries.js";
import { anyCrosswalk } from "../../store/crosswalks/queries.js";
import type { Context } from "../context.js";
import { CrosswalkConnection } from "../crosswalks/Crosswalk.js";
import { crosswalksOf } from "../crosswalks/crosswalksOf.js";
import { Connection } from "../shared/connections.js";
import { Node } from "../shared/Node.js";
import { PageArguments, usualSizes, windowOf } from "../shared/PageArguments.js";
import { LicenseGrant } from "./LicenseGrant.js";
import { OrganizationMemberConnection } from "./OrganizationMember.js";
import { Owner } from "./Owner.js";

@ObjectType({
  implements: [Node, Owner],
  description: "Owns code systems, collections and crosswalks; has members and licences.",
})
export class Organization {
  @Field(() => String, { nullable: true, description: "The name for people." })
  readonly displayName!: string | null;

  @Field(() => String, { nullable: true, description: "Address of its website." })
  readonly website!: string | null;
}

@Resolver(() => Organization)
export class OrganizationResolver {
  @Query(() => Organization, {
    nullable: true,
    description: "An organization by its name; null where there is none.",
  })
  async organization(
    @Arg("name", () => String, { description: "The name in URLs, exactly." }) name: string,
    @Ctx() context: Context,
  ): Promise<OrganizationRow | null> {
    return await context.load.access.organizationByName.load(name);
  }

  @FieldResolver(() => OrganizationMemberConnection, {
    description:
      "Its members, in order of user name, for its own members and the operator; nobody else sees any. " +
      "100 by default, at most 1000.",
  })
  async members(
    @Root() { id }: OrganizationRow,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() context: Context,
  ): Promise<Connection<MemberRow>> {
    const window = windowOf(page, { ...usualSizes, key: ["string"] });
    return new Connection(await context.load.access.members.load({ id, window }), window, {
      keyOf: ({ name }) => [name],
      count: async () => (await context.load.access.memberCount.load(id))?.count ?? 0,
    });
  }

  @FieldResolver(() => [LicenseGrant], {
    description:
      "The licences that it was granted, in order of licensor, for its members and the operator; nobody " +
      "else sees any. One that has ended stays until it is withdrawn, and counts as none.",
  })
  async licenses(
    @Root() { id }: OrganizationRow,
    @Ctx() context: Context,
  ): Promise<readonly LicenceRow[]> {
    return await context.load.access.licences.load(id);
  }

  @FieldResolver(() => CrosswalkConnection, {
    description:
      "Its crosswalks, newest created first, for its members; nobody else sees any. 100 by default, at " +
      "most 1000.",
  })
  async crosswalks(
    @Root() { name }: OrganizationRow,
    @Args(() => PageArguments) page: PageArguments,
    @Arg("includeArchived", () => Boolean, {
      nullable: true,
      defaultValue: false,
      description: "Whether archived crosswalks are listed too.",
    })
    includeArchived: boolean | null | undefined,
    @Ctx() context: Context,
  ) {
    const listed = { organization: name, includeArchived: includeArchived ?? false };
    return await crosswalksOf(context, { ...anyCrosswalk, ...listed }, page);
  }
}
