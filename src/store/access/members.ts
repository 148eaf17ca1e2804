import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Slice, Window } from "../../kernel/window.js";
import type { StaffedOrganization } from "../../rules/access/members.js";
import type { MemberRole, Viewer } from "../../rules/access/viewer.js";
import type { Queries } from "../database.js";
import { HIGHEST_TEXT, type Ordering, windowedPerParent } from "../keyset.js";
import { membership, organization, userAccount } from "./tables.js";

const p = sql.placeholder;

const byName: Ordering = {
  columns: [userAccount.name],
  direction: "ASC",
  lowest: [""],
  highest: [HIGHEST_TEXT],
};

/**
 * That the viewer may know who the members of `parent.id` are and what it holds: they speak for it, or run
 * the installation. Memberships are looked up too: the viewer may have become one a moment ago.
 */
export const insideView: SQL = sql`(${p("operator")}::boolean
  or parent.id = any(${p("organizations")}::int[])
  or exists (select from ${membership} as own
    where own.organization_id = parent.id and own.user_id = ${p("viewerUser")}::int))`;

export function insideParameters(viewer: Viewer) {
  return {
    operator: viewer.scopes.has("admin"),
    organizations: viewer.organizations.map(({ id }) => id),
    viewerUser: viewer.user?.id ?? null,
  };
}

/** Reads of organizations' members; others than members and the operator see none. */
export function memberQueries(reads: Queries) {
  const lists = windowedPerParent(byName, ({ between, order, take, skip, suffix }) => {
    const members = reads
      .select({
        organizationId: membership.organizationId,
        name: userAccount.name,
        role: membership.role,
      })
      .from(membership)
      .innerJoin(userAccount, eq(userAccount.id, membership.userId))
      .where(sql`${membership.organizationId} = parent.id and ${between} and ${insideView}`)
      .orderBy(...order)
      .limit(take)
      .offset(skip)
      .as("member");
    return reads
      .select({ at: sql<number>`parent.at::int`, ...members._.selectedFields })
      .from(sql`unnest(${p("ids")}::int[]) with ordinality as parent(id, at)`)
      .innerJoinLateral(members, sql`true`)
      .orderBy(
        sql`parent.at`,
        ...(suffix === "forward" ? [sql`member.name`] : [sql`member.name desc`]),
      )
      .prepare(`organization_members_${suffix}`);
  });
  const counts = reads
    .select({ id: sql<number>`parent.id::int`, count: sql<number>`count(*)::int` })
    .from(sql`unnest(${p("ids")}::int[]) as parent(id)`)
    .innerJoin(membership, sql`${membership.organizationId} = parent.id and ${insideView}`)
    .groupBy(sql`parent.id`)
    .prepare("organization_members_count");
  return {
    /** One list per organization id, in order of user name. */
    lists: (
      viewer: Viewer,
      ids: readonly number[],
      window: Window,
    ): Promise<readonly Slice<MemberRow>[]> =>
      lists(window, ids.length, { ids, ...insideParameters(viewer) }),
    counts: (viewer: Viewer, ids: readonly number[]) =>
      counts.execute({ ids, ...insideParameters(viewer) }),
  };
}

/** A member of an organization, by user name. */
export interface MemberRow {
  readonly organizationId: number;
  readonly name: string;
  readonly role: MemberRole;
}

/**
 * An organization under its lock, with what administering its members asks of it; null where there is none.
 * Nobody else changes its members or licences until the transaction ends.
 */
export async function lockStaff(
  queries: Queries,
  name: string,
  users: { readonly viewer: number | null; readonly user: number | null },
): Promise<(StaffedOrganization & { readonly id: number }) | null> {
  const [locked] = await queries
    .select({ id: organization.id })
    .from(organization)
    .where(eq(organization.name, name))
    .for("update");
  if (!locked) return null;
  const of = (user: number | null) =>
    sql<MemberRole | null>`max(${membership.role}) filter (where ${membership.userId} = ${user}::int)`;
  const [staff] = await queries
    .select({
      viewerRole: of(users.viewer),
      userRole: of(users.user),
      administrators: sql<number>`count(*) filter (where ${membership.role} = 'ADMINISTRATOR')::int`,
    })
    .from(membership)
    .where(eq(membership.organizationId, locked.id));
  if (!staff) throw new Error("An aggregate has a row");
  return { id: locked.id, name, ...staff };
}

/** Takes a member away. */
export async function deleteMember(
  queries: Queries,
  organizationId: number,
  userId: number,
): Promise<void> {
  await queries
    .delete(membership)
    .where(and(eq(membership.organizationId, organizationId), eq(membership.userId, userId)));
}
