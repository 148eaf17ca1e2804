import type { Contestant } from "../contestants/contestant.js";

/** One edit of one row: a target of a source code gets an attribute, and is added where it is not. */
export interface Edit {
  readonly identifier: string;
  readonly version: number;
  readonly sourceSystem: string;
  readonly sourceCode: string;
  readonly targetSystem: string;
  readonly targetCode: string;
  readonly key: string;
  readonly value: string;
}

/** What the floor calls its statement. */
export const EDIT = "edit";

const termgateEdit = `mutation Edit($input: AddCrosswalkMappingsInput!) {
  addCrosswalkMappings(input: $input) {
    crosswalk { version }
    skipped { reason }
    userErrors { __typename message }
  }
}`;

const peerEdit = `mutation Edit($input: AddMappingInput!) {
  addMapping(input: $input) { result { newestVersion } }
}`;

/** The attributes with one of them set: where it stands, or at the end. */
const attributesSet = `(
  select jsonb_agg(case when item ->> 'key' = $7 then jsonb_build_object('key', $7::text, 'value', $8::text)
    else item end order by at)
  from jsonb_array_elements(case
    when present.attributes @> jsonb_build_array(jsonb_build_object('key', $7::text))
      then present.attributes
    else coalesce(present.attributes, '[]') || jsonb_build_object('key', $7::text, 'value', $8::text)
    end) with ordinality as held(item, at))`;

const isCode = (system: string, code: string) => `exists (
  select from code_system join container holder on holder.id = code_system.container_id
  join concept on concept.container_id = holder.id and concept.code = ${code}
    and concept.from_revision <= coalesce(holder.released_revision, holder.head_revision)
    and concept.to_revision > coalesce(holder.released_revision, holder.head_revision)
  where code_system.slug = ${system})`;

/** The product's edit in one statement; the counts for pages by number are left as they are. */
export const floorEdit = `with locked as (
    update container set head_revision = head_revision + 1, newest_version = newest_version + 1,
      released_version = newest_version + 1, released_revision = head_revision + 1
    where uid = $1 and newest_version = $2 and ${isCode("$3", "$4")} and ${isCode("$5", "$6")}
    returning id, head_revision as revision, newest_version as version
  ), revised as (
    insert into revision (container_id, number, at, "by", kind)
    select id, revision, now(), 'floor', 'MAPPINGS_ADDED' from locked
  ), present as materialized (
    select pair.* from locked cross join lateral (
      select ctid as place, identifier, relationship, attributes from crosswalk_pair
      where container_id = locked.id and source_system = $3 and source_code = $4
        and target_system = $5 and target_code = $6 and to_revision = 2147483647 limit 1
    ) pair
  ), closed as (
    update crosswalk_pair set to_revision = locked.revision from locked
    where crosswalk_pair.ctid = any(array(select place from present)) returning 1
  ), opened as (
    insert into crosswalk_pair (container_id, from_revision, source_system, source_code,
      target_system, target_code, identifier, relationship, attributes)
    select locked.id, locked.revision, $3, $4, $5, $6,
      coalesce(present.identifier, gen_random_uuid()), present.relationship, ${attributesSet}
    from locked left join present on true where (select count(*) from closed) >= 0
  ), grouped as (
    insert into crosswalk_group (container_id, from_revision, source_system, source_code,
      target_system)
    select locked.id, locked.revision, $3, $4, $5 from locked
    where not exists (select from crosswalk_group where container_id = locked.id
      and source_system = $3 and source_code = $4 and target_system = $5
      and to_revision = 2147483647)
    returning 1
  ), named as (
    insert into version (container_id, ordinal, label, revision, released_at, created_at,
      created_by, updated_at, updated_by)
    select id, version, version::text, revision, now(), now(), 'floor', now(), 'floor' from locked
  ), told as (
    insert into crosswalk_version (container_id, ordinal, name, description, attributes,
      group_count, source_code_count, target_count)
    select locked.id, locked.version, name, description, attributes,
      group_count + (select count(*) from grouped),
      source_code_count + (select count(*) from grouped),
      target_count + 1 - (select count(*) from present)
    from locked join crosswalk_version on container_id = locked.id and ordinal = $2
    returning ordinal
  ) select json_build_object('version', ordinal)::text as json from told`;

/** An edit as a contestant takes it. */
export function editFor(
  { kind }: Contestant,
  edit: Edit,
): { readonly document: string | null; readonly variables: unknown } {
  const { identifier, version, key, value, ...pair } = edit;
  const { sourceSystem, sourceCode, targetSystem, targetCode } = pair;
  switch (kind) {
    case "TERMGATE": {
      const targets = [{ targetCode, customAttributes: [{ key, value }] }];
      const mapping = { sourceCodeSystem: sourceSystem, sourceCode, targets };
      const mappings = [{ ...mapping, targetCodeSystem: targetSystem }];
      return { document: termgateEdit, variables: { input: { identifier, version, mappings } } };
    }
    case "POSTGRAPHILE": {
      const named = { crosswalk: identifier, version, attributeKey: key, attributeValue: value };
      return { document: peerEdit, variables: { input: { ...named, ...pair } } };
    }
    case "FLOOR": {
      const codes = [sourceSystem, sourceCode, targetSystem, targetCode];
      return { document: null, variables: [identifier, version, ...codes, key, value] };
    }
  }
}

interface EditAnswer {
  readonly version?: number;
  readonly data?: {
    readonly addCrosswalkMappings?: {
      readonly crosswalk: { readonly version: number } | null;
      readonly skipped: readonly object[];
      readonly userErrors: readonly object[];
    };
    readonly addMapping?: { readonly result: { readonly newestVersion: number } };
  };
}

/** The version that an edit made. @throws where it made none */
export function versionMade(text: string): number {
  const { version, data } = JSON.parse(text) as EditAnswer;
  const made =
    version ??
    data?.addCrosswalkMappings?.crosswalk?.version ??
    data?.addMapping?.result.newestVersion;
  const skipped = data?.addCrosswalkMappings?.skipped ?? [];
  if (made === undefined || skipped.length > 0) throw new Error(`An edit failed: ${text}`);
  return made;
}
