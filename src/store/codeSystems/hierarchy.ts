import { getTableColumns, type SQL, sql } from "drizzle-orm";
import type { Viewer } from "../../rules/access/viewer.js";
import type { Queries } from "../database.js";
import { repository } from "../repositories/tables.js";
import {
  contentLicensed,
  repositoryVisible,
  viewerParameters,
} from "../repositories/visibility.js";
import type { ConceptKey, ConceptRow } from "./concepts.js";
import { codeSystem, concept } from "./tables.js";

const p = sql.placeholder;

/**
 * One step from each row of `from` along the edges of its code system at its revision: looked up row by row,
 * which `offset 0` makes sure of, since nobody knows beforehand how many rows there will be.
 */
function steps(from: "snapshot" | "below" | "above", code: string, way: "UP" | "DOWN"): SQL {
  const [here, there] = way === "UP" ? ["child", "parent"] : ["parent", "child"];
  return sql.raw(`${from} cross join lateral (
    select edge.${there}_code as code from concept_parent edge
    where edge.container_id = ${from}.id and edge.${here}_code = ${from}.${code}
      and edge.from_revision <= ${from}.revision and edge.to_revision > ${from}.revision
    offset 0) edge`);
}

/**
 * Everything below the roots of the snapshots, each concept once and the root itself not, also where the
 * data go round in circles. A single step where `deep` is false.
 */
export const belowRoots = sql`below as (
  select snapshot.at, snapshot.id, snapshot.revision, snapshot.root, edge.code
  from ${steps("snapshot", "root", "DOWN")} where edge.code <> snapshot.root
  union
  select below.at, below.id, below.revision, below.root, edge.code
  from ${steps("below", "code", "DOWN")}
  where ${p("deep")}::boolean and edge.code <> below.root
)`;

const aboveKeys = sql`(with recursive snapshot as (
    select * from unnest(${p("ids")}::int[], ${p("revisions")}::int[], ${p("keys")}::text[])
      with ordinality as snapshot(id, revision, root, at)
  ), above as (
    select snapshot.at, snapshot.id, snapshot.revision, snapshot.root, edge.code
    from ${steps("snapshot", "root", "UP")} where edge.code <> snapshot.root
    union
    select above.at, above.id, above.revision, above.root, edge.code
    from ${steps("above", "code", "UP")} where edge.code <> above.root
  ) select * from above) found`;

/** Reads of the hierarchy of concepts over any number of steps. */
export function hierarchyQueries(reads: Queries) {
  const inner = reads
    .select(getTableColumns(concept))
    .from(concept)
    .where(sql`${concept.containerId} = found.id and ${concept.code} = found.code
      and ${concept.fromRevision} <= found.revision and ${concept.toRevision} > found.revision`)
    .as("concept");
  const above = reads
    .select({
      at: sql<number>`found.at::int`,
      revision: sql<number>`found.revision`,
      slug: codeSystem.slug,
      concept: inner._.selectedFields,
    })
    .from(aboveKeys)
    .innerJoin(codeSystem, sql`${codeSystem.containerId} = found.id`)
    .innerJoin(
      repository,
      sql`${repository.containerId} = found.id and ${repositoryVisible} and ${contentLicensed}`,
    )
    .innerJoinLateral(inner, sql`true`)
    .orderBy(sql`found.at, found.code`)
    .prepare("concept_ancestors");
  return {
    /** One list per key, in order of code: all that is above it, each concept once. */
    ancestors: async (
      viewer: Viewer,
      keys: readonly ConceptKey[],
    ): Promise<readonly (readonly ConceptRow[])[]> => {
      const found: ConceptRow[][] = keys.map(() => []);
      const rows = await above.execute({
        ids: keys.map(({ containerId }) => containerId),
        revisions: keys.map(({ revision }) => revision),
        keys: keys.map(({ code }) => code),
        ...viewerParameters(viewer),
      });
      for (const { at, concept: row, slug, revision } of rows) {
        found[at - 1]?.push({ ...row, slug, revision });
      }
      return found;
    },
  };
}
