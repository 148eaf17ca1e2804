import { sql } from "drizzle-orm";
import type { Viewer } from "../../rules/access/viewer.js";
import { crosswalk } from "./tables.js";

const organizations = sql`any(${sql.placeholder("organizations")}::int[])`;

/** Only the crosswalks of the viewer's organizations: where a list begins. */
export const ofViewer = sql`${crosswalk.organizationId} = ${organizations}`;

/**
 * That the viewer may see a crosswalk which was found by its key. An expression that no index serves, or
 * the planner might set out from all crosswalks of the organizations to find the one.
 */
export const visible = sql`${crosswalk.organizationId} + 0 = ${organizations}`;

/** That the viewer may see the crosswalk whose number is `parent.id`. */
export const seen = sql`${crosswalk.containerId} = parent.id and ${visible}`;

/** Values of the placeholder that {@link ofViewer} and {@link visible} leave open. */
export function organizationsOf(viewer: Viewer) {
  return { organizations: viewer.organizations.map(({ id }) => id) };
}
