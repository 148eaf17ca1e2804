import { sql } from "drizzle-orm";
import type { Viewer } from "../../rules/access/viewer.js";
import type { Queries } from "../database.js";
import { container } from "../ledger/tables.js";
import { repository } from "../repositories/tables.js";
import {
  contentLicensed,
  repositoryVisible,
  viewerParameters,
} from "../repositories/visibility.js";
import type { ListedSystem } from "./searchScope.js";
import { codeSystem } from "./tables.js";

/** The code systems that searches over all of them read, each where those who name no version read it. */
export function searchedSystemQueries(reads: Queries) {
  const names = sql`${sql.placeholder("slugs")}::text[]`;
  const listed = reads
    .select({
      containerId: codeSystem.containerId,
      revision: sql<number>`coalesce(${container.releasedRevision}, ${container.headRevision})`,
      codeNormalization: codeSystem.codeNormalization,
    })
    .from(codeSystem)
    .innerJoin(container, sql`${container.id} = ${codeSystem.containerId}`)
    .innerJoin(repository, sql`${repository.containerId} = ${codeSystem.containerId}`)
    .where(
      sql`${repositoryVisible} and ${contentLicensed} and ${repository.deactivatedAt} is null
        and (${names} is null or ${codeSystem.slug} = any(${names}))`,
    )
    .orderBy(codeSystem.slug)
    .prepare("searched_systems");
  return {
    /** Those whose content the viewer may read; of the slugs, or all of them where null. */
    searched: (viewer: Viewer, slugs: readonly string[] | null): Promise<readonly ListedSystem[]> =>
      listed.execute({ slugs, ...viewerParameters(viewer) }),
  };
}
