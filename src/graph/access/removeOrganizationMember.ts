import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from "type-graphql";
import { removeOrganizationMember } from "../../commands/access/organizationMembers.js";
import type { MemberRole as Role } from "../../rules/access/viewer.js";
import type { Context } from "../context.js";
import { authorizeOperatorOr } from "../shared/authorize.js";
import { MemberRole } from "./MemberRole.js";
import { OrganizationPayload, organizationPayload } from "./OrganizationPayload.js";

@InputType({ description: "Who is to leave which organization." })
export class RemoveOrganizationMemberInput {
  @Field(() => String, { description: "Name of the organization." })
  readonly organization!: string;

  @Field(() => String, { description: "Name of the user." })
  readonly user!: string;

  @Field(() => MemberRole, {
    nullable: true,
    description: "The role that the user is known to have; another one refuses the request.",
  })
  readonly role?: Role | null;
}

@ObjectType({ description: "What became of a request to remove a member." })
export class RemoveOrganizationMemberPayload extends OrganizationPayload {}

@Resolver()
export class RemoveOrganizationMemberResolver {
  @Mutation(() => RemoveOrganizationMemberPayload, {
    description:
      "Takes a user out of an organization, but never its last administrator. For the organization's " +
      "administrators, with the scope write, and the operator, with the scope admin.",
  })
  async removeOrganizationMember(
    @Arg("input", () => RemoveOrganizationMemberInput, {
      description: "Whom to remove from where.",
    })
    input: RemoveOrganizationMemberInput,
    @Ctx() context: Context,
  ): Promise<RemoveOrganizationMemberPayload> {
    authorizeOperatorOr(context.viewer, ["write"]);
    return await organizationPayload(
      await removeOrganizationMember(context.commands, input),
      context,
    );
  }
}
