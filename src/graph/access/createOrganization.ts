import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from "type-graphql";
import { createOrganization } from "../../commands/access/createOrganization.js";
import type { Context } from "../context.js";
import { authorizeOperatorOr } from "../shared/authorize.js";
import { OrganizationPayload, organizationPayload } from "./OrganizationPayload.js";

@InputType({ description: "What a new organization begins with." })
export class CreateOrganizationInput {
  @Field(() => String, {
    description: "Its name in URLs, 1 to 255 letters, digits and `-._@`; never changed.",
  })
  readonly name!: string;

  @Field(() => String, {
    nullable: true,
    description: "The name for people, up to 500 characters.",
  })
  readonly displayName?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Address of its website, http or https, up to 2000 characters.",
  })
  readonly website?: string | null;
}

@ObjectType({ description: "What became of a request to create an organization." })
export class CreateOrganizationPayload extends OrganizationPayload {}

@Resolver()
export class CreateOrganizationResolver {
  @Mutation(() => CreateOrganizationPayload, {
    description:
      "Creates an organization; the token's user becomes its administrator. Needs the scope write, or " +
      "admin, with which a client without a user may make one for others.",
  })
  async createOrganization(
    @Arg("input", () => CreateOrganizationInput, { description: "What it is to be called." })
    input: CreateOrganizationInput,
    @Ctx() context: Context,
  ): Promise<CreateOrganizationPayload> {
    authorizeOperatorOr(context.viewer, ["write"]);
    return await organizationPayload(await createOrganization(context.commands, input), context);
  }
}
