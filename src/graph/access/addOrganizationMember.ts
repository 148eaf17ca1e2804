import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from "type-graphql";
import { addOrganizationMember } from "../../commands/access/organizationMembers.js";
import type { MemberRole as Role } from "../../rules/access/viewer.js";
import type { Context } from "../context.js";
import { authorizeOperatorOr } from "../shared/authorize.js";
import { MemberRole } from "./MemberRole.js";
import { OrganizationPayload, organizationPayload } from "./OrganizationPayload.js";

@InputType({ description: "Who is to be what in which organization." })
export class AddOrganizationMemberInput {
  @Field(() => String, { description: "Name of the organization." })
  readonly organization!: string;

  @Field(() => String, { description: "Name of the user." })
  readonly user!: string;

  @Field(() => MemberRole, {
    defaultValue: "MEMBER",
    description: "What the user is to be there; a member's role is changed.",
  })
  readonly role!: Role;
}

@ObjectType({ description: "What became of a request to add a member." })
export class AddOrganizationMemberPayload extends OrganizationPayload {}

@Resolver()
export class AddOrganizationMemberResolver {
  @Mutation(() => AddOrganizationMemberPayload, {
    description:
      "Makes a user a member of an organization, or gives a member another role. For the organization's " +
      "administrators, with the scope write, and the operator, with the scope admin.",
  })
  async addOrganizationMember(
    @Arg("input", () => AddOrganizationMemberInput, { description: "Whom to add where." })
    input: AddOrganizationMemberInput,
    @Ctx() context: Context,
  ): Promise<AddOrganizationMemberPayload> {
    authorizeOperatorOr(context.viewer, ["write"]);
    return await organizationPayload(await addOrganizationMember(context.commands, input), context);
  }
}
