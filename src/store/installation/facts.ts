import { eq, sql } from "drizzle-orm";
import type { Queries } from "../database.js";
import { version } from "../ledger/tables.js";
import { installationFact } from "./tables.js";

/** The facts that an installation decides once. */
type FactName = "demo-content" | "demo-loaded" | "trial-signing-key";

/** What was decided; undefined while nothing was. */
export async function findFact(queries: Queries, name: FactName): Promise<unknown> {
  const [row] = await queries
    .select({ value: installationFact.value })
    .from(installationFact)
    .where(eq(installationFact.name, name));
  return row?.value;
}

/**
 * Decides, where nothing was decided before: of several servers one wins.
 * @returns what holds now
 */
export async function settleFact(
  queries: Queries,
  name: FactName,
  value: unknown,
): Promise<unknown> {
  const known = await findFact(queries, name);
  if (known !== undefined) return known;
  await queries.insert(installationFact).values({ name, value }).onConflictDoNothing();
  return findFact(queries, name);
}

/** Decides, whatever was decided before. To be run under the installation's lock. */
export async function decideFact(
  queries: Queries,
  name: FactName,
  value: unknown,
): Promise<unknown> {
  await queries
    .insert(installationFact)
    .values({ name, value })
    .onConflictDoUpdate({ target: installationFact.name, set: { value } });
  return value;
}

/** Whether nobody has put any content in yet: no crosswalk, and no release of a code system. */
export async function isEmpty(queries: Queries): Promise<boolean> {
  const [found] = await queries.select({ one: sql`1` }).from(version).limit(1);
  return found === undefined;
}
