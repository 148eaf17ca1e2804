import { eq, sql } from "drizzle-orm";
import { licensorOfSlug, slugsToTry } from "../../rules/codeSystems/slugs.js";
import type { RepositoryDetails } from "../../rules/repositories/details.js";
import { organization, userAccount } from "../access/tables.js";
import type { Queries } from "../database.js";
import { repository } from "../repositories/tables.js";
import { updateRepository } from "../repositories/writes.js";
import { resetClaimedNames } from "./claimedNames.js";
import { codeSystem } from "./tables.js";
import { insertCodeSystemRows, lockSlugs, setSourceType, takenSlugs } from "./writes.js";

/** What a file says of a code system. */
export interface SaidOfSystem {
  readonly details: RepositoryDetails;
  readonly sourceType: string | null;
}

/** Whose a code system is, by the name in URLs. */
export interface NamedOwner {
  readonly kind: "orgs" | "users";
  readonly name: string;
}

interface Made {
  readonly uid: string;
  readonly at: Date;
  readonly by: string;
}

/**
 * Registers a code system that is to have content, for an owner who is there. Its slug is the short code in
 * lower case, with the owner's name where that is taken.
 */
export async function registerDescribedSystem(
  queries: Queries,
  owner: NamedOwner,
  { shortCode, details, sourceType }: SaidOfSystem & { readonly shortCode: string },
  made: Made,
): Promise<{ readonly containerId: number; readonly slug: string }> {
  await lockSlugs(queries);
  const slug = await firstFreeSlug(queries, shortCode, owner.name);
  const containerId = await insertCodeSystemRows(
    queries,
    { owner: rowOf(owner), shortCode, details },
    {
      slug,
      sourceType,
      content: "COMPLETE",
      codeNormalization: "NONE",
      licensor: licensorOfSlug(slug),
    },
    made,
  );
  return { containerId, slug };
}

/** The first of the slugs to try that no code system has; further ones are looked at only where all are taken. */
export async function firstFreeSlug(
  queries: Queries,
  shortCode: string,
  owner: string,
): Promise<string> {
  for (const slug of slugsToTry(shortCode, owner)) {
    if ((await takenSlugs(queries, [slug])).size === 0) return slug;
  }
  throw new Error(`No slug is free for ${shortCode}`);
}

function rowOf({ kind, name }: NamedOwner) {
  return kind === "orgs"
    ? ({
        kind: "ORGANIZATION",
        id: sql`(select ${organization.id} from ${organization} where ${organization.name} = ${name})`,
      } as const)
    : ({
        kind: "USER",
        id: sql`(select ${userAccount.id} from ${userAccount} where ${userAccount.name} = ${name})`,
      } as const);
}

/** Lets a code system say of itself what a file says of it. What it says already is not written again. */
export async function describeSystem(
  queries: Queries,
  containerId: number,
  { details, sourceType }: SaidOfSystem,
  change: { readonly at: Date; readonly by: string },
): Promise<void> {
  const [present] = await queries
    .select()
    .from(repository)
    .innerJoin(codeSystem, eq(codeSystem.containerId, repository.containerId))
    .where(eq(repository.containerId, containerId));
  if (!present) throw new Error(`There is no repository ${containerId}`);
  const fields = Object.keys(details) as (keyof RepositoryDetails)[];
  const same = fields.every(
    (field) => JSON.stringify(present.repository[field]) === JSON.stringify(details[field]),
  );
  if (same && present.code_system.sourceType === sourceType) return;
  await updateRepository(queries, containerId, details, change);
  await setSourceType(queries, containerId, sourceType);
  if (present.repository.customValidationSchema !== details.customValidationSchema) {
    await resetClaimedNames(queries, containerId, details.customValidationSchema !== null);
  }
}
