import { sql } from "drizzle-orm";
import type { Database, Queries } from "./database.js";

/** The tables that an import fills. */
export type Filled = "CONCEPTS" | "PAIRS";

/**
 * With the columns that plans depend on. The others are left to the database's own housekeeping: statistics
 * of documents cost more than all the rest.
 */
const tables: Readonly<Record<Filled, Readonly<Record<string, string>>>> = {
  CONCEPTS: {
    concept: "container_id, code, from_revision, to_revision, concept_class, datatype, retired",
    concept_parent: "container_id, child_code, parent_code, from_revision, to_revision",
    concept_term: "container_id, code, from_revision, to_revision, kind, locale, folded, retired",
    concept_word: "container_id, word",
    concept_mapping:
      "container_id, mapping_id, from_code, from_system, to_code, to_system, map_type, " +
      "from_revision, to_revision, retired",
  },
  PAIRS: {
    crosswalk_pair:
      "container_id, source_system, source_code, target_system, target_code, from_revision, " +
      "to_revision, identifier",
    crosswalk_group:
      "container_id, source_system, source_code, target_system, from_revision, to_revision",
    crosswalk_bucket:
      "container_id, source_system, source_code, target_system, from_revision, to_revision",
  },
};

/**
 * Brings statistics and visibility up to date after many rows went in: plans stay right and pages stay
 * index-only without waiting for the database's own housekeeping.
 */
export async function settleTables(database: Database, filled: Filled): Promise<void> {
  for (const [table, columns] of Object.entries(tables[filled])) {
    await database.reads.execute(sql.raw(`vacuum (analyze) ${table} (${columns})`));
  }
}

/** Lets the rest of a transaction compare whole releases without writing its sorts to disk. */
export async function sortInMemory(queries: Queries): Promise<void> {
  await queries.execute(sql`set local work_mem = '64MB'`);
}
