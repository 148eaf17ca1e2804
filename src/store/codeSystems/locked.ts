import { sql } from "drizzle-orm";
import type { Viewer } from "../../rules/access/viewer.js";
import { type CodeSystemName, codeSystemName } from "../../rules/codeSystems/names.js";
import type { Queries } from "../database.js";
import { lockRepository } from "../repositories/locked.js";
import { namedByUrl, urlParameters } from "../repositories/naming.js";
import { repositoryVisible, viewerParameters } from "../repositories/visibility.js";
import { type CodeSystemRow, selectCodeSystems } from "./queries.js";
import { codeSystem } from "./tables.js";

/**
 * Takes the lock of a code system that the viewer may see and reads how it stands; null where there is none.
 */
export async function lockCodeSystem(
  queries: Queries,
  viewer: Viewer,
  name: CodeSystemName,
): Promise<CodeSystemRow | null> {
  return await lockRepository(queries, () => visibleCodeSystem(queries, viewer, name));
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
