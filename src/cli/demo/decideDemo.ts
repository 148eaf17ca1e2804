import type { Database } from "../../store/database.js";
import { findFact, settleFact } from "../../store/installation/facts.js";
import { loadDemo } from "./loadDemo.js";

/** WANTED: when nothing was decided yet. FORCED: also where it was decided against. */
export type DemoWish = "WANTED" | "UNWANTED" | "FORCED";

/**
 * Whether the demo content goes in is decided once for an installation, when its first server starts or its
 * first import comes. A load that was broken off is taken up again. To be run under the installation's lock.
 */
export async function decideDemo(database: Database, wish: DemoWish): Promise<void> {
  const queries = database.reads;
  const decided = await settleFact(queries, "demo-content", wish === "UNWANTED" ? "NONE" : "IN");
  if (decided !== "IN" && wish !== "FORCED") return;
  if (await findFact(queries, "demo-loaded")) return;
  await loadDemo(database, new Date());
  await settleFact(queries, "demo-loaded", true);
}
