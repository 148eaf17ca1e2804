import { sql } from "drizzle-orm";
import type { CatalogEntry } from "../../rules/codeSystems/catalog.js";
import { organization } from "../access/tables.js";
import type { Queries } from "../database.js";
import { createContainer } from "../ledger/writes.js";
import { repository } from "../repositories/tables.js";
import { codeSystem } from "./tables.js";

/** The slugs among those given that are taken. */
export async function takenSlugs(
  queries: Queries,
  slugs: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await queries
    .select({ slug: codeSystem.slug })
    .from(codeSystem)
    .where(sql`${codeSystem.slug} = any(${sql.param(slugs)}::text[])`);
  return new Set(rows.map(({ slug }) => slug));
}

/** Lets no one else register code systems until the transaction ends. */
export async function lockSlugs(queries: Queries): Promise<void> {
  await queries.execute(sql`lock table ${codeSystem} in share row exclusive mode`);
}

/** A code system that is to be registered, with what may be known of it beside its names. */
export interface NewCodeSystem extends CatalogEntry {
  readonly description?: string | null;
  readonly defaultLocale?: string;
  readonly extras?: Readonly<Record<string, unknown>>;
}

/** Registers a code system without content: it takes every code and knows none. */
export async function insertCodeSystem(
  queries: Queries,
  entry: NewCodeSystem,
  made: { readonly uid: string; readonly at: Date; readonly by: string },
): Promise<void> {
  const { uid, at, by } = made;
  const { defaultLocale = "en" } = entry;
  const containerId = await createContainer(queries, { uid, kind: "CODE_SYSTEM", at, by });
  await queries.insert(repository).values({
    containerId,
    ownerOrganizationId: sql`(select ${organization.id} from ${organization}
      where ${organization.name} = ${entry.owner})`,
    shortCode: entry.shortCode,
    name: entry.name,
    fullName: entry.fullName,
    description: entry.description ?? null,
    publicAccess: "VIEW",
    defaultLocale,
    supportedLocales: [defaultLocale],
    canonicalUrl: entry.canonicalUrl,
    extras: entry.extras ?? {},
    updatedAt: at,
    updatedBy: by,
  });
  await queries.insert(codeSystem).values({
    containerId,
    slug: entry.slug,
    content: "NOT_PRESENT",
    codeNormalization: entry.codeNormalization,
    licensor: entry.licensor,
  });
}
