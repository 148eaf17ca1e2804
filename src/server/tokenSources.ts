import { decodeJwt } from "jose";
import { failed } from "../kernel/result.js";
import type { IdentityProvider } from "./oidc/provider.js";
import { OWN_ISSUER, type Tokens, type TokenVerifier } from "./tokens.js";

/** Where the tokens come from that are accepted; at least one of the two is there. */
export interface TokenSources extends TokenVerifier {
  /** For callers who need one: follows "from". */
  readonly named: string;
}

/** Accepts our own tokens and those of an identity provider, each checked by its own rules alone. */
export function tokenSources(own: Tokens | null, provider: IdentityProvider | null): TokenSources {
  const places = [own && "/oauth/token", provider?.issuer].filter((place) => place);
  return {
    named: places.join(" or "),
    verify: async (token) => {
      const verifier = provider === null || isOwn(token) ? own : provider;
      return (await verifier?.verify(token)) ?? failed("invalid");
    },
  };
}

/** Whether a token says that it is ours; that it is, is for its signature to show. */
function isOwn(token: string): boolean {
  try {
    return decodeJwt(token).iss === OWN_ISSUER;
  } catch {
    return false;
  }
}
