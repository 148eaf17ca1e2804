import { createHmac } from "node:crypto";
import { decodeJwt, decodeProtectedHeader, SignJWT } from "jose";
import { expect, test } from "vitest";
import { createTokens } from "../../../src/server/tokens.js";
import { FIXED_NOW } from "../../support/clock.js";

const SECRET = "0123456789abcdef0123456789abcdef";
const claims = {
  client: "demo",
  user: "demo",
  organizations: ["Demo"],
  scopes: new Set(["read", "write"] as const),
  audience: "https://terms.example.org",
};
const issuedAt = FIXED_NOW.getTime() / 1000;

function tokensAt(seconds = 0, secret = SECRET) {
  return createTokens(secret, () => new Date(FIXED_NOW.getTime() + seconds * 1000));
}

/** A token like ours, with some claims changed. */
function forge(changes: Record<string, unknown>, secret = SECRET): Promise<string> {
  const payload = {
    iss: "termgate",
    sub: "demo",
    organizations: ["Demo"],
    scope: "read",
    exp: issuedAt + 60,
    ...changes,
  };
  return new SignJWT(payload).setProtectedHeader({ alg: "HS256" }).sign(Buffer.from(secret));
}

test("A token says for whom it is and how long", async () => {
  const token = await tokensAt().issue(claims);
  expect(decodeProtectedHeader(token)).toEqual({ alg: "HS256", typ: "JWT" });
  expect(decodeJwt(token)).toEqual({
    iss: "termgate",
    sub: "demo",
    user: "demo",
    organizations: ["Demo"],
    scope: "read write",
    aud: "https://terms.example.org",
    iat: issuedAt,
    exp: issuedAt + 3600,
  });
  expect(await tokensAt().verify(token)).toEqual({
    ok: true,
    value: { ...claims, provided: false, expiresAt: new Date((issuedAt + 3600) * 1000) },
  });
});

test("A client without user and audience has neither claim", async () => {
  const token = await tokensAt().issue({ ...claims, user: null, audience: null });
  expect(Object.keys(decodeJwt(token))).toEqual([
    "organizations",
    "scope",
    "iss",
    "sub",
    "iat",
    "exp",
  ]);
  expect(await tokensAt().verify(token)).toMatchObject({
    ok: true,
    value: { user: null, audience: null },
  });
});

test("A token is good until the second it expires, also when it was seen before", async () => {
  const token = await tokensAt().issue(claims);
  expect(await tokensAt(3599).verify(token)).toMatchObject({ ok: true });
  expect(await tokensAt(3600).verify(token)).toEqual({ ok: false, failure: "expired" });

  let now = FIXED_NOW;
  const tokens = createTokens(SECRET, () => now);
  expect(await tokens.verify(token)).toMatchObject({ ok: true });
  now = new Date(FIXED_NOW.getTime() + 3_600_000);
  expect(await tokens.verify(token)).toEqual({ ok: false, failure: "expired" });
});

test("Scopes that we do not know are left out", async () => {
  const token = await forge({ scope: "read fly admin" });
  expect(await tokensAt().verify(token)).toMatchObject({
    ok: true,
    value: { scopes: new Set(["read", "admin"]) },
  });
});

test.each([
  ["signed with another key", () => forge({}, "another-key-another-key-another-key")],
  ["of another issuer", () => forge({ iss: "https://accounts.example.org" })],
  ["without issuer", () => forge({ iss: undefined })],
  ["without subject", () => forge({ sub: undefined })],
  ["with an empty subject", () => forge({ sub: "" })],
  ["without expiry", () => forge({ exp: undefined })],
  ["without scope", () => forge({ scope: undefined })],
  ["with a list of scopes", () => forge({ scope: ["read"] })],
  ["without organizations", () => forge({ organizations: undefined })],
  ["with an organization that is no text", () => forge({ organizations: [1] })],
  ["with a user that is no text", () => forge({ user: 7 })],
  ["not valid yet", () => forge({ nbf: issuedAt + 30 })],
  ["with alg none", async () => unsigned({ alg: "none" }, "")],
  ["with alg none and a signature", async () => unsigned({ alg: "none" }, "AAAA")],
  ["with alg HS512", async () => signedAs("HS512", "sha512")],
  ["cut off", async () => (await forge({})).slice(0, -5)],
  ["without signature", async () => (await forge({})).replace(/[^.]+$/, "")],
  ["that is no token", async () => "demo-secret"],
  ["that is empty", async () => ""],
])("A token %s is invalid", async (_, make) => {
  expect(await tokensAt().verify(await make())).toEqual({ ok: false, failure: "invalid" });
});

test("A token whose claims were changed is invalid", async () => {
  const [header, , signature] = (await tokensAt().issue(claims)).split(".");
  const more = encode({ ...decodeJwt(await forge({})), scope: "read admin" });
  const changed = [header, more, signature].join(".");
  expect(await tokensAt().verify(changed)).toEqual({ ok: false, failure: "invalid" });
});

test("An expired token signed with another key is not called expired", async () => {
  const token = await forge({ exp: issuedAt - 10 }, "another-key-another-key-another-key");
  expect(await tokensAt().verify(token)).toEqual({ ok: false, failure: "invalid" });
});

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

const PAYLOAD = {
  iss: "termgate",
  sub: "operator",
  organizations: [],
  scope: "admin",
  exp: issuedAt + 60,
};

function unsigned(header: object, signature: string): string {
  return `${encode(header)}.${encode(PAYLOAD)}.${signature}`;
}

function signedAs(alg: string, hash: string): string {
  const content = `${encode({ alg })}.${encode(PAYLOAD)}`;
  return `${content}.${createHmac(hash, SECRET).update(content).digest("base64url")}`;
}
