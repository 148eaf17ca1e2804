import { sql } from "drizzle-orm";
import type { Viewer } from "../../rules/access/viewer.js";
import type { CodeNormalization } from "../../rules/codeSystems/normalization.js";
import type { NamedRepository } from "../../rules/references/definition.js";
import { namedRepositoryText } from "../../rules/references/repositories.js";
import type { OwnerName } from "../../rules/repositories/urls.js";
import { organization, userAccount } from "../access/tables.js";
import { codeSystem } from "../codeSystems/tables.js";
import { OPEN_END } from "../columns.js";
import type { Queries } from "../database.js";
import { container } from "../ledger/tables.js";
import { repository } from "../repositories/tables.js";
import {
  contentLicensed,
  repositoryVisible,
  viewerParameters,
} from "../repositories/visibility.js";

/** A code system or collection that a reference reads. */
export interface ReferenceTarget {
  readonly id: number;
  readonly kind: "CODE_SYSTEM" | "COLLECTION";
  readonly owner: OwnerName;
  readonly shortCode: string;
  readonly canonicalUrl: string | null;
  readonly codeNormalization: CodeNormalization;
  /** Where the reference reads it, its HEAD and the label of its newest release; null: there is none. */
  readonly revision: number | null;
  readonly headRevision: number;
  readonly releasedLabel: string | null;
}

interface TargetRow extends Record<string, unknown> {
  readonly no: number;
  readonly id: number;
  readonly kind: ReferenceTarget["kind"];
  readonly organization: string | null;
  readonly user: string | null;
  readonly short_code: string;
  readonly canonical_url: string | null;
  readonly code_normalization: CodeNormalization | null;
  readonly revision: number | null;
  readonly head_revision: number;
  readonly released_label: string | null;
}

/** What is read of whoever owns what is named, and which of those that a canonical URL names comes first. */
const candidates = sql`(
  select asked.no, ${container.id} as id, ${container.kind} as kind,
    ${organization.name} as organization, ${userAccount.name} as "user",
    ${repository.shortCode} as short_code, ${repository.canonicalUrl} as canonical_url,
    ${codeSystem.codeNormalization} as code_normalization,
    case when asked.label = 'HEAD' then ${container.headRevision}
      when asked.label = '' then coalesce(${container.releasedRevision}, ${container.headRevision})
      else labelled.revision end as revision,
    ${container.headRevision} as head_revision, released.label as released_label
  from asked
  join ${repository} on ${repository.canonicalUrl} = asked.canonical
    or (asked.owner_kind = 'ORGANIZATION' and ${repository.shortCode} = asked.code
      and ${repository.ownerOrganizationId} = (select id from organization where name = asked.owner))
    or (asked.owner_kind = 'USER' and ${repository.shortCode} = asked.code
      and ${repository.ownerUserId} = (select id from user_account where name = asked.owner))
  join ${container} on ${container.id} = ${repository.containerId}
    and ${container.kind} = any(asked.kinds)
  left join ${codeSystem} on ${codeSystem.containerId} = ${container.id}
  left join ${organization} on ${organization.id} = ${repository.ownerOrganizationId}
  left join ${userAccount} on ${userAccount.id} = ${repository.ownerUserId}
  left join version labelled on labelled.container_id = ${container.id}
    and labelled.label = asked.label and not exists (
      select from collection_version gone where gone.container_id = labelled.container_id
        and gone.ordinal = labelled.ordinal and gone.deactivated_at is not null)
  left join version released on released.container_id = ${container.id}
    and released.ordinal = ${container.releasedVersion}
  where ${repositoryVisible} and ${contentLicensed} and ${repository.deactivatedAt} is null)`;

/**
 * What references name, by its text; what the viewer may not read is not there. Of several with one canonical
 * URL a code system comes before a collection, and the one that was here first.
 */
export async function referenceTargets(
  queries: Queries,
  viewer: Viewer,
  named: readonly NamedRepository[],
): Promise<ReadonlyMap<string, ReferenceTarget>> {
  const texts = new Map(named.map((one) => [namedRepositoryText(one), one]));
  if (texts.size === 0) return new Map();
  const asked = [...texts.values()].map(({ repository: of, version }, no) => ({
    no,
    label: version ?? "",
    ...("canonicalUrl" in of
      ? { canonical: of.canonicalUrl, kinds: ["CODE_SYSTEM", "COLLECTION"] }
      : { owner_kind: of.owner.kind, owner: of.owner.name, code: of.shortCode, kinds: [of.kind] }),
  }));
  const rows = await queries
    .select({ found: sql<TargetRow>`to_jsonb(found)` })
    .from(
      sql`(with asked as materialized (
          select * from jsonb_to_recordset(${sql.placeholder("asked")}::jsonb) as asked(no int,
            label text collate "C", canonical text collate "C", owner_kind text, owner text collate "C",
            code text collate "C", kinds text[]))
        select distinct on (no) * from ${candidates} candidate order by no, kind, id) found`,
    )
    .prepare("targets_of_references")
    .execute({ asked: JSON.stringify(asked), ...viewerParameters(viewer) });
  const found = new Map(rows.map(({ found: row }) => [row.no, targetOf(row)]));
  return new Map(
    [...texts.keys()].flatMap((text, no) => {
      const target = found.get(no);
      return target ? [[text, target]] : [];
    }),
  );
}

function targetOf(row: TargetRow): ReferenceTarget {
  const owner: OwnerName =
    row.organization === null
      ? { kind: "USER", name: row.user ?? "" }
      : { kind: "ORGANIZATION", name: row.organization };
  return {
    id: row.id,
    kind: row.kind,
    owner,
    shortCode: row.short_code,
    canonicalUrl: row.canonical_url,
    codeNormalization: row.code_normalization ?? "NONE",
    revision: row.revision,
    headRevision: row.head_revision,
    releasedLabel: row.released_label,
  };
}

/** One concept or mapping: as it is at a revision, or in a version of its own. */
export interface ResourceKey {
  readonly id: number;
  readonly kind: "CONCEPT" | "MAPPING";
  readonly code: string;
  readonly revision: number;
  readonly resourceVersion: number | null;
  /** Whether the revision is that of a labelled version, which must hold the version asked for. */
  readonly labelled: boolean;
}

/** The version of each concept or mapping, in order; null where there is none. */
export async function resourceVersions(
  queries: Queries,
  keys: readonly ResourceKey[],
): Promise<readonly (number | null)[]> {
  if (keys.length === 0) return [];
  const column = (of: (key: ResourceKey) => unknown) => sql`${sql.param(keys.map(of))}`;
  const alive = (row: string) =>
    sql.raw(`(asked.version is null or asked.version = ${row}.version)
      and (asked.version is not null and asked.labelled = 'false'
        or ${row}.from_revision <= asked.revision and ${row}.to_revision > asked.revision)`);
  const rows = await queries.execute<{ no: number; version: number }>(sql`
    select asked.no::int as no, found.version
    from unnest(${column(({ id }) => id)}::int[], ${column(({ kind }) => kind)}::text[],
      ${column(({ code }) => code)}::text[], ${column(({ revision }) => revision)}::int[],
      ${column(({ resourceVersion }) => resourceVersion)}::int[],
      ${column(({ labelled }) => String(labelled))}::text[])
      with ordinality as asked(id, kind, code, revision, version, labelled, no)
    cross join lateral (
      (select concept.version from concept where asked.kind = 'CONCEPT'
        and concept.container_id = asked.id and concept.code = asked.code and ${alive("concept")}
        limit 1)
      union all
      (select mapping.version from concept_mapping mapping where asked.kind = 'MAPPING'
        and mapping.container_id = asked.id and mapping.mapping_id = asked.code and ${alive("mapping")}
        limit 1)) found`);
  const versions = new Map(rows.map(({ no, version }) => [no - 1, version]));
  return keys.map((_, at) => versions.get(at) ?? null);
}

/** A concept whose mappings are wanted, and their targets too. */
export interface CascadeKey {
  readonly id: number;
  readonly code: string;
  readonly revision: number;
  /** All URLs of its code system. */
  readonly urls: readonly string[];
  readonly targets: boolean;
}

/** A concept or mapping that came along. */
export interface Cascaded {
  /** Place of the concept among the keys. */
  readonly of: number;
  readonly kind: "CONCEPT" | "MAPPING";
  readonly code: string;
  readonly version: number;
}

/**
 * The mappings in use from concepts, in their own code systems, as these were at a revision; each before its
 * target, where those are wanted, and in the order of their author.
 */
export async function cascadedFrom(
  queries: Queries,
  keys: readonly CascadeKey[],
): Promise<readonly Cascaded[]> {
  if (keys.length === 0) return [];
  const asked = keys.map((key, no) => ({ ...key, no }));
  return await queries.execute<Cascaded & Record<string, unknown>>(sql`
    select asked.no as of, part.kind, part.code, part.version
    from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as asked(no int, id int,
      code text collate "C", revision int, urls text[], targets boolean)
    cross join lateral (
      select mapping.* from concept_mapping mapping
      where mapping.container_id = asked.id and mapping.from_code = asked.code
        and mapping.from_system = any(asked.urls) and not mapping.retired
        and mapping.from_revision <= asked.revision and mapping.to_revision > asked.revision
      offset 0) mapping
    left join lateral (
      select concept.code, concept.version from concept
      where asked.targets and mapping.to_system = any(asked.urls)
        and concept.container_id = asked.id and concept.code = mapping.to_code and not concept.retired
        and concept.from_revision <= asked.revision and concept.to_revision > asked.revision
      offset 0) target on true
    cross join lateral (values (1, 'MAPPING', mapping.mapping_id::text, mapping.version),
      (2, 'CONCEPT', target.code::text, target.version)) as part(n, kind, code, version)
    where part.code is not null
    order by asked.no, mapping.map_type, mapping.sort_weight, mapping.mapping_id, part.n`);
}

/** How far collections are nested in one that a reference reads, itself counted. */
export interface Nesting {
  readonly id: number;
  readonly depth: number;
  /** Whether following their HEADs leads to the collection that is asked for. */
  readonly comesBack: boolean;
}

/**
 * Whether collections lead to another, by way of HEADs. No one else nests collections until the transaction
 * ends, so that no two of them can go round together.
 */
export async function nestingOf(
  queries: Queries,
  collections: readonly number[],
  within: number,
): Promise<readonly Nesting[]> {
  if (collections.length === 0) return [];
  await queries.execute(
    sql`select pg_advisory_xact_lock(hashtext('collections within collections'))`,
  );
  return await queries.execute<Nesting & Record<string, unknown>>(sql`
    with recursive reached(root, id, depth) as (
      select asked.id, asked.id, 1 from unnest(${sql.param(collections)}::int[]) as asked(id)
      union
      select reached.root, target.id, reached.depth + 1
      from reached
      join collection_reference reference on reference.container_id = reached.id
        and reference.kind = 'LIST' and reference.to_revision = ${OPEN_END}
      cross join lateral (
        select reference.target_id as id, coalesce(reference.target_version, 'HEAD') as label
        union all
        select * from unnest(reference.valueset_ids, reference.valueset_versions)) target
      join container on container.id = target.id and container.kind = 'COLLECTION'
      where target.label in ('', 'HEAD') and reached.id <> ${within} and reached.depth < 12
    )
    select root as id, max(depth) as depth, bool_or(id = ${within}) as "comesBack"
    from reached group by root`);
}
