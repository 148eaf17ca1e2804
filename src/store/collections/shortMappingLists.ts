import { sql } from "drizzle-orm";
import { type Slice, sliceWithin } from "../../kernel/window.js";
import type { Viewer } from "../../rules/access/viewer.js";
import { codeSystem } from "../codeSystems/tables.js";
import { listingParameters } from "../conceptMappings/mappings.js";
import {
  authoredReadably,
  type ConceptMappingRow,
  compareSorted,
  listingConditions,
  mappingColumns,
  sortKey,
} from "../conceptMappings/rows.js";
import { perConditions } from "../conditions.js";
import type { Queries } from "../database.js";
import { type RowJson, rowsOverJson } from "../jsonRows.js";
import { repository } from "../repositories/tables.js";
import { viewerParameters } from "../repositories/visibility.js";
import { chosenCount, keyParameters } from "./givenMembers.js";
import type { AskedMappings, FoundList, MappedMember } from "./memberMappings.js";

const p = sql.placeholder;

const names = Object.keys(mappingColumns) as (keyof typeof mappingColumns)[];
const overJson = rowsOverJson<ConceptMappingRow>([...names, "slug", "revision"]);
const values = sql.join(
  [...Object.values(mappingColumns), sql`readable.slug`, sql`concept_mapping.from_revision`],
  sql`, `,
);

/**
 * Lists of members that are no longer than what is shown of them: all that they may have is read, as one text, which
 * takes a fraction of what rows would, and is sorted here. A version that came back has several rows, which say the
 * same: the first is read.
 */
export function shortMappingLists(reads: Queries) {
  const statementOf = perConditions(listingConditions, (asked, name) =>
    reads
      .select({
        mappings: sql<readonly (readonly [at: number, mapping: RowJson])[]>`found.mappings`,
      })
      .from(
        sql`(with readable as materialized (
            select ${codeSystem.containerId} as id, ${codeSystem.slug} as slug
            from ${codeSystem} join ${repository} on ${repository.containerId} = ${codeSystem.containerId}
            where ${codeSystem.containerId} = any(${p("mappingIds")}::int[]) and ${authoredReadably}
          )
          select coalesce(json_agg(json_build_array(given.at, json_build_array(${values}))), '[]') as mappings
          from unnest(${p("mappingAts")}::int[], ${p("mappingIds")}::int[], ${p("mappingCodes")}::text[],
            ${p("mappingVersions")}::int[]) as given(at, id, mapping_id, version)
          join readable on readable.id = given.id
          cross join lateral (select * from concept_mapping mapped where mapped.container_id = given.id
            and mapped.mapping_id = given.mapping_id and mapped.version = given.version
            order by mapped.to_revision limit 1) concept_mapping
          where ${asked}) found`,
      )
      .prepare(`mappings_of_members_${name}`),
  );
  return async (
    viewer: Viewer,
    of: readonly FoundList[],
    { listing, window }: AskedMappings,
  ): Promise<readonly Slice<ConceptMappingRow>[]> => {
    const lists = of.map(({ found }) => found);
    const rows: ConceptMappingRow[][] = of.map(() => []);
    const [read] = lists.every((list) => chosenCount(list) === 0)
      ? []
      : await statementOf(listing).execute({
          ...keyParameters("mapping", lists),
          ...viewerParameters(viewer),
          ...listingParameters(listing),
        });
    for (const [at, json] of read?.mappings ?? []) {
      const mapping = overJson(json);
      if (isOf(mapping, of[at - 1]?.key.concept ?? null)) rows[at - 1]?.push(mapping);
    }
    return rows.map((own) => {
      own.sort((one, other) => compareSorted(one, sortKey(other)));
      return sliceWithin(own, window, compareSorted);
    });
  };
}

/** Whether a mapping is from a concept, or to it where these are wanted too; all are where there is none. */
function isOf(mapping: ConceptMappingRow, concept: MappedMember | null): boolean {
  if (!concept) return true;
  const { code, systems, inverse } = concept;
  return (
    (mapping.fromCode === code && systems.includes(mapping.fromSystem)) ||
    (inverse && mapping.toCode === code && systems.includes(mapping.toSystem))
  );
}
