import { sql } from "drizzle-orm";
import type { Viewer } from "../../rules/access/viewer.js";
import type { Queries } from "../database.js";
import { repository } from "../repositories/tables.js";
import {
  contentLicensed,
  repositoryVisible,
  viewerParameters,
} from "../repositories/visibility.js";
import { type ConceptJson, conceptValues, readConcept } from "./conceptJson.js";
import type { ConceptKey, ConceptRow } from "./concepts.js";
import { codeSystem } from "./tables.js";

const p = sql.placeholder;

/** Reads of many concepts at once: as one text, which takes a fraction of what rows would. */
export function conceptsByKeyQueries(reads: Queries) {
  const statement = reads
    .select({
      concepts: sql<readonly (readonly [at: number, concept: ConceptJson])[]>`found.concepts`,
    })
    .from(
      sql`(with readable as materialized (
          select ${codeSystem.containerId} as id, ${codeSystem.slug} as slug
          from ${codeSystem} join ${repository} on ${repository.containerId} = ${codeSystem.containerId}
          where ${codeSystem.containerId} = any(${p("ids")}::int[]) and ${repositoryVisible} and ${contentLicensed}
        )
        select coalesce(json_agg(json_build_array(asked.at,
          ${conceptValues(sql`readable.slug`, sql`asked.revision`)})), '[]') as concepts
        from unnest(${p("ids")}::int[], ${p("revisions")}::int[], ${p("codes")}::text[])
          with ordinality as asked(id, revision, code, at)
        join readable on readable.id = asked.id
        cross join lateral (select * from concept where concept.container_id = asked.id
          and concept.code = asked.code and concept.from_revision <= asked.revision
          and concept.to_revision > asked.revision offset 0) concept) found`,
    )
    .prepare("concepts_by_key");
  /** The concepts under the keys, in their order; null for what is not there, or the viewer may not read. */
  return async (
    viewer: Viewer,
    keys: readonly ConceptKey[],
  ): Promise<readonly (ConceptRow | null)[]> => {
    if (keys.length === 0) return [];
    const rows: (ConceptRow | null)[] = keys.map(() => null);
    const [found] = await statement.execute({
      ids: keys.map(({ containerId }) => containerId),
      revisions: keys.map(({ revision }) => revision),
      codes: keys.map(({ code }) => code),
      ...viewerParameters(viewer),
    });
    for (const [at, concept] of found?.concepts ?? []) rows[at - 1] = readConcept(concept);
    return rows;
  };
}
