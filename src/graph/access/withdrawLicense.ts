import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from "type-graphql";
import { withdrawLicense } from "../../commands/access/licences.js";
import type { Licensor as LicensorName } from "../../rules/codeSystems/catalog.js";
import type { Context } from "../context.js";
import { authorize } from "../shared/authorize.js";
import { Licensor } from "./Licensor.js";
import { OrganizationPayload, organizationPayload } from "./OrganizationPayload.js";

@InputType({ description: "Whose content which organization may no longer use." })
export class WithdrawLicenseInput {
  @Field(() => String, { description: "Name of the organization." })
  readonly organization!: string;

  @Field(() => Licensor, { description: "Whose licence it is." })
  readonly licensor!: LicensorName;
}

@ObjectType({ description: "What became of a request to withdraw a licence." })
export class WithdrawLicensePayload extends OrganizationPayload {}

@Resolver()
export class WithdrawLicenseResolver {
  @Mutation(() => WithdrawLicensePayload, {
    description:
      "Withdraws a licence from an organization, from the next request on. For the operator alone: needs " +
      "the scope admin.",
  })
  async withdrawLicense(
    @Arg("input", () => WithdrawLicenseInput, { description: "Which licence, and from whom." })
    input: WithdrawLicenseInput,
    @Ctx() context: Context,
  ): Promise<WithdrawLicensePayload> {
    authorize(context.viewer, ["admin"]);
    return await organizationPayload(await withdrawLicense(context.commands, input), context);
  }
}
