import { type SQL, sql } from "drizzle-orm";
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
  const concepts = byKey<ConceptJson>(reads, {
    name: "concepts_by_key",
    value: conceptValues(sql`readable.slug`, sql`asked.revision`),
  });
  return {
    /** The concepts under the keys, in their order; null where there is none that the viewer may read. */
    at: async (
      viewer: Viewer,
      keys: readonly ConceptKey[],
    ): Promise<readonly (ConceptRow | null)[]> => (await concepts(viewer, keys)).map(readConcept),
    /** What those are called; null where there is none that the viewer may read. */
    displaysAt: byKey<string>(reads, { name: "displays_by_key", value: sql`concept.display` }),
  };
}

/** Reads what is wanted of the concepts under some keys, in their order. */
function byKey<Value>(
  reads: Queries,
  { name, value }: { readonly name: string; readonly value: SQL },
): (viewer: Viewer, keys: readonly ConceptKey[]) => Promise<readonly (Value | null)[]> {
  const statement = reads
    .select({ listed: sql<readonly (readonly [at: number, value: Value])[]>`found.listed` })
    .from(
      sql`(with readable as materialized (
          select ${codeSystem.containerId} as id, ${codeSystem.slug} as slug
          from ${codeSystem} join ${repository} on ${repository.containerId} = ${codeSystem.containerId}
          where ${codeSystem.containerId} = any(${p("ids")}::int[]) and ${repositoryVisible} and ${contentLicensed}
        )
        select coalesce(json_agg(json_build_array(asked.at, ${value})), '[]') as listed
        from unnest(${p("ids")}::int[], ${p("revisions")}::int[], ${p("codes")}::text[])
          with ordinality as asked(id, revision, code, at)
        join readable on readable.id = asked.id
        cross join lateral (select * from concept where concept.container_id = asked.id
          and concept.code = asked.code and concept.from_revision <= asked.revision
          and concept.to_revision > asked.revision offset 0) concept) found`,
    )
    .prepare(name);
  return async (viewer, keys) => {
    const values: (Value | null)[] = keys.map(() => null);
    if (keys.length === 0) return values;
    const [found] = await statement.execute({
      ids: keys.map(({ containerId }) => containerId),
      revisions: keys.map(({ revision }) => revision),
      codes: keys.map(({ code }) => code),
      ...viewerParameters(viewer),
    });
    for (const [at, one] of found?.listed ?? []) values[at - 1] = one;
    return values;
  };
}
