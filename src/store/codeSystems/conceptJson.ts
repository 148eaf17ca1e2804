import { getTableColumns, type SQL, sql } from "drizzle-orm";
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
export type ConceptJson = readonly unknown[];

/**
 * The concept under a code in its own form, of a code system that was joined by {@link systemOfToday}, as a
 * JSON array: for statements that want it beside what they read. Null where the viewer may not read it.
 */
export function conceptJson(system: SQL, code: SQL): SQL {
  const values = [...Object.values(columns), sql`${system}.slug`, sql`${system}.revision`];
  return sql`(select json_build_array(${sql.join(values, sql`, `)})
    from ${concept} where ${isOf(system)} and ${concept.code} = ${code})`;
}

/** A concept row over its JSON: of hundreds in an answer, each is asked for three or four of its values. */
class JsonConcept {
  constructor(readonly json: ConceptJson) {}
}

names.forEach((name, at) => {
  Object.defineProperty(JsonConcept.prototype, name, {
    get(this: JsonConcept) {
      return this.json[at];
    },
  });
});

export function readConcept(json: ConceptJson | null): ConceptRow | null {
  return json && (new JsonConcept(json) as unknown as ConceptRow);
}
