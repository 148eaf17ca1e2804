import { isIP } from "node:net";
import type { ClaimPaths } from "../../rules/access/providerClaims.js";

/** How tokens of an identity provider are checked. */
export interface OidcSettings {
  /** Exactly as the provider's tokens name it. */
  readonly issuer: string;
  /** A token must be for one of these. */
  readonly audiences: readonly [string, ...string[]];
  /** Seconds by which the provider's clock and ours may differ. */
  readonly clockSkew: number;
  readonly claims: ClaimPaths;
}

/** Whether a host is this machine, whatever the network. */
export function isLoopback(host: string): boolean {
  return host === "::1" || /^localhost$/i.test(host) || (isIP(host) === 4 && /^127\./.test(host));
}

/** Whether keys can be fetched from an address without others being able to put in theirs. */
export function isSafeAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  if (username !== "" || password !== "") return false;
  const host = hostname.replace(/^\[(.*)\]$/, "$1");
  return protocol === "https:" || (protocol === "http:" && isLoopback(host));
}

/** Whether a text can be an issuer: an address without query and fragment. */
export function isIssuer(text: string): boolean {
  return isSafeAddress(text) && !/[?#\s]/.test(text);
}
