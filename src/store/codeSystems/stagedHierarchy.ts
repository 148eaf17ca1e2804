import { sql } from "drizzle-orm";
import { findCycle, type HierarchyEdge } from "../../rules/codeSystems/hierarchy.js";
import type { Queries } from "../database.js";

/** Adds parents to staged concepts that have them not yet. */
export async function addStagedParents(
  queries: Queries,
  edges: readonly HierarchyEdge[],
): Promise<void> {
  if (edges.length === 0) return;
  await queries.execute(sql`
    update staged_concept staged set parents = staged.parents || added.parents
    from (
      select child, array_agg(distinct parent) as parents
      from unnest(${sql.param(edges.map(({ child }) => child))}::text[] collate "C",
        ${sql.param(edges.map(({ parent }) => parent))}::text[] collate "C") as edge(child, parent)
      where not exists (select from staged_concept known
        where known.code = edge.child and edge.parent = any(known.parents))
      group by child
    ) added where staged.code = added.child`);
}

/** Edges whose child is not in the release; {@link addStagedParents} leaves them out. */
export async function missingChildren(
  queries: Queries,
  edges: readonly HierarchyEdge[],
): Promise<readonly HierarchyEdge[]> {
  if (edges.length === 0) return [];
  return await queries.execute<HierarchyEdge & Record<string, unknown>>(sql`
    select child, parent
    from unnest(${sql.param(edges.map(({ child }) => child))}::text[] collate "C",
      ${sql.param(edges.map(({ parent }) => parent))}::text[] collate "C") as edge(child, parent)
    where not exists (select from staged_concept found where found.code = edge.child)
    limit 100`);
}

/**
 * Codes of the staged release that are below each other in a circle; null where there is none. Where all
 * parents were staged before their children, or all behind them, as most publishers have them, there can be
 * none, and no edge leaves the database.
 */
export async function stagedCycle(queries: Queries): Promise<readonly string[] | null> {
  const [ways] = await queries.execute<{ both: boolean }>(sql`
    select coalesce(bool_or(parent.ctid >= child.ctid) and bool_or(parent.ctid <= child.ctid), false)
      as both
    from staged_concept child cross join unnest(child.parents) as edge(code)
    join staged_concept parent on parent.code = edge.code`);
  if (!ways?.both) return null;
  const edges = await queries.execute<HierarchyEdge & Record<string, unknown>>(sql`
    select child.code as child, edge.code as parent
    from staged_concept child cross join unnest(child.parents) as edge(code)`);
  return findCycle(edges);
}
