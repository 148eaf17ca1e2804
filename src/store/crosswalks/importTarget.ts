import { and, eq, sql } from "drizzle-orm";
import type { CustomAttribute } from "../../rules/crosswalks/content.js";
import { organization } from "../access/tables.js";
import type { Queries } from "../database.js";
import { container, version } from "../ledger/tables.js";
import { isNewest } from "./newest.js";
import { crosswalk, crosswalkVersion } from "./tables.js";

/** The active crosswalks of an organization whose newest version has a name, oldest first. */
export async function crosswalksNamed(
  queries: Queries,
  organizationId: number,
  name: string,
): Promise<readonly NamedCrosswalk[]> {
  return await queries
    .select({ identifier: container.uid, attributes: crosswalkVersion.attributes })
    .from(crosswalk)
    .innerJoin(container, eq(container.id, crosswalk.containerId))
    .innerJoin(crosswalkVersion, isNewest(crosswalkVersion))
    .where(
      sql`${crosswalk.organizationId} = ${organizationId} and ${crosswalk.archivedAt} is null
        and ${crosswalkVersion.name} = ${name}`,
    )
    .orderBy(container.id);
}

/** A crosswalk of a name, with the attributes of its newest version. */
interface NamedCrosswalk {
  readonly identifier: string;
  readonly attributes: readonly CustomAttribute[];
}

/** The active crosswalks of an organization whose newest version has an attribute, oldest first. */
export async function crosswalksWith(
  queries: Queries,
  organizationId: number,
  attribute: { readonly key: string; readonly value: string | null },
): Promise<readonly string[]> {
  const rows = await queries
    .select({ identifier: container.uid })
    .from(crosswalk)
    .innerJoin(container, eq(container.id, crosswalk.containerId))
    .innerJoin(crosswalkVersion, isNewest(crosswalkVersion))
    .where(
      sql`${crosswalk.organizationId} = ${organizationId} and ${crosswalk.archivedAt} is null
        and ${crosswalkVersion.attributes} @> ${JSON.stringify([attribute])}::jsonb`,
    )
    .orderBy(container.id);
  return rows.map(({ identifier }) => identifier);
}

/** Whether an organization has an active crosswalk of an identifier. */
export async function hasCrosswalk(
  queries: Queries,
  organizationId: number,
  identifier: string,
): Promise<boolean> {
  const rows = await queries
    .select({ id: crosswalk.containerId })
    .from(crosswalk)
    .innerJoin(container, eq(container.id, crosswalk.containerId))
    .where(
      sql`${crosswalk.organizationId} = ${organizationId} and ${crosswalk.archivedAt} is null
        and ${container.uid} = ${identifier}::uuid`,
    );
  return rows.length > 0;
}

/**
 * Id of an organization by its name, or null. Until the transaction ends no one else imports for it: of two
 * imports that would make the same crosswalk the second finds it made.
 */
export async function lockOrganization(queries: Queries, name: string): Promise<number | null> {
  const [row] = await queries
    .select({ id: organization.id })
    .from(organization)
    .where(eq(organization.name, name))
    .for("no key update");
  return row?.id ?? null;
}

/** The first version of a crosswalk that says, in an attribute, that it is a certain release; or null. */
export async function versionOfRelease(
  queries: Queries,
  containerId: number,
  attribute: { readonly key: string; readonly value: string },
): Promise<{ readonly ordinal: number; readonly revision: number } | null> {
  const [row] = await queries
    .select({ ordinal: version.ordinal, revision: version.revision })
    .from(crosswalkVersion)
    .innerJoin(
      version,
      and(
        eq(version.containerId, crosswalkVersion.containerId),
        eq(version.ordinal, crosswalkVersion.ordinal),
      ),
    )
    .where(
      sql`${crosswalkVersion.containerId} = ${containerId}
        and ${crosswalkVersion.attributes} @> ${JSON.stringify([attribute])}::jsonb`,
    )
    .orderBy(version.ordinal)
    .limit(1);
  return row ?? null;
}
