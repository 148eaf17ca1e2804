import { readFileSync } from "node:fs";
import { connect, type Location } from "../../../../src/store/database.js";

const TABLES = [
  "collection",
  "concept",
  "concept_name",
  "crosswalk",
  "crosswalk_version",
  "mapping",
  "mapping_history",
  "member",
  "member_mapping",
  "target",
  "target_history",
];

/** Makes the peer's tables anew from what the product's tables hold. */
export async function buildPeerTables(location: Location): Promise<void> {
  const client = connect(location, { max: 1, connection: { maintenance_work_mem: "512MB" } });
  try {
    await client.unsafe("drop schema if exists peer cascade");
    for (const file of ["tables.sql", "fill.sql", "keys.sql", "functions.sql"]) {
      await client.unsafe(readFileSync(new URL(file, import.meta.url), "utf8"));
    }
    for (const table of TABLES) await client.unsafe(`vacuum (analyze) peer.${table}`);
  } finally {
    await client.end({ timeout: 5 });
  }
}
