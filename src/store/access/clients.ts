import { eq, sql } from "drizzle-orm";
import type { Scope } from "../../rules/access/viewer.js";
import type { Queries } from "../database.js";
import { client, clientOrganization, organization, userAccount } from "./tables.js";

/**
 * The channel on which the database says that who may do what has changed: licences, memberships,
 * roles, organizations. Whoever changes them notifies it in the same transaction; servers then
 * forget what they remember of their callers.
 */
export const ACCESS_CHANNEL = "termgate_access";

/** A client of the client-credentials grant. */
export interface ClientRecord {
  readonly id: string;
  readonly secretHash: string;
  /** The user that its tokens speak for. */
  readonly user: string | null;
  /** Organizations that it speaks for, over and above those of its user. */
  readonly organizations: readonly string[];
  readonly scopes: readonly Scope[];
}

const p = sql.placeholder;

/** Reads of clients. They are never shown to a viewer, so they take none. */
export function clientQueries(reads: Queries) {
  const byId = reads
    .select({
      id: client.id,
      secretHash: client.secretHash,
      scopes: client.scopes,
      user: userAccount.name,
      organizations: sql<string[]>`array(select ${organization.name}
        from ${clientOrganization}
        join ${organization} on ${organization.id} = ${clientOrganization.organizationId}
        where ${clientOrganization.clientId} = ${client.id}
        order by ${organization.name})`,
    })
    .from(client)
    .leftJoin(userAccount, eq(userAccount.id, client.userId))
    .where(sql`${client.id} = ${p("id")}`)
    .prepare("client_by_id");
  return {
    /** The client of an id; null where there is none. */
    find: async (id: string): Promise<ClientRecord | null> => {
      const [row] = await byId.execute({ id });
      return row ? { ...row, scopes: row.scopes as Scope[] } : null;
    },
  };
}

/**
 * Makes a client; its user and organizations must exist.
 * @returns false when there is a client of that id already; it then stays as it is
 */
export async function insertClient(
  queries: Queries,
  made: ClientRecord,
  at: Date,
): Promise<boolean> {
  const inserted = await queries
    .insert(client)
    .values({
      id: made.id,
      secretHash: made.secretHash,
      userId:
        made.user === null
          ? null
          : sql`(select ${userAccount.id} from ${userAccount}
              where ${userAccount.name} = ${made.user})`,
      scopes: [...made.scopes],
      createdAt: at,
    })
    .onConflictDoNothing()
    .returning({ id: client.id });
  if (inserted.length === 0) return false;
  if (made.organizations.length === 0) return true;
  await queries.insert(clientOrganization).values(
    made.organizations.map((name) => ({
      clientId: made.id,
      organizationId: sql`(select ${organization.id} from ${organization}
        where ${organization.name} = ${name})`,
    })),
  );
  return true;
}
