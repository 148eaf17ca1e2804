import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { anonymous, type Scope, type Viewer } from "../../../src/rules/access/viewer.js";
import { ensureUser, putMember } from "../../../src/store/access/writes.js";
import { FIXED_NOW } from "../../support/clock.js";
import { dataOf, errorsOf, graphOver } from "../../support/graph.js";
import {
  type OrganizationMutation,
  organizationMutations,
  sendOver,
} from "../../support/organizationGraph.js";
import { expectNothingDone } from "../../support/refusals.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { callerOf, grantLicence, makeOrganization, memberOf } from "../../support/viewers.js";

const { database } = useTestDatabase();
const send = sendOver(graphOver(database));
const names = Object.keys(organizationMutations) as OrganizationMutation[];
const ofLicences: readonly OrganizationMutation[] = ["grantLicense", "withdrawLicense"];
const ofMembers: readonly OrganizationMutation[] = [
  "addOrganizationMember",
  "removeOrganizationMember",
];
const NO_TOKEN = "UNAUTHENTICATED: Send a bearer token; POST /oauth/token issues one.";
const lacks = (scope: string) => `FORBIDDEN: The token lacks the scope ${scope}.`;

beforeAll(async () => {
  await makeOrganization(database, "Lab", "joe");
  await database.write(async ({ queries }) => {
    await ensureUser(queries, "jane", FIXED_NOW);
    await putMember(queries, { organization: "Lab", user: "jane", role: "ADMINISTRATOR" });
  });
  await grantLicence(database, { to: "Lab", licensor: "ADA" });
});

const callers: Readonly<Record<string, () => Promise<Viewer>>> = {
  nobody: async () => anonymous,
  stranger: () => memberOf(database, "Demo"),
  member: () => callerOf(database, { user: "joe" }),
  administrator: () => callerOf(database, { user: "jane" }),
  speaker: () => callerOf(database, { organizations: ["Lab"] }),
  operator: () => callerOf(database, { scopes: ["admin"] }),
};

/** What a caller is answered; null: it is done. */
function refusalOf(name: OrganizationMutation, caller: string): string | null {
  if (caller === "nobody") return NO_TOKEN;
  if (ofLicences.includes(name)) return caller === "operator" ? null : lacks("admin");
  if (!ofMembers.includes(name)) {
    return caller === "speaker"
      ? "NotPermitted : The token speaks for no user who could administer it."
      : null;
  }
  if (caller === "operator" || caller === "administrator") return null;
  return "NotPermitted organization: Only an administrator of Lab manages its members.";
}

const table = names.flatMap((name) =>
  Object.keys(callers).map((caller) => [name, caller, refusalOf(name, caller)] as const),
);

describe("who may do what with organizations", () => {
  beforeEach(async () => {
    await database.reads.execute(
      "delete from membership where organization_id = (select id from organization where name = 'Acme')",
    );
    await database.reads.execute("delete from organization where name = 'Acme'");
  });

  it.each(table.filter(([, , refusal]) => refusal !== null))(
    "%s refuses %s and changes nothing: %s",
    async (name, caller, refusal) => {
      const as = await callers[caller]?.();
      if (!as) throw new Error("no such caller");
      const answer = async () => {
        const result = send(name, organizationMutations[name], as);
        const errors = await errorsOf(result);
        if (errors.length > 0) return errors;
        const payload = (await dataOf(result))[name] as {
          organization: unknown;
          userErrors: { __typename: string; path: string[]; message: string }[];
        };
        expect(payload.organization).toBeNull();
        return payload.userErrors.map(
          (one) => `${one.__typename} ${one.path.join(".")}: ${one.message}`,
        );
      };
      await expectNothingDone(database, answer, [refusal]);
    },
  );

  it.each(table.filter(([, , refusal]) => refusal === null))(
    "%s obeys %s",
    async (name, caller) => {
      const as = await callers[caller]?.();
      if (!as) throw new Error("no such caller");
      await putBack();
      const payload = (await dataOf(send(name, organizationMutations[name], as)))[name];
      const of = name === "createOrganization" ? "Acme" : "Lab";
      expect(payload).toMatchObject({ message: null, organization: { name: of }, userErrors: [] });
    },
  );

  it.each(names)("%s needs a scope of its own", async (name) => {
    const scopes: readonly Scope[] = ["read", "publish"];
    const as = await callerOf(database, { user: "jane", scopes });
    const missing = ofLicences.includes(name) ? "admin" : "write";
    const answer = () => errorsOf(send(name, organizationMutations[name], as));
    await expectNothingDone(database, answer, [lacks(missing)]);
  });
});

/** Lab as it was: joe a member, demo none, ADA granted, AMA not. */
async function putBack(): Promise<void> {
  await database.write(({ queries }) =>
    putMember(queries, { organization: "Lab", user: "joe", role: "MEMBER" }),
  );
  await database.reads.execute(`delete from membership where user_id =
    (select id from user_account where name = 'demo') and organization_id =
    (select id from organization where name = 'Lab')`);
  await database.reads.execute("delete from license_grant where licensor = 'AMA'");
  await grantLicence(database, { to: "Lab", licensor: "ADA" });
}
