import type { NamedRow } from "../../rules/repositories/urls.js";
import type { OwnerRow } from "../../store/access/queries.js";
import { ownerType } from "../access/Owner.js";
import type { Context } from "../context.js";

/** The organization or user that a code system or collection belongs to, with its type in the graph. */
export async function ownerOf(
  { ownerOrganization, ownerUser }: NamedRow,
  { load }: Context,
): Promise<OwnerRow & { readonly __typename: string }> {
  const { organizationByName, userByName } = load.access;
  const owner =
    ownerOrganization === null
      ? await userByName.load(ownerUser ?? "")
      : await organizationByName.load(ownerOrganization);
  if (!owner) throw new Error("A repository has no owner");
  return { ...owner, __typename: ownerType(owner) };
}
