import { expect, test } from "vitest";
import { preflightHeaders, sharingHeaders } from "../../../src/server/cors.js";

const SANDBOX = "https://studio.apollographql.com";

const shared = { "access-control-expose-headers": "X-Request-Id, WWW-Authenticate, Retry-After" };

test.each([
  ["any", undefined, {}],
  ["any", SANDBOX, { "access-control-allow-origin": "*", ...shared }],
  [[SANDBOX], undefined, { vary: "Origin" }],
  [[SANDBOX], "https://evil.example", { vary: "Origin" }],
  [[SANDBOX], SANDBOX, { "access-control-allow-origin": SANDBOX, ...shared, vary: "Origin" }],
  [[], SANDBOX, { vary: "Origin" }],
] as const)("With origins %j a page of %s is told %j", (allowed, origin, headers) => {
  expect(sharingHeaders(allowed, origin === undefined ? {} : { origin })).toEqual(headers);
});

test("A browser that asks first is told what it may send", () => {
  expect(preflightHeaders("any", { origin: SANDBOX })).toEqual({
    "access-control-allow-origin": "*",
    ...shared,
    "access-control-allow-methods": "GET, HEAD, POST, OPTIONS",
    "access-control-allow-headers":
      "Authorization, Content-Type, Apollo-Require-Preflight, X-Apollo-Operation-Name, " +
      "Apollographql-Client-Name, Apollographql-Client-Version, X-Request-Id",
    "access-control-max-age": "7200",
  });
});

test("A public page may reach into a private network where it asks to", () => {
  const asking = { origin: SANDBOX, "access-control-request-private-network": "true" };
  expect(preflightHeaders([SANDBOX], asking)).toMatchObject({
    "access-control-allow-origin": SANDBOX,
    "access-control-allow-private-network": "true",
  });
});

test("A page of an origin that is not allowed is told nothing", () => {
  const asking = {
    origin: "https://evil.example",
    "access-control-request-private-network": "true",
  };
  expect(preflightHeaders([SANDBOX], asking)).toEqual({ vary: "Origin" });
});
