import type { Viewer } from "../../src/rules/access/viewer.js";
import { accessQueries } from "../../src/store/access/queries.js";
import type { Database } from "../../src/store/database.js";
import { FIXED_NOW } from "./clock.js";

/** A caller as a token of the trial's client makes it. */
export async function memberOf(database: Database, organization: string): Promise<Viewer> {
  const known = await accessQueries(database.reads).viewer(
    {
      client: organization.toLowerCase(),
      user: organization === "Demo" ? "demo" : null,
      organizations: [organization],
      scopes: new Set(["read", "write", "publish"]),
    },
    FIXED_NOW,
  );
  return known.viewer;
}
