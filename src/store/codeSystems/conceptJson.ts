import { getTableColumns, type SQL, sql } from "drizzle-orm";
import { container } from "../ledger/tables.js";
import { repository } from "../repositories/tables.js";
import { contentLicensed, repositoryVisible } from "../repositories/visibility.js";
import type { ConceptRow } from "./concepts.js";
import { codeSystem, concept } from "./tables.js";

const columns = getTableColumns(concept);
const names = [...Object.keys(columns), "slug", "revision"] as (keyof ConceptRow)[];
const revision = sql`coalesce(${container.releasedRevision}, ${container.headRevision})`;

/**
 * The concepts that the viewer may read, of all code systems, where those who name no version read them. Ends
 * in a condition, to go on with AND.
 */
export const conceptsOfToday = sql`${codeSystem}
  join ${repository} on ${repository.containerId} = ${codeSystem.containerId}
  join ${container} on ${container.id} = ${codeSystem.containerId}
  join ${concept} on ${concept.containerId} = ${codeSystem.containerId}
    and ${concept.fromRevision} <= ${revision} and ${concept.toRevision} > ${revision}
  where ${repositoryVisible} and ${contentLicensed}`;

/** A concept as {@link conceptJson} answers it: its values, in the order of the columns. */
export type ConceptJson = readonly unknown[];

/**
 * The concept under a code in its own form, where those who name no version read it, as a JSON array: for
 * statements that want it beside what they read. Null where the viewer may not read it.
 */
export function conceptJson(slug: SQL, code: SQL): SQL {
  const values = [...Object.values(columns), codeSystem.slug, revision];
  return sql`(select json_build_array(${sql.join(values, sql`, `)})
    from ${conceptsOfToday} and ${codeSystem.slug} = ${slug} and ${concept.code} = ${code})`;
}

export function readConcept(json: ConceptJson | null): ConceptRow | null {
  if (json === null) return null;
  const row: Partial<Record<keyof ConceptRow, unknown>> = {};
  names.forEach((name, at) => {
    row[name] = json[at];
  });
  return row as ConceptRow;
}
