import { eq, sql } from "drizzle-orm";
import type { Viewer } from "../../rules/access/viewer.js";
import type { Queries } from "../database.js";
import { repository } from "../repositories/tables.js";
import { repositoryVisible, viewerParameters } from "../repositories/visibility.js";
import { revision } from "./tables.js";

const p = sql.placeholder;

export type RevisionRow = typeof revision.$inferSelect;

export interface RevisionKey {
  readonly containerId: number;
  readonly number: number;
}

/** Reads of who changed a code system or collection, and when. */
export function revisionQueries(reads: Queries) {
  const ofRepositories = reads
    .select({ revision })
    .from(revision)
    .innerJoin(repository, eq(repository.containerId, revision.containerId))
    .where(sql`(${revision.containerId}, ${revision.number}) in
      (select * from unnest(${p("ids")}::int[], ${p("numbers")}::int[])) and ${repositoryVisible}`)
    .prepare("revisions_of_repositories");
  return {
    ofRepositories: async (viewer: Viewer, keys: readonly RevisionKey[]) =>
      (
        await ofRepositories.execute({
          ids: keys.map(({ containerId }) => containerId),
          numbers: keys.map(({ number }) => number),
          ...viewerParameters(viewer),
        })
      ).map((row) => row.revision),
  };
}
