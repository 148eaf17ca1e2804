import { getTableColumns, type SQL, sql } from "drizzle-orm";
import { type RowJson, rowsOverJson } from "../jsonRows.js";
import { container } from "../ledger/tables.js";
import { repository } from "../repositories/tables.js";
import { contentLicensed, repositoryVisible } from "../repositories/visibility.js";
import type { ConceptRow } from "./concepts.js";
import { codeSystem, concept } from "./tables.js";

const columns = getTableColumns(concept);
const names = [...Object.keys(columns), "slug", "revision"] as (keyof ConceptRow)[];

/**
 * The code systems whose content the viewer may read, each at the revision where those who name no version read
 * it. Ends in a condition, to go on with AND.
 */
const systemsOfToday = sql`(select ${codeSystem.containerId}, ${codeSystem.slug},
    coalesce(${container.releasedRevision}, ${container.headRevision}) as revision
  from ${codeSystem}
  join ${repository} on ${repository.containerId} = ${codeSystem.containerId}
  join ${container} on ${container.id} = ${codeSystem.containerId}
  where ${repositoryVisible} and ${contentLicensed}`;

/** That a concept is of the content that `today` tells. */
function isOf(today: SQL): SQL {
  return sql`${concept.containerId} = ${today}.container_id
    and ${concept.fromRevision} <= ${today}.revision and ${concept.toRevision} > ${today}.revision`;
}

/**
 * Joins to what stands before it the code system of a slug as {@link conceptJson} needs it. OFFSET 0 has it
 * looked up by its slug, and remembered: the planner would rather merge all code systems with all containers.
 */
export function systemOfToday(slug: SQL, name: SQL): SQL {
  return sql`left join lateral ${systemsOfToday} and ${codeSystem.slug} = ${slug}
    offset 0) as ${name} on true`;
}

/** A concept as {@link conceptJson} answers it: its values, in the order of the columns. */
export type ConceptJson = RowJson;

/** The row of `concept` as {@link readConcept} takes it. */
export function conceptValues(slug: SQL, revision: SQL): SQL {
  const values = [...Object.values(columns), slug, revision];
  return sql`json_build_array(${sql.join(values, sql`, `)})`;
}

/**
 * The concept under a code in its own form, of a code system that was joined by {@link systemOfToday}, as a
 * JSON array: for statements that want it beside what they read. Null where the viewer may not read it.
 */
export function conceptJson(system: SQL, code: SQL): SQL {
  return sql`(select ${conceptValues(sql`${system}.slug`, sql`${system}.revision`)}
    from ${concept} where ${isOf(system)} and ${concept.code} = ${code})`;
}

const overJson = rowsOverJson<ConceptRow>(names);

export function readConcept(json: ConceptJson): ConceptRow;
export function readConcept(json: ConceptJson | null): ConceptRow | null;
export function readConcept(json: ConceptJson | null): ConceptRow | null {
  return json && overJson(json);
}
