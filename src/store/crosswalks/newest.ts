import { and, eq } from "drizzle-orm";
import { container, version } from "../ledger/tables.js";
import type { crosswalkVersion } from "./tables.js";

/** That a version, or what a crosswalk's version has beside it, is the container's newest. */
export function isNewest(of: typeof version | typeof crosswalkVersion) {
  return and(eq(of.containerId, container.id), eq(of.ordinal, container.newestVersion));
}
