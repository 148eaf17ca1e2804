import { and, eq, sql } from "drizzle-orm";
import type { Viewer } from "../../rules/access/viewer.js";
import type { Queries } from "../database.js";
import { insideParameters, insideView } from "./members.js";
import { licenseGrant, organization } from "./tables.js";

const p = sql.placeholder;

/** A licence that an organization was granted, ended ones included. */
export type LicenceRow = typeof licenseGrant.$inferSelect;

/** Reads of organizations' licences; others than members and the operator see none. */
export function licenceQueries(reads: Queries) {
  const ofOrganizations = reads
    .select({ licence: licenseGrant })
    .from(sql`unnest(${p("ids")}::int[]) as parent(id)`)
    .innerJoin(licenseGrant, sql`${licenseGrant.organizationId} = parent.id and ${insideView}`)
    .orderBy(licenseGrant.licensor)
    .prepare("licences_of_organizations");
  return {
    /** The licences of many organizations, each organization's in order of licensor. */
    ofOrganizations: async (
      viewer: Viewer,
      ids: readonly number[],
    ): Promise<readonly LicenceRow[]> =>
      (await ofOrganizations.execute({ ids, ...insideParameters(viewer) })).map(
        ({ licence }) => licence,
      ),
  };
}

/** Id of an organization under its lock, so that of two grants the second finds the first; or null. */
export async function lockLicences(queries: Queries, name: string): Promise<number | null> {
  const [locked] = await queries
    .select({ id: organization.id })
    .from(organization)
    .where(eq(organization.name, name))
    .for("update");
  return locked?.id ?? null;
}

/** The licence of one licensor that an organization holds, ended or not; or null. */
export async function findLicence(
  queries: Queries,
  organizationId: number,
  licensor: string,
): Promise<LicenceRow | null> {
  const [row] = await queries.select().from(licenseGrant).where(isOf(organizationId, licensor));
  return row ?? null;
}

/** Grants a licence, or grants it anew with another end. */
export async function putLicence(queries: Queries, granted: LicenceRow): Promise<void> {
  const { organizationId, licensor, ...rest } = granted;
  await queries
    .insert(licenseGrant)
    .values(granted)
    .onConflictDoUpdate({
      target: [licenseGrant.organizationId, licenseGrant.licensor],
      set: rest,
    });
}

/** Withdraws a licence. */
export async function deleteLicence(
  queries: Queries,
  organizationId: number,
  licensor: string,
): Promise<void> {
  await queries.delete(licenseGrant).where(isOf(organizationId, licensor));
}

function isOf(organizationId: number, licensor: string) {
  return and(eq(licenseGrant.organizationId, organizationId), eq(licenseGrant.licensor, licensor));
}
