import { eq, sql } from "drizzle-orm";
import type { Licensor } from "../../rules/codeSystems/catalog.js";
import { licensorOfSlug } from "../../rules/codeSystems/slugs.js";
import { organization, userAccount } from "../access/tables.js";
import type { Queries } from "../database.js";
import { createContainer } from "../ledger/writes.js";
import { repository } from "../repositories/tables.js";
import { codeSystem } from "./tables.js";
import { lockSlugs, takenSlugs } from "./writes.js";

/** What is said of a code system when it is registered. */
export type RegisteredDetails = Pick<
  typeof repository.$inferInsert,
  | "shortCode"
  | "name"
  | "fullName"
  | "description"
  | "publicAccess"
  | "defaultLocale"
  | "supportedLocales"
  | "canonicalUrl"
  | "website"
  | "externalId"
  | "customValidationSchema"
  | "extras"
> & { readonly sourceType: string | null };

/** A code system that was registered. */
export interface RegisteredSystem {
  readonly containerId: number;
  readonly slug: string;
}

/**
 * Registers a code system that is to have content, for an owner who is there. Its slug is the short code in
 * lower case, with the owner's name where that is taken.
 */
export async function registerCodeSystem(
  queries: Queries,
  owner: { readonly kind: "orgs" | "users"; readonly name: string },
  details: RegisteredDetails,
  made: { readonly uid: string; readonly at: Date; readonly by: string },
): Promise<RegisteredSystem> {
  const { sourceType, ...described } = details;
  await lockSlugs(queries);
  const slug = await freeSlug(queries, details.shortCode, owner.name);
  const { uid, at, by } = made;
  const containerId = await createContainer(queries, { uid, kind: "CODE_SYSTEM", at, by });
  const owned =
    owner.kind === "orgs"
      ? {
          ownerOrganizationId: sql`(select ${organization.id} from ${organization}
          where ${organization.name} = ${owner.name})`,
        }
      : {
          ownerUserId: sql`(select ${userAccount.id} from ${userAccount}
          where ${userAccount.name} = ${owner.name})`,
        };
  await queries
    .insert(repository)
    .values({ ...described, ...owned, containerId, updatedAt: at, updatedBy: by });
  const licensor: Licensor | null = licensorOfSlug(slug);
  const standing = { content: "COMPLETE", codeNormalization: "NONE" } as const;
  await queries.insert(codeSystem).values({ containerId, slug, sourceType, licensor, ...standing });
  return { containerId, slug };
}

async function freeSlug(queries: Queries, shortCode: string, owner: string): Promise<string> {
  const slugged = (text: string) =>
    text
      .toLowerCase()
      .replaceAll("@", "-")
      .replace(/^[^a-z0-9]+/, "")
      .slice(0, 90);
  const bases = [slugged(shortCode), slugged(`${shortCode}-${owner}`)].filter(Boolean);
  const base = bases.at(-1) ?? "system";
  const further = Array.from({ length: 100 }, (_, at) => `${base}-${at + 2}`);
  const candidates = [...bases, ...further];
  const taken = await takenSlugs(queries, candidates);
  const free = candidates.find((slug) => !taken.has(slug));
  if (free === undefined) throw new Error(`No slug is left for ${shortCode}`);
  return free;
}

/** Gives a code system other details; answers whether any of them are new. */
export async function describeCodeSystem(
  queries: Queries,
  containerId: number,
  details: Omit<RegisteredDetails, "shortCode">,
  { at, by }: { readonly at: Date; readonly by: string },
): Promise<boolean> {
  const { sourceType, ...described } = details;
  const [present] = await queries
    .select()
    .from(repository)
    .where(eq(repository.containerId, containerId));
  const fields = Object.keys(described) as (keyof typeof described)[];
  const same = fields.every(
    (field) => JSON.stringify(present?.[field]) === JSON.stringify(described[field]),
  );
  if (same) return false;
  await queries
    .update(repository)
    .set({ ...described, updatedAt: at, updatedBy: by })
    .where(eq(repository.containerId, containerId));
  await queries
    .update(codeSystem)
    .set({ sourceType })
    .where(eq(codeSystem.containerId, containerId));
  return true;
}
