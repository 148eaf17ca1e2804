import { type SQL, sql } from "drizzle-orm";
import type { Viewer } from "../../rules/access/viewer.js";
import type { ReferenceDefinition } from "../../rules/references/definition.js";
import type { RepositoryName } from "../../rules/repositories/urls.js";
import { organization, userAccount } from "../access/tables.js";
import { codeSystem } from "../codeSystems/tables.js";
import { OPEN_END } from "../columns.js";
import type { Queries } from "../database.js";
import { repository } from "../repositories/tables.js";
import {
  contentLicensed,
  repositoryVisible,
  viewerParameters,
} from "../repositories/visibility.js";
import { keyArrays } from "./givenMembers.js";
import { collectionMemberQueries } from "./members.js";
import { pinQueries } from "./pins.js";
import type { ReferenceTarget } from "./referenceTargets.js";

/** Which members are asked for. */
export interface AskedMembers extends Pick<ReferenceDefinition, "referenceType" | "filters"> {
  /** Only these codes of concepts, or ids of mappings. */
  readonly codes?: readonly string[];
}

/** A concept or mapping as it is at HEAD of what it is a member of. */
export interface HeadMember {
  /** The code system that it is of. */
  readonly system: RepositoryName;
  readonly code: string;
  readonly version: number;
}

/**
 * What a code system or collection has at HEAD, up to so many, or all: its concepts or its mappings, or those of them
 * that a search finds. A collection's members that the viewer may not read are not among them.
 */
export async function headMembers(
  queries: Queries,
  viewer: Viewer,
  target: Pick<ReferenceTarget, "id" | "kind" | "headRevision">,
  { referenceType, filters, codes }: AskedMembers,
  limit: number | null,
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
  const listed = queries
    .selectDistinct({
      id: sql<number>`row.container_id`,
      organization: sql<string | null>`${organization.name}`,
      user: sql<string | null>`${userAccount.name}`,
      shortCode: repository.shortCode,
      code: sql<string>`${code}`.as("member_code"),
      version: sql<number>`row.version`,
    })
    .from(sql`(${members}) row`)
    .innerJoin(repository, sql`${repository.containerId} = row.container_id`)
    .leftJoin(codeSystem, sql`${codeSystem.containerId} = ${repository.containerId}`)
    .leftJoin(organization, sql`${organization.id} = ${repository.ownerOrganizationId}`)
    .leftJoin(userAccount, sql`${userAccount.id} = ${repository.ownerUserId}`)
    .where(
      sql`${q === null ? sql`true` : found(q, ofConcepts)} and ${repositoryVisible} and ${contentLicensed}
        and ${codes ? sql`${code} = any(${sql.param(codes)}::text[])` : sql`true`}`,
    )
    .orderBy(sql`row.container_id`, sql`member_code`)
    .$dynamic();
  const rows = await (limit === null ? listed : listed.limit(limit))
    .prepare("members_at_head")
    .execute(viewerParameters(viewer));
  return rows.map((row) => ({
    system: {
      owner:
        row.organization === null
          ? { kind: "USER", name: row.user ?? "" }
          : { kind: "ORGANIZATION", name: row.organization },
      kind: "CODE_SYSTEM",
      shortCode: row.shortCode,
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
  const members = collectionMemberQueries(queries);
  const [held] = await (ofConcepts ? members.concepts([state]) : members.mappings([state]));
  if (!held) throw new Error("A collection was not gathered");
  const { ids, codes, versions } = keyArrays({ members: held, places: null });
  return sql`(select * from unnest(${sql.param(ids)}::int[], ${sql.param(codes)}::text[],
    ${sql.param(versions)}::int[]) as key(id, code, version))`;
}
