import { failed, ok, type Result } from "../../kernel/result.js";
import { nameFault } from "../../rules/access/names.js";
import type { MemberRole, Scope } from "../../rules/access/viewer.js";
import { insertClient } from "../../store/access/clients.js";
import { accessQueries } from "../../store/access/queries.js";
import {
  announceAccess,
  ensureOrganizations,
  ensureUser,
  putMember,
} from "../../store/access/writes.js";
import type { Database, Queries } from "../../store/database.js";

/** What the operator of an installation does to let callers in. Fails with one line that says why. */
type Registered = Result<null, string>;

/** Makes an organization; one that is there stays as it is. */
export async function registerOrganization(
  database: Database,
  made: { readonly name: string; readonly displayName?: string },
  now: Date,
): Promise<Registered> {
  const fault = nameFault("an organization", made.name);
  if (fault) return failed(fault);
  await database.write(({ queries }) => ensureOrganizations(queries, [made], now));
  return ok(null);
}

/** Makes a user; one that is there stays as it is. */
export async function registerUser(
  database: Database,
  name: string,
  now: Date,
): Promise<Registered> {
  const fault = nameFault("a user", name);
  if (fault) return failed(fault);
  await database.write(({ queries }) => ensureUser(queries, name, now));
  return ok(null);
}

/** Makes a user a member of an organization, or gives a member another role. */
export async function registerMember(
  database: Database,
  member: { readonly organization: string; readonly user: string; readonly role: MemberRole },
): Promise<Registered> {
  return await database.write(async (transaction) => {
    const { queries } = transaction;
    const missing = await missingOf(queries, [member.organization], member.user);
    if (missing) return failed(missing);
    await putMember(queries, member);
    await announceAccess(transaction);
    return ok(null);
  });
}

export interface NewClient {
  readonly id: string;
  /** As it is kept: hashed. */
  readonly secretHash: string;
  readonly user: string | null;
  readonly organizations: readonly string[];
  readonly scopes: readonly Scope[];
}

/** Makes an OAuth client. An id can't be taken twice. */
export async function registerClient(
  database: Database,
  made: NewClient,
  now: Date,
): Promise<Registered> {
  const fault = nameFault("a client", made.id);
  if (fault) return failed(fault);
  return await database.write(async ({ queries }) => {
    const missing = await missingOf(queries, made.organizations, made.user);
    if (missing) return failed(missing);
    const inserted = await insertClient(queries, made, now);
    return inserted ? ok(null) : failed(`There is a client ${made.id} already`);
  });
}

async function missingOf(
  queries: Queries,
  organizations: readonly string[],
  user: string | null,
): Promise<string | null> {
  const { organizationsByNames, usersByNames } = accessQueries(queries);
  const found = new Set((await organizationsByNames(organizations)).map(({ name }) => name));
  const unknown = organizations.find((name) => !found.has(name));
  if (unknown !== undefined) return `There is no organization ${unknown}`;
  if (user !== null && (await usersByNames([user])).length === 0) return `There is no user ${user}`;
  return null;
}
