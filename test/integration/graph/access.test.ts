import { beforeAll, describe, expect, it } from "vitest";
import { dataOf, graphOver } from "../../support/graph.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { callerOf, makeOrganization, memberOf } from "../../support/viewers.js";

const { database } = useTestDatabase();
const ask = graphOver(database);

beforeAll(async () => {
  await makeOrganization(database, "Lab", "demo");
});

describe("Organization", () => {
  it("says who it is", async () => {
    const fields = "__typename name displayName website url";
    expect(
      await dataOf(ask(`{ organization(name: "CDC") { ${fields} codeSystems { totalCount } } }`)),
    ).toEqual({
      organization: {
        __typename: "Organization",
        name: "CDC",
        displayName: "Centers for Disease Control and Prevention",
        website: "https://www.cdc.gov/nchs/icd",
        url: "/orgs/CDC/",
        codeSystems: { totalCount: 2 },
      },
    });
  });

  it.each([
    ["", ["cvx", "cvx-group", "mvx", "vis"]],
    ['(q: "group")', ["cvx-group"]],
    ["(q: null)", ["cvx", "cvx-group", "mvx", "vis"]],
    ['(q: "icd")', []],
  ])("lists its own code systems%s", async (args, slugs) => {
    const text = `{ organization(name: "CDC-NCIRD") {
      codeSystems${args} { totalCount nodes { slug } } } }`;
    expect(await dataOf(ask(text))).toEqual({
      organization: {
        codeSystems: { totalCount: slugs.length, nodes: slugs.map((slug) => ({ slug })) },
      },
    });
  });

  it.each(["cdc", "Nobody", "", "\u0000"])(
    "is none under %j, and neither is a user",
    async (name) => {
      const query = `query ($name: String!) {
      organization(name: $name) { name } user(name: $name) { name } }`;
      expect(await dataOf(ask(query, { variables: { name } }))).toEqual({
        organization: null,
        user: null,
      });
    },
  );
});

describe("User", () => {
  it("says who it is", async () => {
    const fields = "__typename name url codeSystems { totalCount nodes { slug } }";
    expect(await dataOf(ask(`{ user(name: "demo") { ${fields} } }`))).toEqual({
      user: {
        __typename: "User",
        name: "demo",
        url: "/users/demo/",
        codeSystems: { totalCount: 0, nodes: [] },
      },
    });
  });

  it("owns code systems as organizations do", async () => {
    await database.reads.execute(
      `update repository set owner_organization_id = null, public_access = 'NONE', owner_user_id =
        (select id from user_account where name = 'demo')
        where container_id = (select container_id from code_system where slug = 'vis')`,
    );
    const text = `{ user(name: "demo") { codeSystems { totalCount nodes {
      slug url owner { __typename ... on User { name url } } } } } }`;
    const as = await memberOf(database, "Demo");
    const owned = {
      slug: "vis",
      url: "/users/demo/sources/VIS/",
      owner: { __typename: "User", name: "demo", url: "/users/demo/" },
    };
    expect(await dataOf(ask(text, { as }))).toEqual({
      user: { codeSystems: { totalCount: 1, nodes: [owned] } },
    });
    expect(await dataOf(ask(text))).toEqual({
      user: { codeSystems: { totalCount: 0, nodes: [] } },
    });
  });
});

describe("Viewer", () => {
  const text = "{ viewer { client scopes user { name } organizations { name } } }";

  it("is nobody without a token", async () => {
    expect(await dataOf(ask(text))).toEqual({ viewer: null });
  });

  it("is a user with all organizations that are theirs", async () => {
    const as = await callerOf(database, { user: "demo", organizations: ["CMS"], scopes: ["read"] });
    expect(await dataOf(ask(text, { as }))).toEqual({
      viewer: {
        client: "test-client",
        scopes: ["read"],
        user: { name: "demo" },
        organizations: [{ name: "CMS" }, { name: "Demo" }, { name: "Lab" }],
      },
    });
  });

  it("may be a client alone, and tells so without the scope read", async () => {
    const as = await callerOf(database, { organizations: ["Other"], scopes: ["publish", "write"] });
    expect(await dataOf(ask(text, { as }))).toEqual({
      viewer: {
        client: "test-client",
        scopes: ["publish", "write"],
        user: null,
        organizations: [{ name: "Other" }],
      },
    });
  });
});
