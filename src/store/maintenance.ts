import { sql } from "drizzle-orm";
import type { Database } from "./database.js";

/** The tables that an import fills. */
export type Filled = "CONCEPTS" | "PAIRS";

const tables: Readonly<Record<Filled, readonly string[]>> = {
  CONCEPTS: ["concept", "concept_parent"],
  PAIRS: ["crosswalk_pair", "crosswalk_group", "crosswalk_bucket"],
};

/**
 * Brings statistics and visibility up to date after many rows went in: plans stay right and pages stay
 * index-only without waiting for the database's own housekeeping.
 */
export async function settleTables(database: Database, filled: Filled): Promise<void> {
  for (const table of tables[filled]) {
    await database.reads.execute(sql.raw(`vacuum (analyze) ${table}`));
  }
}
