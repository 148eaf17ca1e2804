import type { IncomingHttpHeaders } from "node:http";
import type { Config } from "./config.js";

const METHODS = "GET, HEAD, POST, OPTIONS";
const REQUEST_HEADERS = [
  "Authorization",
  "Content-Type",
  "Apollo-Require-Preflight",
  "X-Apollo-Operation-Name",
  "Apollographql-Client-Name",
  "Apollographql-Client-Version",
  "X-Request-Id",
].join(", ");
const RESPONSE_HEADERS = "X-Request-Id, WWW-Authenticate, Retry-After";
const PREFLIGHT_SECONDS = "7200";

type Headers = Readonly<Record<string, string>>;

const NOTHING: Headers = {};

/** The headers that let a page of another origin read an answer, where its origin may. */
export function sharingHeaders(
  allowed: Config["corsOrigins"],
  { origin }: IncomingHttpHeaders,
): Headers {
  if (origin === undefined) return allowed === "any" ? NOTHING : { vary: "Origin" };
  if (allowed === "any") {
    return {
      "access-control-allow-origin": "*",
      "access-control-expose-headers": RESPONSE_HEADERS,
    };
  }
  if (!allowed.includes(origin)) return { vary: "Origin" };
  return {
    "access-control-allow-origin": origin,
    "access-control-expose-headers": RESPONSE_HEADERS,
    vary: "Origin",
  };
}

/**
 * The headers that answer a browser which asks before it sends. A page of a public site, Apollo
 * Sandbox for one, asks besides whether it may reach into a private network.
 */
export function preflightHeaders(
  allowed: Config["corsOrigins"],
  headers: IncomingHttpHeaders,
): Headers {
  const sharing = sharingHeaders(allowed, headers);
  if (sharing["access-control-allow-origin"] === undefined) return sharing;
  const isPrivate = headers["access-control-request-private-network"] === "true";
  return {
    ...sharing,
    "access-control-allow-methods": METHODS,
    "access-control-allow-headers": REQUEST_HEADERS,
    "access-control-max-age": PREFLIGHT_SECONDS,
    ...(isPrivate ? { "access-control-allow-private-network": "true" } : {}),
  };
}
