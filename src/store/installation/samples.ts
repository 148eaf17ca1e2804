import { sql } from "drizzle-orm";
import type { Queries } from "../database.js";
import { urlOfRepository } from "../repositories/naming.js";

/** Something of what there is, with the organization whose members may read it. */
interface Sample {
  readonly organization: { readonly id: number; readonly name: string } | null;
}

/** A crosswalk's newest version, and a code that it maps into another code system. */
export interface CrosswalkSample extends Sample {
  readonly identifier: string;
  readonly version: number;
  readonly codeSystem: string;
  readonly code: string;
  readonly targetSystem: string;
}

/** A named version of a collection whose members needn't be worked out for long. */
export interface CollectionSample extends Sample {
  readonly url: string;
}

/** Members of a version may be worked out as a sample up to so many. */
const FEW = 1000;

/** The crosswalk that was made last of those that have a version; null where there is none. */
export async function sampleCrosswalk(reads: Queries): Promise<CrosswalkSample | null> {
  const [found] = await reads.execute<
    {
      [Column in keyof Omit<CrosswalkSample, "organization">]: CrosswalkSample[Column];
    } & { organizationId: number; organizationName: string }
  >(
    sql`select container.uid as identifier, held.ordinal as version, mapped.source_system as "codeSystem",
        mapped.source_code as code, mapped.target_system as "targetSystem", organization.id as "organizationId", organization.name as "organizationName"
      from crosswalk
      join container on container.id = crosswalk.container_id
      join organization on organization.id = crosswalk.organization_id
      cross join lateral (select ordinal, revision from version
        where version.container_id = container.id and released_at is not null
        order by ordinal desc limit 1) held
      cross join lateral (select source_system, source_code, target_system from crosswalk_group
        where crosswalk_group.container_id = container.id
          and from_revision <= held.revision and to_revision > held.revision limit 1) mapped
      where crosswalk.archived_at is null
      order by container.id desc limit 1`,
  );
  if (!found) return null;
  const { organizationId: id, organizationName: name, ...sample } = found;
  return { ...sample, organization: { id, name } };
}

/** One whose members are kept or were found to be few; null where there is none. */
export async function sampleCollection(reads: Queries): Promise<CollectionSample | null> {
  const [found] = await reads.execute<{
    url: string;
    organizationId: number | null;
    organizationName: string | null;
  }>(
    sql`select ${urlOfRepository("collections")} || version.label || '/' as url,
        organization.id as "organizationId", organization.name as "organizationName"
      from (
        (select container_id, null::int as ordinal from gathered_members where kind = 'CONCEPTS'
          order by used_at desc limit 1)
        union all
        (select container_id, ordinal from collection_version
          where concepts between 1 and ${FEW} and deactivated_at is null limit 1)
      ) sample
      cross join lateral (select label from version where version.container_id = sample.container_id
        and (sample.ordinal is null or version.ordinal = sample.ordinal)
        order by ordinal desc limit 1) version
      join repository on repository.container_id = sample.container_id
        and repository.deactivated_at is null
      left join organization on organization.id = repository.owner_organization_id
      left join user_account on user_account.id = repository.owner_user_id
      limit 1`,
  );
  if (!found) return null;
  const { url, organizationId: id, organizationName: name } = found;
  return { url, organization: id === null || name === null ? null : { id, name } };
}
