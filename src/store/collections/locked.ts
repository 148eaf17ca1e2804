import { sql } from "drizzle-orm";
import type { Viewer } from "../../rules/access/viewer.js";
import type { RepositoryName } from "../../rules/repositories/urls.js";
import type { Queries } from "../database.js";
import { lockRepository } from "../repositories/locked.js";
import { namedByUrl, urlParameters } from "../repositories/naming.js";
import { viewerParameters } from "../repositories/visibility.js";
import { type CollectionRow, selectCollections } from "./queries.js";
import { collectionVisible } from "./visibility.js";

/** Takes the lock of a collection that the viewer may see and reads how it stands; null where there is none. */
export async function lockCollection(
  queries: Queries,
  viewer: Viewer,
  name: RepositoryName,
): Promise<CollectionRow | null> {
  return await lockRepository(queries, () => readCollection(queries, viewer, name));
}

/** The same without its lock: for what waits for no other change of it. */
export async function readCollection(
  queries: Queries,
  viewer: Viewer,
  name: RepositoryName,
): Promise<CollectionRow | null> {
  const [row] = await selectCollections(queries, {})
    .where(sql`${namedByUrl} and ${collectionVisible}`)
    .prepare("collection_to_write")
    .execute({ ...urlParameters([name]), ...viewerParameters(viewer) });
  return row ?? null;
}
