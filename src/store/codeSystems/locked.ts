import { sql } from "drizzle-orm";
import type { Viewer } from "../../rules/access/viewer.js";
import type { RepositoryName } from "../../rules/repositories/urls.js";
import type { Queries } from "../database.js";
import { lockContainer } from "../ledger/writes.js";
import { namedByUrl, urlParameters } from "../repositories/naming.js";
import { repositoryVisible, viewerParameters } from "../repositories/visibility.js";
import { type CodeSystemRow, selectCodeSystems } from "./queries.js";
import { codeSystem } from "./tables.js";

/** How a code system is named: by its slug, or by its URL. */
export type CodeSystemName = { readonly slug: string } | RepositoryName;

/**
 * Takes the lock of a code system that the viewer may see and reads how it stands; null where there is
 * none. The lock comes first: what is read in its own statement afterwards can't be stale.
 */
export async function lockCodeSystem(
  queries: Queries,
  viewer: Viewer,
  name: CodeSystemName,
): Promise<CodeSystemRow | null> {
  const found = await visibleCodeSystem(queries, viewer, name);
  if (!found) return null;
  await lockContainer(queries, found.uid);
  return await visibleCodeSystem(queries, viewer, name);
}

async function visibleCodeSystem(
  queries: Queries,
  viewer: Viewer,
  name: CodeSystemName,
): Promise<CodeSystemRow | null> {
  const [named, parameters] =
    "slug" in name
      ? [sql`${codeSystem.slug} = ${name.slug}`, {}]
      : [namedByUrl, urlParameters([name])];
  const [row] = await selectCodeSystems(queries)
    .where(sql`${named} and ${repositoryVisible}`)
    .prepare("code_system_to_write")
    .execute({ ...parameters, ...viewerParameters(viewer) });
  return row ?? null;
}
