import type { Scope, Viewer } from "../../src/rules/access/viewer.js";
import { accessQueries } from "../../src/store/access/queries.js";
import { licenseGrant, organization } from "../../src/store/access/tables.js";
import { ensureOrganizations, ensureUser, putMember } from "../../src/store/access/writes.js";
import type { Database } from "../../src/store/database.js";
import { FIXED_NOW } from "./clock.js";

const EVERYTHING: readonly Scope[] = ["read", "write", "publish"];

/** What a token says of a caller, as far as a test cares. */
export interface Caller {
  readonly user?: string;
  readonly organizations?: readonly string[];
  readonly scopes?: readonly Scope[];
}

/** A caller as the server would see them: a token's claims and what the database says of them now. */
export async function callerOf(
  database: Database,
  { user, organizations = [], scopes = EVERYTHING }: Caller,
  now: Date = FIXED_NOW,
): Promise<Viewer> {
  const claims = { client: "test-client", user: user ?? null, organizations };
  const known = await accessQueries(database.reads).viewer(
    { ...claims, scopes: new Set(scopes) },
    now,
  );
  return known.viewer;
}

/** A caller as a token of the trial's client makes it. */
export async function memberOf(database: Database, organizationName: string): Promise<Viewer> {
  const user = organizationName === "Demo" ? { user: "demo" } : {};
  return await callerOf(database, { ...user, organizations: [organizationName] });
}

/** Makes an organization; with a user, who becomes its member. */
export async function makeOrganization(database: Database, name: string, user?: string) {
  await database.write(async ({ queries }) => {
    await ensureOrganizations(queries, [{ name }], FIXED_NOW);
    if (user === undefined) return;
    await ensureUser(queries, user, FIXED_NOW);
    await putMember(queries, { organization: name, user, role: "MEMBER" });
  });
}

/** Grants an organization the licence of AMA, ADA or APA. */
export async function grantLicence(
  database: Database,
  { to, licensor, expiresAt = null }: { to: string; licensor: string; expiresAt?: Date | null },
): Promise<void> {
  const found = await database.reads.select().from(organization);
  const organizationId = found.find(({ name }) => name === to)?.id;
  if (organizationId === undefined) throw new Error(`no organization ${to}`);
  const grant = { organizationId, licensor, expiresAt };
  await database.write(async ({ queries }) => {
    await queries
      .insert(licenseGrant)
      .values({ ...grant, grantedAt: FIXED_NOW, grantedBy: "operator" })
      .onConflictDoUpdate({
        target: [licenseGrant.organizationId, licenseGrant.licensor],
        set: { expiresAt },
      });
  });
}
