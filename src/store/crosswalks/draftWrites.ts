import { type SQL, sql } from "drizzle-orm";
import { OPEN_END } from "../columns.js";
import type { Queries } from "../database.js";

const INTERVAL_TABLES = ["crosswalk_pair", "crosswalk_group", "crosswalk_bucket"] as const;

/**
 * Undoes whatever a draft did since the newest published version: rows that it began go, rows that it ended
 * live again, the draft's version goes. Its revision numbers stay burnt.
 */
export async function discardDraft(
  queries: Queries,
  containerId: number,
  draft: number,
): Promise<void> {
  const published = sql`(select released_revision from container where id = ${containerId})`;
  for (const table of INTERVAL_TABLES) {
    await queries.execute(sql`
      delete from ${sql.raw(table)}
      where container_id = ${containerId} and from_revision > ${published}`);
    await queries.execute(sql`
      update ${sql.raw(table)} set to_revision = ${OPEN_END}
      where container_id = ${containerId} and to_revision > ${published}
        and to_revision < ${OPEN_END}`);
  }
  await removeVersions(queries, sql`container_id = ${containerId} and ordinal = ${draft}`);
  await queries.execute(sql`
    update container set newest_version = released_version where id = ${containerId}`);
}

/** Removes a crosswalk with all that it ever held. Only one that was never published may go. */
export async function removeCrosswalk(queries: Queries, containerId: number): Promise<void> {
  const own = sql`container_id = ${containerId}`;
  for (const table of INTERVAL_TABLES) {
    await queries.execute(sql`delete from ${sql.raw(table)} where ${own}`);
  }
  await removeVersions(queries, own);
  await queries.execute(sql`delete from revision where ${own}`);
  await queries.execute(sql`delete from crosswalk where ${own}`);
  await queries.execute(sql`delete from container where id = ${containerId}`);
}

async function removeVersions(queries: Queries, which: SQL): Promise<void> {
  await queries.execute(sql`delete from crosswalk_version where ${which}`);
  await queries.execute(sql`delete from version where ${which}`);
}
