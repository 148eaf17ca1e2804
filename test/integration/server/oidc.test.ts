import { createHmac } from "node:crypto";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { createTokens } from "../../../src/server/tokens.js";
import { ensureUser } from "../../../src/store/access/writes.js";
import { settleFact } from "../../../src/store/installation/facts.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { AUDIENCE, ahead, askedWith, now, startIdentityProvider, WHO } from "./identityProvider.js";
import { serveSmallGraph, smallServer } from "./testServer.js";

const SECRET = "0123456789abcdef0123456789abcdef";
const { database } = useTestDatabase();
const provider = await startIdentityProvider();
const environment = {
  OIDC_ISSUER: provider.issuer,
  OIDC_AUDIENCE: AUDIENCE,
  OIDC_CLOCK_SKEW: "30",
  NODE_ENV: "production",
};
const server = smallServer(database, environment);

beforeEach(() => provider.claim({ preferred_username: "jane", organizations: ["Demo"] }));
afterAll(() => provider.stop());

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
describe("a token of the provider", () => {
  test("names client, user, organizations and scopes", async () => {
    const reply = await server.run(WHO, { token: await provider.token() });
    expect(reply.json).toEqual({
      data: {
        viewer: {
          client: "etl",
          user: "jane",
          organizations: ["Demo MEMBER"],
          scopes: ["read", "write"],
        },
      },
    });
  });

  test("brings memberships of its user along", async () => {
    await database.write(({ queries }) => ensureUser(queries, "demo", new Date()));
    provider.claim({ preferred_username: "demo" });
    const reply = await server.run(WHO, { token: await provider.token() });
    expect(reply.json.data.viewer).toMatchObject({ user: "demo" });
  });

  test("without any of our scopes makes no user", async () => {
    provider.claim({ preferred_username: "passer-by" });
    const token = await provider.token({ resource: AUDIENCE });
    const reply = await server.run(WHO, { token });
    expect(reply.json.data.viewer).toMatchObject({ client: "etl", user: null, scopes: [] });
  });

  test("without a user is its subject's", async () => {
    const token = await provider.signed({ sub: "auth0|12", client_id: "spa", exp: now() + 60 });
    const reply = await server.run(WHO, { token });
    expect(reply.json.data.viewer).toMatchObject({ client: "auth0|12", user: null });
  });

  test.each([
    ["expired within the skew", { exp: -20 }],
    ["good from a moment within the skew on", { exp: 60, nbf: 20 }],
    ["issued a moment ahead within the skew", { exp: 60, iat: 20 }],
  ])("%s is accepted", async (_, times) => {
    const token = await provider.signed(ahead(times));
    expect((await server.run(WHO, { token })).status).toBe(200);
  });

  test("of a plain type, for several audiences, is accepted", async () => {
    const claims = { exp: now() + 60, aud: ["https://other.example.org", AUDIENCE] };
    const token = await provider.signed(claims, { typ: "JWT" });
    expect((await server.run(WHO, { token })).status).toBe(200);
  });
});

/** A token signed with what everybody knows, as if it were a secret. */
async function confused(): Promise<string> {
  const { kid } = provider.publicKey();
  const claims = { iss: provider.issuer, aud: AUDIENCE, sub: "etl", exp: now() + 60 };
  const content = `${encoded({ alg: "HS256", kid })}.${encoded(claims)}`;
  const secret = JSON.stringify(provider.publicKey());
  return `${content}.${createHmac("sha256", secret).update(content).digest("base64url")}`;
}

async function ofAnother(name: string): Promise<string> {
  const other = await startIdentityProvider();
  const claims = { iss: name === "own" ? other.issuer : provider.issuer, exp: now() + 60 };
  const token = name === "own" ? await other.token() : await other.signed(claims);
  await other.stop();
  return token;
}

const unsigned = () => {
  const claims = { iss: provider.issuer, aud: AUDIENCE, sub: "etl", exp: now() + 60 };
  return `${encoded({ alg: "none" })}.${encoded(claims)}.`;
};

const tampered = async () => {
  const [header, , signature] = (await provider.token()).split(".");
  const claims = { iss: provider.issuer, aud: AUDIENCE, sub: "etl", scope: "admin" };
  return [header, encoded({ ...claims, exp: now() + 60 }), signature].join(".");
};

test.each([
  ["for another audience", "invalid", () => provider.token({ resource: "https://o.example.org" })],
  ["without audience", "invalid", () => provider.signed({ aud: [], exp: now() + 60 })],
  ["that is opaque", "invalid", () => provider.token({})],
  ["expired", "expired", () => provider.signed(ahead({ exp: -31 }))],
  ["without expiry", "invalid", () => provider.signed({})],
  ["not valid yet", "invalid", () => provider.signed(ahead({ exp: 90, nbf: 40 }))],
  ["issued in the future", "invalid", () => provider.signed(ahead({ exp: 90, iat: 40 }))],
  ["of a slightly other issuer", "invalid", () => provider.signed({ iss: `${provider.issuer}/` })],
  ["without client and subject", "invalid", () => provider.signed({ sub: "", exp: now() + 60 })],
  ["to log out with", "invalid", () => provider.signed(ahead({ exp: 60 }), { typ: "logout+jwt" })],
  ["of another provider", "invalid", () => ofAnother("own")],
  ["of another provider in this one's name", "invalid", () => ofAnother("this one's")],
  ["with alg none", "invalid", async () => unsigned()],
  ["signed with the public key", "invalid", confused],
  ["whose claims were changed", "invalid", tampered],
  ["that is encrypted", "invalid", async () => `${encoded({ alg: "RSA-OAEP" })}.a.b.c.d`],
])("A token %s is refused, and the log says why", async (_, word, make) => {
  const token = await make();
  server.lines.take();
  const reply = await server.run(WHO, { token });
  const description =
    word === "expired" ? "The access token has expired" : "The access token is invalid";
  expect(reply.status).toBe(401);
  expect(reply.json).toEqual({
    errors: [
      {
        message: `${description}; get a new one from ${provider.issuer}`,
        extensions: { code: "UNAUTHENTICATED" },
      },
    ],
  });
  const lines = server.lines.take();
  expect(lines).toContainEqual(
    expect.objectContaining({ msg: "token refused", reason: expect.stringMatching(/./) }),
  );
  expect(JSON.stringify(lines)).not.toContain(token.slice(-20));
});

describe("where tokens come from the provider alone", () => {
  const claims = { client: "demo", user: null, organizations: ["Demo"], audience: null };

  test("a token of ours is refused, also one of an earlier trial", async () => {
    const key = "x".repeat(43);
    await database.write(({ queries }) => settleFact(queries, "trial-signing-key", key));
    const token = await createTokens(key).issue({ ...claims, scopes: new Set(["admin"]) });
    expect((await server.run(WHO, { token })).status).toBe(401);
  });

  test("/oauth/token names the provider", async () => {
    const reply = await server.ask("/oauth/token", { method: "POST" });
    expect(reply.status).toBe(400);
    expect(reply.json).toEqual({
      error: "unsupported_grant_type",
      error_description: `Access tokens are issued by ${provider.issuer}`,
    });
  });

  test("our own are accepted beside where there is a secret", async () => {
    const both = await serveSmallGraph(database, provider.trusted({ TOKEN_SECRET: SECRET }));
    const own = await createTokens(SECRET).issue({ ...claims, scopes: new Set(["read"]) });
    const forged = await createTokens("y".repeat(43)).issue({ ...claims, scopes: new Set() });
    expect((await askedWith(both.url, own)).json.data.viewer).toMatchObject({ client: "demo" });
    expect((await askedWith(both.url, await provider.token())).status).toBe(200);
    const refused = await askedWith(both.url, forged);
    expect(refused.json.errors[0].message).toContain(`from /oauth/token or ${provider.issuer}`);
    await both.stop(1);
  });
});

test("Claims are found where the configuration says", async () => {
  const settings = {
    OIDC_USER_CLAIM: "email, https://example.org/claims.name",
    OIDC_ORGANIZATION_CLAIM: "realm.groups.name",
    OIDC_SCOPE_CLAIM: "realm.roles",
    OIDC_SCOPE_PREFIX: "terms:",
  };
  const other = await serveSmallGraph(database, provider.trusted(settings));
  provider.claim({
    "https://example.org/claims": { name: "jo" },
    realm: { groups: [{ name: "Demo" }, { name: "Other" }], roles: "terms:read admin" },
  });
  const reply = await askedWith(other.url, await provider.token());
  expect(reply.json.data.viewer).toEqual({
    client: "etl",
    user: "jo",
    organizations: ["Demo MEMBER", "Other MEMBER"],
    scopes: ["read"],
  });
  await other.stop(1);
});
