import { Ctx, Field, FieldResolver, ObjectType, Resolver, Root } from "type-graphql";
import type { MemberRole as Role } from "../../rules/access/viewer.js";
import type { MemberRow } from "../../store/access/members.js";
import type { UserRow } from "../../store/access/queries.js";
import type { Context } from "../context.js";
import { connectionOf } from "../shared/connections.js";
import { MemberRole } from "./MemberRole.js";
import { User } from "./User.js";

@ObjectType({ description: "A user who belongs to an organization." })
export class OrganizationMember {
  @Field(() => MemberRole, { description: "What the user may do there." })
  readonly role!: Role;
}

export const OrganizationMemberConnection = connectionOf(
  "OrganizationMember",
  () => OrganizationMember,
  "members of an organization",
);

@Resolver(() => OrganizationMember)
export class OrganizationMemberResolver {
  @FieldResolver(() => User, { description: "Who it is." })
  async user(@Root() { name }: MemberRow, @Ctx() context: Context): Promise<UserRow> {
    const user = await context.load.access.userByName.load(name);
    if (!user) throw new Error("A member is no user");
    return user;
  }
}
