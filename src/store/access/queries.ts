import { getTableColumns, sql } from "drizzle-orm";
import type { Membership, Viewer } from "../../rules/access/viewer.js";
import type { Queries } from "../database.js";
import { licenseGrant, membership, organization, userAccount } from "./tables.js";

const p = sql.placeholder;

/** Whether there is an organization of that name. Organizations' names are public. */
export async function organizationExists(queries: Queries, name: string): Promise<boolean> {
  const rows = await queries
    .select({ id: organization.id })
    .from(organization)
    .where(sql`${organization.name} = ${name}`);
  return rows.length > 0;
}

/** Whose licences an organization holds at a moment: AMA, ADA, APA. */
export async function heldLicences(
  queries: Queries,
  organizationId: number,
  now: Date,
): Promise<ReadonlySet<string>> {
  const rows = await queries
    .select({ licensor: licenseGrant.licensor })
    .from(licenseGrant)
    .where(
      sql`${licenseGrant.organizationId} = ${organizationId} and (${licenseGrant.expiresAt} is null
        or ${licenseGrant.expiresAt} > ${now.toISOString()}::timestamptz)`,
    );
  return new Set(rows.map(({ licensor }) => licensor));
}

/** What a verified token says of its bearer. */
export interface Claims {
  readonly client: string;
  readonly user: string | null;
  readonly organizations: readonly string[];
  readonly scopes: Viewer["scopes"];
}

/** A viewer, and until when what the database says of them is known to hold. */
export interface KnownViewer {
  readonly viewer: Viewer;
  readonly validUntil: Date | null;
}

/** Reads of who is who. */
export function accessQueries(reads: Queries) {
  const organizations = reads
    .select({
      id: organization.id,
      name: organization.name,
      role: membership.role,
    })
    .from(organization)
    .leftJoin(
      membership,
      sql`${membership.organizationId} = ${organization.id} and ${membership.userId} = ${p("user")}::int`,
    )
    .where(
      sql`${organization.name} = any(${p("names")}::text[]) or ${membership.userId} is not null`,
    )
    .orderBy(organization.name)
    .prepare("viewer_organizations");
  const licences = reads
    .select({ licensor: licenseGrant.licensor, expiresAt: licenseGrant.expiresAt })
    .from(licenseGrant)
    .where(
      sql`${licenseGrant.organizationId} = any(${p("organizations")}::int[])
        and (${licenseGrant.expiresAt} is null or ${licenseGrant.expiresAt} > ${p("now")}::timestamptz)`,
    )
    .prepare("viewer_licences");
  const users = reads
    .select({ ...getTableColumns(userAccount), kind: sql<"USER">`'USER'` })
    .from(userAccount)
    .where(sql`${userAccount.name} = any(${p("names")}::text[])`)
    .prepare("users_by_name");
  const organizationColumns = {
    ...getTableColumns(organization),
    kind: sql<"ORGANIZATION">`'ORGANIZATION'`,
  };
  const organizationsByNames = reads
    .select(organizationColumns)
    .from(organization)
    .where(sql`${organization.name} = any(${p("names")}::text[])`)
    .prepare("organizations_by_name");
  const organizationsByIds = reads
    .select(organizationColumns)
    .from(organization)
    .where(sql`${organization.id} = any(${p("ids")}::int[])`)
    .prepare("organizations_by_id");

  return {
    /** The bearer of a token as the database knows them at a moment. */
    viewer: async (claims: Claims, now: Date): Promise<KnownViewer> => {
      const { client, scopes } = claims;
      const [user] = claims.user ? await users.execute({ names: [claims.user] }) : [];
      const rows = await organizations.execute({
        names: claims.organizations,
        user: user?.id ?? null,
      });
      const members = rows.map(
        ({ id, name, role }): Membership => ({
          id,
          name,
          role: role ?? "MEMBER",
          asserted: claims.organizations.includes(name),
        }),
      );
      const grants = await licences.execute({
        organizations: members.map(({ id }) => id),
        now: now.toISOString(),
      });
      const expiries = grants.flatMap(({ expiresAt }) => (expiresAt ? [expiresAt.getTime()] : []));
      return {
        viewer: {
          client,
          user: user ? { id: user.id, name: user.name } : null,
          organizations: members,
          scopes,
          licensors: [...new Set(grants.map(({ licensor }) => licensor))],
        },
        validUntil: expiries.length > 0 ? new Date(Math.min(...expiries)) : null,
      };
    },
    organizationsByNames: (names: readonly string[]) => organizationsByNames.execute({ names }),
    organizationsByIds: (ids: readonly number[]) => organizationsByIds.execute({ ids }),
    usersByNames: (names: readonly string[]) => users.execute({ names }),
  };
}

export type OrganizationRow = typeof organization.$inferSelect & { readonly kind: "ORGANIZATION" };
export type UserRow = typeof userAccount.$inferSelect & { readonly kind: "USER" };
export type OwnerRow = OrganizationRow | UserRow;
