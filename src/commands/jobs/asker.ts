import type { Viewer } from "../../rules/access/viewer.js";
import { accessQueries } from "../../store/access/queries.js";
import type { JobWork } from "./jobKind.js";

/**
 * Whoever asked for a job, as the database knows them now: what they may do can have changed while the job
 * waited.
 */
export async function askerOf({ database, job, now }: JobWork): Promise<Viewer> {
  const { client, user, organizations, scopes } = job;
  const claims = { client, user, organizations, scopes: new Set(scopes) };
  const { viewer } = await accessQueries(database.reads).viewer(claims, now());
  return viewer;
}
