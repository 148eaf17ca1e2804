import { GraphQLDateTime } from "graphql-scalars";
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from "type-graphql";
import { grantLicense } from "../../commands/access/licences.js";
import type { Licensor as LicensorName } from "../../rules/codeSystems/catalog.js";
import type { Context } from "../context.js";
import { authorize } from "../shared/authorize.js";
import { Licensor } from "./Licensor.js";
import { OrganizationPayload, organizationPayload } from "./OrganizationPayload.js";

@InputType({ description: "Whose content which organization may use, and until when." })
export class GrantLicenseInput {
  @Field(() => String, { description: "Name of the organization." })
  readonly organization!: string;

  @Field(() => Licensor, { description: "Whose content it may use." })
  readonly licensor!: LicensorName;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: "When the licence ends, which must lie ahead; left out or null: it has no end.",
  })
  readonly expiresAt?: Date | null;
}

@ObjectType({ description: "What became of a request to grant a licence." })
export class GrantLicensePayload extends OrganizationPayload {}

@Resolver()
export class GrantLicenseResolver {
  @Mutation(() => GrantLicensePayload, {
    description:
      "Grants an organization a licence, or gives the one that it has another end. It holds from the next " +
      "request on. For the operator alone: needs the scope admin.",
  })
  async grantLicense(
    @Arg("input", () => GrantLicenseInput, { description: "Which licence, and whose it is to be." })
    input: GrantLicenseInput,
    @Ctx() context: Context,
  ): Promise<GrantLicensePayload> {
    authorize(context.viewer, ["admin"]);
    return await organizationPayload(await grantLicense(context.commands, input), context);
  }
}
