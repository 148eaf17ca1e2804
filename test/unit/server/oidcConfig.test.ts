import { expect, test } from "vitest";
import { readConfig } from "../../../src/server/config.js";

const PROVIDER = { OIDC_ISSUER: "https://id.example.org/realms/a", OIDC_AUDIENCE: "terms" };
const ADDRESS = "an address that begins with https:// (http:// on this machine), without ? and #";

test("A provider needs its issuer and an audience, and no secret", () => {
  const config = readConfig({ ...PROVIDER, NODE_ENV: "production", HOST: "0.0.0.0" });
  expect(config).toMatchObject({
    ok: true,
    value: {
      trial: false,
      tokenSecret: null,
      oidc: {
        issuer: "https://id.example.org/realms/a",
        audiences: ["terms"],
        clockSkew: 60,
        claims: {
          user: ["preferred_username"],
          organizations: ["organizations"],
          scopes: ["scope", "scp"],
          scopePrefix: "",
        },
      },
    },
  });
});

test("With a provider there is no trial, also on loopback", () => {
  expect(readConfig(PROVIDER)).toMatchObject({ ok: true, value: { trial: false } });
});

test("Everything set is taken as it is", () => {
  const config = readConfig({
    OIDC_ISSUER: "http://localhost:8080/realms/a/",
    OIDC_AUDIENCE: "terms, https://terms.example.org",
    OIDC_CLOCK_SKEW: "0",
    OIDC_USER_CLAIM: "email,sub",
    OIDC_ORGANIZATION_CLAIM: "https://example.org/orgs",
    OIDC_SCOPE_CLAIM: "realm_access.roles",
    OIDC_SCOPE_PREFIX: "terms:",
  });
  expect(config).toMatchObject({
    ok: true,
    value: {
      oidc: {
        issuer: "http://localhost:8080/realms/a/",
        audiences: ["terms", "https://terms.example.org"],
        clockSkew: 0,
        claims: {
          user: ["email", "sub"],
          organizations: ["https://example.org/orgs"],
          scopes: ["realm_access.roles"],
          scopePrefix: "terms:",
        },
      },
    },
  });
});

test.each([
  ["OIDC_ISSUER", "id.example.org", ADDRESS],
  ["OIDC_ISSUER", "http://id.example.org", ADDRESS],
  ["OIDC_ISSUER", "https://me:secret@id.example.org", ADDRESS],
  ["OIDC_ISSUER", "https://id.example.org/?realm=a", ADDRESS],
  ["OIDC_ISSUER", "https://id.example.org/#a", ADDRESS],
  ["OIDC_AUDIENCE", " , ", "the audience of the tokens, or several, separated by commas"],
  ["OIDC_CLOCK_SKEW", "601", "a whole number of seconds from 0 to 600"],
  ["OIDC_CLOCK_SKEW", "1m", "a whole number of seconds from 0 to 600"],
  ["OIDC_SCOPE_PREFIX", "a b", "what scopes begin with, without blanks"],
])("%s %j is refused", (name, value, allowed) => {
  const shown = JSON.stringify(value.trim());
  expect(readConfig({ ...PROVIDER, [name]: value })).toEqual({
    ok: false,
    failure: [`${name} is ${shown}; it must be ${allowed}`],
  });
});

test("An issuer without an audience would take tokens that are for others", () => {
  expect(readConfig({ OIDC_ISSUER: PROVIDER.OIDC_ISSUER })).toEqual({
    ok: false,
    failure: [
      "OIDC_AUDIENCE is not set, but OIDC_ISSUER is; set it to the audience of the tokens, or several, " +
        "separated by commas",
    ],
  });
});

test.each(["OIDC_AUDIENCE", "OIDC_USER_CLAIM", "OIDC_CLOCK_SKEW"])(
  "%s without an issuer is a mistake",
  (name) => {
    expect(readConfig({ [name]: "5" })).toEqual({
      ok: false,
      failure: [`${name} is set, but OIDC_ISSUER is not; set it to ${ADDRESS}`],
    });
  },
);
