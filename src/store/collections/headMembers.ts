import { type SQL, sql } from "drizzle-orm";
import type { ReferenceDefinition } from "../../rules/references/definition.js";
import type { RepositoryName } from "../../rules/repositories/urls.js";
import { organization, userAccount } from "../access/tables.js";
import { OPEN_END } from "../columns.js";
import type { Queries } from "../database.js";
import { repository } from "../repositories/tables.js";
import { collectionMemberQueries } from "./members.js";
import { pinQueries } from "./pins.js";
import type { ReferenceTarget } from "./referenceTargets.js";

/** A concept or mapping as it is at HEAD of what it is a member of. */
export interface HeadMember {
  /** The code system that it is of. */
  readonly system: RepositoryName;
  readonly code: string;
  readonly version: number;
}

interface Row extends Record<string, unknown> {
  readonly organization: string | null;
  readonly user: string | null;
  readonly short_code: string;
  readonly code: string;
  readonly version: number;
}

/**
 * What a code system or collection has at HEAD, up to so many: its concepts or its mappings, or those of them
 * that a search finds.
 */
export async function headMembers(
  queries: Queries,
  target: Pick<ReferenceTarget, "id" | "kind" | "headRevision">,
  { referenceType, filters }: Pick<ReferenceDefinition, "referenceType" | "filters">,
  limit: number,
): Promise<readonly HeadMember[]> {
  const q = filters.find(({ property }) => property === "q")?.value ?? null;
  const ofConcepts = referenceType === "CONCEPTS";
  const table = ofConcepts ? sql`concept` : sql`concept_mapping`;
  const code = ofConcepts ? sql`row.code` : sql`row.mapping_id`;
  const members =
    target.kind === "CODE_SYSTEM"
      ? sql`select row.* from ${table} row
          where row.container_id = ${target.id} and row.to_revision = ${OPEN_END}`
      : sql`select row.* from ${await memberKeys(queries, target, ofConcepts)} member
          join ${table} row on row.container_id = member.id and ${code} = member.code
            and row.version = member.version`;
  const rows = await queries.execute<Row>(sql`
    select ${organization.name} as organization, ${userAccount.name} as "user",
      ${repository.shortCode} as short_code, ${code} as code, row.version
    from (${members}) row
    join ${repository} on ${repository.containerId} = row.container_id
    left join ${organization} on ${organization.id} = ${repository.ownerOrganizationId}
    left join ${userAccount} on ${userAccount.id} = ${repository.ownerUserId}
    where ${q === null ? sql`true` : found(q, ofConcepts)}
    order by row.container_id, ${code}
    limit ${limit}`);
  return rows.map((row) => ({
    system: {
      owner:
        row.organization === null
          ? { kind: "USER", name: row.user ?? "" }
          : { kind: "ORGANIZATION", name: row.organization },
      kind: "CODE_SYSTEM",
      shortCode: row.short_code,
    },
    code: row.code,
    version: row.version,
  }));
}

/** Every word of a search begins a word of the code or a name; a search without words finds nothing. */
function found(q: string, ofConcepts: boolean): SQL {
  const words = sql`coalesce(string_to_array(nullif(folded(${q}::text), ''), ' '), array['#'])`;
  const text = ofConcepts
    ? sql`folded(row.code || ' ' || (select string_agg(told.entry ->> 'name', ' ')
        from jsonb_array_elements(row.names) as told(entry)))`
    : sql`folded(concat_ws(' ', row.from_code, row.to_code, row.map_type, row.to_name))`;
  return sql`not exists (select from unnest(${words}) as word
    where ' ' || ${text} not like '% ' || word || '%')`;
}

async function memberKeys(
  queries: Queries,
  { id: containerId, headRevision: revision }: Pick<ReferenceTarget, "id" | "headRevision">,
  ofConcepts: boolean,
): Promise<SQL> {
  const [pins = []] = await pinQueries(queries).ofHeads([{ containerId, revision }], null);
  const state = { containerId, revision, pins };
  const members = await collectionMemberQueries(queries).arrays(state);
  const [ids, codes, versions] = ofConcepts
    ? [members.ids, members.codes, members.versions]
    : [members.mappingIds, members.mappingCodes, members.mappingVersions];
  return sql`(select * from unnest(${sql.param(ids)}::int[], ${sql.param(codes)}::text[],
    ${sql.param(versions)}::int[]) as key(id, code, version))`;
}
