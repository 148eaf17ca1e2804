import { beforeAll, describe, expect, it } from "vitest";
import { anonymous, type Viewer } from "../../../src/rules/access/viewer.js";
import { ensureUser, putMember } from "../../../src/store/access/writes.js";
import { FIXED_NOW } from "../../support/clock.js";
import { commandsOf, makeCrosswalk } from "../../support/commands.js";
import { dataOf, graphOver } from "../../support/graph.js";
import { type OrganizationMutation, sendOver } from "../../support/organizationGraph.js";
import { expectNothingDone } from "../../support/refusals.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { callerOf, makeOrganization, memberOf } from "../../support/viewers.js";

const { database } = useTestDatabase();
const ask = graphOver(database);
const send = sendOver(ask);
type Input = Readonly<Record<string, unknown>>;
let demo: Viewer;
let operator: Viewer;

beforeAll(async () => {
  demo = await memberOf(database, "Demo");
  operator = await callerOf(database, { scopes: ["admin"] });
  await database.write(async ({ queries }) => {
    for (const name of ["jane", "joe", "zoe"]) await ensureUser(queries, name, FIXED_NOW);
  });
});

async function done(name: OrganizationMutation, input: Input, as: Viewer, now?: Date) {
  return (await dataOf(send(name, input, as, now)))[name];
}

function changed(organization: Input, message: string | null = null) {
  return { message, organization: expect.objectContaining(organization), userErrors: [] };
}

function refused(__typename: string, path: string, message: string) {
  const error = { __typename, path: path === "" ? [] : [path], message };
  return { message: null, organization: null, userErrors: [error] };
}

function staff(...members: readonly (readonly [string, string])[]) {
  const nodes = members.map(([name, role]) => ({ role, user: { name } }));
  return { members: { totalCount: nodes.length, nodes } };
}

describe("createOrganization", () => {
  it("makes one, whose administrator the caller's user becomes, and shows it whole at once", async () => {
    const input = { name: " Clinic ", displayName: " The Clinic ", website: "https://clinic.org" };
    expect(await done("createOrganization", input, demo)).toEqual({
      message: null,
      organization: {
        name: "Clinic",
        displayName: "The Clinic",
        website: "https://clinic.org",
        ...staff(["demo", "ADMINISTRATOR"]),
        licenses: [],
      },
      userErrors: [],
    });
    const as = await memberOf(database, "Demo");
    expect(await dataOf(ask("{ viewer { organizations { name } } }", { as }))).toEqual({
      viewer: { organizations: [{ name: "Clinic" }, { name: "Demo" }] },
    });
  });

  it("by the operator leaves it without members, until the first is added", async () => {
    const empty = { name: "New", displayName: null, website: null, ...staff(), licenses: [] };
    expect(await done("createOrganization", { name: "New", displayName: "  " }, operator)).toEqual({
      message: null,
      organization: empty,
      userErrors: [],
    });
    const first = { organization: "New", user: "jane", role: "ADMINISTRATOR" };
    expect(await done("addOrganizationMember", first, operator)).toEqual(
      changed(staff(["jane", "ADMINISTRATOR"])),
    );
  });

  it.each(["Demo", " CDC "])("leaves %j to whom it belongs", async (name) => {
    await expectNothingDone(
      database,
      () => done("createOrganization", { name, displayName: "Mine" }, demo),
      refused("AlreadyExists", "name", `There is an organization ${name.trim()} already.`),
    );
  });

  it("names all faults at once", async () => {
    const faults = [
      ["name", '"latest" can\'t be the name of an organization: it is reserved'],
      ["website", "Website must be an address that begins with http:// or https://"],
    ].map(([path, message]) => ({ __typename: "FieldInvalid", path: [path], message }));
    await expectNothingDone(
      database,
      () => done("createOrganization", { name: "latest", website: "clinic" }, demo),
      { message: null, organization: null, userErrors: faults },
    );
  });

  it("of the same name by many at once makes one", async () => {
    const made = await Promise.all(
      Array.from({ length: 8 }, () => done("createOrganization", { name: "Raced" }, demo)),
    );
    const taken = refused("AlreadyExists", "name", "There is an organization Raced already.");
    const [winner, ...losers] = made.toSorted(
      (one, other) =>
        JSON.stringify(one).indexOf("Already") - JSON.stringify(other).indexOf("Already"),
    );
    expect(winner).toEqual(changed(staff(["demo", "ADMINISTRATOR"])));
    expect(losers).toEqual(losers.map(() => taken));
  });
});

describe("members", () => {
  beforeAll(async () => {
    await makeOrganization(database, "Lab");
    await database.write(({ queries }) =>
      putMember(queries, { organization: "Lab", user: "jane", role: "ADMINISTRATOR" }),
    );
  });
  const jane = () => callerOf(database, { user: "jane" });
  const add = async (user: string, role: string) =>
    done("addOrganizationMember", { organization: "Lab", user, role }, await jane());
  const remove = async (user: string, more: Input = {}) =>
    done("removeOrganizationMember", { organization: "Lab", user, ...more }, await jane());

  it("are added, get another role, and go", async () => {
    const janes = ["jane", "ADMINISTRATOR"] as const;
    expect(await add("joe", "MEMBER")).toEqual(changed(staff(janes, ["joe", "MEMBER"])));
    expect(await add("joe", "MEMBER")).toEqual(
      changed(staff(janes, ["joe", "MEMBER"]), "Nothing to change."),
    );
    const both = staff(janes, ["joe", "ADMINISTRATOR"]);
    expect(await add("joe", "ADMINISTRATOR")).toEqual(changed(both));
    expect(await remove("joe", { role: "MEMBER" })).toEqual(
      refused("FieldInvalid", "role", "joe is ADMINISTRATOR of Lab, not MEMBER."),
    );
    expect(await remove("joe", { role: "ADMINISTRATOR" })).toEqual(changed(staff(janes)));
    expect(await remove("joe")).toEqual(
      refused("ResourceNotFound", "user", "joe is not a member of Lab."),
    );
  });

  it("keep an administrator", async () => {
    const last = "jane is the last administrator of Lab; make somebody else one first.";
    await expectNothingDone(database, () => remove("jane"), refused("NotPermitted", "user", last));
    await expectNothingDone(
      database,
      () => add("jane", "MEMBER"),
      refused("NotPermitted", "user", last),
    );
    const input = { organization: "Lab", user: "jane" };
    expect(await done("removeOrganizationMember", input, operator)).toEqual(
      refused("NotPermitted", "user", last),
    );
  });

  it("that are unknown are named, with an organization that is unknown", async () => {
    for (const name of ["addOrganizationMember", "removeOrganizationMember"] as const) {
      const input = { organization: "Nowhere\u0000", user: "nobody", role: "MEMBER" };
      await expectNothingDone(database, () => done(name, input, demo), {
        message: null,
        organization: null,
        userErrors: [
          {
            __typename: "ResourceNotFound",
            path: ["organization"],
            message: "There is no organization Nowhere\u0000.",
          },
          { __typename: "ResourceNotFound", path: ["user"], message: "There is no user nobody." },
        ],
      });
    }
  });

  it("are members once, however many add them at once", async () => {
    const added = await Promise.all(Array.from({ length: 8 }, () => add("zoe", "MEMBER")));
    expect(added).toEqual(
      added.map(() =>
        changed(
          staff(["jane", "ADMINISTRATOR"], ["zoe", "MEMBER"]),
          expect.toBeOneOf([null, "Nothing to change."]) as never,
        ),
      ),
    );
    expect(added.filter((payload) => JSON.stringify(payload).includes("Nothing"))).toHaveLength(7);
  });

  it("of whom two administrators remove each other at once keep one", async () => {
    await add("joe", "ADMINISTRATOR");
    const as = await jane();
    const removed = await Promise.all(
      ["jane", "joe"].map((user) =>
        done("removeOrganizationMember", { organization: "Lab", user }, as),
      ),
    );
    // Whoever came second found jane no administrator any more, or joe the last one of two gone.
    expect(JSON.stringify(removed).match(/NotPermitted/g)).toHaveLength(1);
    const left = await database.reads.execute(`select count(*)::int as count from membership
      where role = 'ADMINISTRATOR' and organization_id =
        (select id from organization where name = 'Lab')`);
    expect(left).toEqual([{ count: 1 }]);
  });

  it("are read in pages by members and the operator, and by nobody else", async () => {
    await makeOrganization(database, "Big", "a");
    for (const user of ["c", "b"]) await makeOrganization(database, "Big", user);
    const text = `query ($after: String) { organization(name: "Big") { members(first: 2, after: $after) {
      totalCount nodes { user { name } } pageInfo { hasNextPage endCursor } } } }`;
    type Page = { organization: { members: { pageInfo: { endCursor: string } } } };
    const page = (as: Viewer, after: string | null = null) =>
      dataOf<Page>(ask(text, { as, variables: { after } }));
    const first = await page(operator);
    const node = (name: string) => ({ user: { name } });
    expect(first).toMatchObject({
      organization: { members: { totalCount: 3, nodes: [node("a"), node("b")] } },
    });
    const member = await callerOf(database, { user: "c" });
    expect(await page(member, first.organization.members.pageInfo.endCursor)).toMatchObject({
      organization: { members: { nodes: [node("c")], pageInfo: { hasNextPage: false } } },
    });
    for (const stranger of [anonymous, demo]) {
      expect(await page(stranger)).toEqual({
        organization: {
          members: {
            totalCount: 0,
            nodes: [],
            pageInfo: { hasNextPage: false, endCursor: null },
          },
        },
      });
    }
  });
});

it("an organization's crosswalks are its members' to see", async () => {
  await makeCrosswalk(commandsOf(database, demo), { name: "Ours", organization: "Demo" });
  const text = `{ organization(name: "Demo") { crosswalks { totalCount nodes { name } } } }`;
  const none = { organization: { crosswalks: { totalCount: 0, nodes: [] } } };
  expect(await dataOf(ask(text, { as: demo }))).toEqual({
    organization: { crosswalks: { totalCount: 1, nodes: [{ name: "Ours" }] } },
  });
  expect(await dataOf(ask(text))).toEqual(none);
  expect(await dataOf(ask(text, { as: await memberOf(database, "Other") }))).toEqual(none);
});
