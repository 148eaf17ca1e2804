import { sql } from "drizzle-orm";
import type { MemberRole } from "../../rules/access/viewer.js";
import type { Queries, Transaction } from "../database.js";
import { ACCESS_CHANNEL } from "./clients.js";
import { membership, organization, userAccount } from "./tables.js";

/** Makes those organizations that are not there; what is there stays as it is. */
export async function ensureOrganizations(
  queries: Queries,
  made: readonly { name: string; displayName?: string; website?: string }[],
  at: Date,
): Promise<void> {
  await queries
    .insert(organization)
    .values(made.map((values) => ({ ...values, createdAt: at })))
    .onConflictDoNothing();
}

/**
 * Makes an organization.
 * @returns its id; null where there is one of that name, which then stays as it is
 */
export async function insertOrganization(
  queries: Queries,
  made: typeof organization.$inferInsert,
): Promise<number | null> {
  const [row] = await queries
    .insert(organization)
    .values(made)
    .onConflictDoNothing()
    .returning({ id: organization.id });
  return row?.id ?? null;
}

/** Makes a user that is not there. */
export async function ensureUser(queries: Queries, name: string, at: Date): Promise<void> {
  await queries.insert(userAccount).values({ name, createdAt: at }).onConflictDoNothing();
}

/** Makes a user a member of an organization, or gives a member another role. Both must exist. */
export async function putMember(
  queries: Queries,
  member: { readonly organization: string; readonly user: string; readonly role: MemberRole },
): Promise<void> {
  await queries
    .insert(membership)
    .values({
      organizationId: sql`(select ${organization.id} from ${organization}
        where ${organization.name} = ${member.organization})`,
      userId: sql`(select ${userAccount.id} from ${userAccount}
        where ${userAccount.name} = ${member.user})`,
      role: member.role,
    })
    .onConflictDoUpdate({
      target: [membership.organizationId, membership.userId],
      set: { role: member.role },
    });
}

/** Tells all servers, when the transaction ends, to forget what they remember of their callers. */
export async function announceAccess(transaction: Transaction): Promise<void> {
  await transaction.notify(ACCESS_CHANNEL, "");
}
