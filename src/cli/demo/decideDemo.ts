import type { Database, Queries } from "../../store/database.js";
import { decideFact, findFact, isEmpty, settleFact } from "../../store/installation/facts.js";
import { loadDemo } from "./loadDemo.js";

/**
 * WANTED: where nothing was decided yet and nothing is here. FORCED: also where it was decided against.
 * UNDECIDED: leaves the decision to whoever comes next.
 */
export type DemoWish = "WANTED" | "UNWANTED" | "FORCED" | "UNDECIDED";

/**
 * Whether the demo content goes in is decided once for an installation, when its first server starts or its
 * first import comes. A load that was broken off is taken up again, whoever comes. To be run under the
 * installation's lock.
 * @throws where it is forced upon an installation that has content of its own
 */
export async function decideDemo(database: Database, wish: DemoWish): Promise<void> {
  const queries = database.reads;
  if ((await decision(queries, wish)) !== "IN") return;
  if (await findFact(queries, "demo-loaded")) return;
  await loadDemo(database, new Date());
  await settleFact(queries, "demo-loaded", true);
}

async function decision(queries: Queries, wish: DemoWish): Promise<unknown> {
  const known = await findFact(queries, "demo-content");
  if (known === "IN" || wish === "UNDECIDED") return known;
  if (known !== undefined && wish !== "FORCED") return known;
  if (wish === "UNWANTED") return await settleFact(queries, "demo-content", "NONE");
  const empty = await isEmpty(queries);
  // Its slices would take the place of whole releases.
  if (!empty && wish === "FORCED") {
    throw new Error("--demo is for an empty database; this one has content of its own already");
  }
  return await decideFact(queries, "demo-content", empty ? "IN" : "NONE");
}
