import { and, eq, sql } from "drizzle-orm";
import { organization } from "../access/tables.js";
import type { Queries } from "../database.js";
import { container, version } from "../ledger/tables.js";
import { crosswalk, crosswalkVersion } from "./tables.js";

/** The active crosswalks of an organization whose newest version has a name, oldest first. */
export async function crosswalksNamed(
  queries: Queries,
  organizationId: number,
  name: string,
): Promise<readonly string[]> {
  const rows = await queries
    .select({ identifier: container.uid })
    .from(crosswalk)
    .innerJoin(container, eq(container.id, crosswalk.containerId))
    .innerJoin(
      crosswalkVersion,
      and(
        eq(crosswalkVersion.containerId, container.id),
        eq(crosswalkVersion.ordinal, container.newestVersion),
      ),
    )
    .where(
      sql`${crosswalk.organizationId} = ${organizationId} and ${crosswalk.archivedAt} is null
        and ${crosswalkVersion.name} = ${name}`,
    )
    .orderBy(container.id);
  return rows.map(({ identifier }) => identifier);
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
