import { sql } from "drizzle-orm";
import type { Viewer } from "../../rules/access/viewer.js";
import { type CodeSystemName, codeSystemName } from "../../rules/codeSystems/names.js";
import type { Queries } from "../database.js";
import { lockContainer } from "../ledger/writes.js";
import { namedByUrl, urlParameters } from "../repositories/naming.js";
import { repositoryVisible, viewerParameters } from "../repositories/visibility.js";
import { type CodeSystemRow, selectCodeSystems } from "./queries.js";
import { codeSystem } from "./tables.js";

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

/** The code system of a slug or URL as it stands, without its lock; null where the viewer sees none. */
export async function codeSystemAddressed(
  queries: Queries,
  viewer: Viewer,
  address: string,
): Promise<CodeSystemRow | null> {
  const name = codeSystemName(address, viewer.user?.name ?? null);
  return name && (await visibleCodeSystem(queries, viewer, name));
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
