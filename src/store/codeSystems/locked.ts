import { type SQL, sql } from "drizzle-orm";
import type { Viewer } from "../../rules/access/viewer.js";
import type { CodeSystemName } from "../../rules/codeSystems/names.js";
import type { Queries } from "../database.js";
import { lockContainer } from "../ledger/writes.js";
import { namedByUrl, urlParameters } from "../repositories/naming.js";
import { repository } from "../repositories/tables.js";
import { repositoryVisible, viewerParameters } from "../repositories/visibility.js";
import { type CodeSystemRow, selectCodeSystems } from "./queries.js";
import { codeSystem } from "./tables.js";

/**
 * Takes the lock of a code system and reads how it stands; null where the viewer does not see it any more.
 * The lock comes first: what is read in its own statement afterwards can't be stale.
 */
export async function lockCodeSystem(
  queries: Queries,
  viewer: Viewer,
  { uid, slug }: Pick<CodeSystemRow, "uid" | "slug">,
): Promise<CodeSystemRow | null> {
  await lockContainer(queries, uid);
  const [system] = await visibleCodeSystems(queries, viewer, { slug });
  return system ?? null;
}

/**
 * The code systems of a name that the viewer may see, as they stand, in order of slug: of a canonical URL
 * there may be several.
 */
export async function visibleCodeSystems(
  queries: Queries,
  viewer: Viewer,
  name: CodeSystemName,
): Promise<readonly CodeSystemRow[]> {
  const [named, parameters] = conditionOf(name);
  return await selectCodeSystems(queries)
    .where(sql`${named} and ${repositoryVisible}`)
    .orderBy(codeSystem.slug)
    .prepare("code_system_to_write")
    .execute({ ...parameters, ...viewerParameters(viewer) });
}

function conditionOf(name: CodeSystemName): readonly [SQL, Readonly<Record<string, unknown>>] {
  if ("slug" in name) return [sql`${codeSystem.slug} = ${name.slug}`, {}];
  if ("canonicalUrl" in name) return [sql`${repository.canonicalUrl} = ${name.canonicalUrl}`, {}];
  return [namedByUrl, urlParameters([name])];
}
