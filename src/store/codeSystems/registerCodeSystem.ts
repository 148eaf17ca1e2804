import { eq, sql } from "drizzle-orm";
import type { Owner } from "../../rules/codeSystems/owners.js";
import { organization } from "../access/tables.js";
import { ensureOrganizations } from "../access/writes.js";
import type { Queries } from "../database.js";
import { repository } from "../repositories/tables.js";
import { firstFreeSlug } from "./register.js";
import { insertCodeSystem, lockSlugs, type NewCodeSystem, takenSlugs } from "./writes.js";

/** A code system to register; a slug that is not given is made of its short code and its owner's name. */
export type Registration = Omit<NewCodeSystem, "slug" | "owner"> & {
  readonly slug: string | null;
  /** Is made where it is not there. */
  readonly owner: Owner;
};

/**
 * Registers a code system without content, and its owner where nobody knows it yet. Nobody else registers
 * one until the transaction ends.
 * @returns its slug, or which other code system has the slug or the owner's short code already
 */
export async function registerCodeSystem(
  queries: Queries,
  { owner, ...registration }: Registration,
  made: { readonly uid: string; readonly at: Date; readonly by: string },
): Promise<{ readonly slug: string } | { readonly taken: "SLUG" | "SHORT_CODE" }> {
  await lockSlugs(queries);
  const { shortCode } = registration;
  const slug = registration.slug ?? (await firstFreeSlug(queries, shortCode, owner.name));
  if ((await takenSlugs(queries, [slug])).size > 0) return { taken: "SLUG" };
  const [sameCode] = await queries
    .select({ id: repository.containerId })
    .from(repository)
    .innerJoin(organization, eq(organization.id, repository.ownerOrganizationId))
    .where(sql`${organization.name} = ${owner.name} and ${repository.shortCode} = ${shortCode}`);
  if (sameCode) return { taken: "SHORT_CODE" };
  await ensureOrganizations(queries, [owner], made.at);
  await insertCodeSystem(queries, { ...registration, slug, owner: owner.name }, made);
  return { slug };
}
