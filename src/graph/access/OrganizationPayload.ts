import { Field, ObjectType } from "type-graphql";
import type { OrganizationOutcome } from "../../commands/access/outcome.js";
import type { Result } from "../../kernel/result.js";
import type { Failures } from "../../rules/failure.js";
import type { Context } from "../context.js";
import { UserError } from "../shared/UserError.js";
import { Organization } from "./Organization.js";

/** What every mutation of an organization answers. */
@ObjectType()
export abstract class OrganizationPayload {
  @Field(() => String, {
    nullable: true,
    description: "`Nothing to change.` where all was so already; else null.",
  })
  readonly message!: string | null;

  @Field(() => Organization, {
    nullable: true,
    description: "The organization as it now stands; null where the request was refused.",
  })
  readonly organization!: object | null;

  @Field(() => [UserError], {
    description: "Why the request was refused; empty where it was carried out.",
  })
  readonly userErrors!: readonly object[];
}

/** The payload of a command's result. What the command changed is read anew. */
export async function organizationPayload(
  result: Result<OrganizationOutcome, Failures>,
  context: Context,
): Promise<OrganizationPayload> {
  if (!result.ok) {
    const userErrors = result.failure.map((failure) => ({ ...failure, __typename: failure.kind }));
    return { message: null, organization: null, userErrors };
  }
  context.forget();
  const { organization: name, message } = result.value;
  const organization = await context.load.access.organizationByName.load(name);
  return { message, organization, userErrors: [] };
}
