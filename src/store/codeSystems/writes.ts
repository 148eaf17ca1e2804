import { eq, sql } from "drizzle-orm";
import type { CatalogEntry } from "../../rules/codeSystems/catalog.js";
import { newRepositoryDetails } from "../../rules/repositories/details.js";
import { organization } from "../access/tables.js";
import type { Queries } from "../database.js";
import { createContainer } from "../ledger/writes.js";
import { insertRepository } from "../repositories/writes.js";
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

/** Who makes a code system, when, and what it is to be known by for ever. */
interface Made {
  readonly uid: string;
  readonly at: Date;
  readonly by: string;
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
  made: Made,
): Promise<void> {
  const id = sql`(select ${organization.id} from ${organization}
    where ${organization.name} = ${entry.owner})`;
  await insertCodeSystemRows(
    queries,
    {
      owner: { kind: "ORGANIZATION", id },
      shortCode: entry.shortCode,
      details: newRepositoryDetails(entry),
    },
    { ...entry, sourceType: null, content: "NOT_PRESENT" },
    made,
  );
}

/** A code system's rows, without revisions; answers its container. */
export async function insertCodeSystemRows(
  queries: Queries,
  repository: Omit<Parameters<typeof insertRepository>[1], "containerId">,
  system: Omit<typeof codeSystem.$inferInsert, "containerId">,
  { uid, at, by }: Made,
): Promise<number> {
  const containerId = await createContainer(queries, { uid, kind: "CODE_SYSTEM", at, by });
  await insertRepository(queries, { containerId, ...repository }, { at, by });
  const { slug, sourceType, content, codeNormalization, licensor } = system;
  await queries
    .insert(codeSystem)
    .values({ containerId, slug, sourceType, content, codeNormalization, licensor });
  return containerId;
}

/** Writes what kind of code system it is. */
export async function setSourceType(
  queries: Queries,
  containerId: number,
  sourceType: string | null,
): Promise<void> {
  await queries
    .update(codeSystem)
    .set({ sourceType })
    .where(eq(codeSystem.containerId, containerId));
}
