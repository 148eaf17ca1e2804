import type { Queries } from "../database.js";
import { lockContainer } from "../ledger/writes.js";

/**
 * Takes the lock of a code system or collection and reads how it stands; null where there is none. The lock
 * comes first: what is read in its own statement afterwards can't be stale.
 * @param find reads it as the viewer may see it
 */
export async function lockRepository<Row extends { readonly uid: string }>(
  queries: Queries,
  find: () => Promise<Row | null>,
): Promise<Row | null> {
  const found = await find();
  if (!found) return null;
  await lockContainer(queries, found.uid);
  return await find();
}
