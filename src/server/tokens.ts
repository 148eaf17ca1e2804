import { createSecretKey } from "node:crypto";
import { errors, type JWTPayload, jwtVerify, SignJWT } from "jose";
import { BoundedCache } from "../kernel/boundedCache.js";
import { failed, ok, type Result } from "../kernel/result.js";
import { isScope } from "../rules/access/viewer.js";
import type { Claims } from "../store/access/queries.js";
import { limits } from "./limits.js";

/** Why a token is not accepted; `unverifiable`: nobody can tell at the moment. */
export type TokenFault = "expired" | "invalid" | "unverifiable";

/** What a token says that was found to be genuine. */
export interface VerifiedClaims extends Claims {
  readonly expiresAt: Date;
  /** Whether an identity provider vouches for the user, who need not be known here yet. */
  readonly provided: boolean;
}

/** Checks access tokens. */
export interface TokenVerifier {
  verify(token: string): Promise<Result<VerifiedClaims, TokenFault>>;
}

/** What a token of ours says. */
interface TokenClaims extends VerifiedClaims {
  readonly audience: string | null;
}

/** Makes and checks our own access tokens. */
export interface Tokens extends TokenVerifier {
  /** A token that is good for `limits.tokenLifetime` seconds. */
  issue(claims: Claims & { readonly audience: string | null }): Promise<string>;
  verify(token: string): Promise<Result<TokenClaims, TokenFault>>;
}

/** The issuer that our own tokens name. */
export const OWN_ISSUER = "termgate";
const ALGORITHM = "HS256";

/** Tokens signed with a secret. Those that were verified are remembered until they expire. */
export function createTokens(secret: string, now: () => Date = () => new Date()): Tokens {
  const key = createSecretKey(Buffer.from(secret));
  const verified = new BoundedCache<TokenClaims>(limits.cachedTokens);
  return {
    issue: (claims) => {
      const issuedAt = Math.floor(now().getTime() / 1000);
      return new SignJWT(payloadOf(claims))
        .setProtectedHeader({ alg: ALGORITHM, typ: "JWT" })
        .setIssuer(OWN_ISSUER)
        .setSubject(claims.client)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + limits.tokenLifetime)
        .sign(key);
    },
    verify: async (token) => {
      const at = now();
      const seen = verified.get(token);
      if (seen) return seen.expiresAt > at ? ok(seen) : failed("expired");
      try {
        const { payload } = await jwtVerify(token, key, {
          algorithms: [ALGORITHM],
          issuer: OWN_ISSUER,
          requiredClaims: ["sub", "exp"],
          currentDate: at,
        });
        const claims = claimsOf(payload);
        if (claims === null) return failed("invalid");
        verified.set(token, claims);
        return ok(claims);
      } catch (error) {
        return failed(error instanceof errors.JWTExpired ? "expired" : "invalid");
      }
    },
  };
}

function payloadOf(claims: Claims & { readonly audience: string | null }): JWTPayload {
  return {
    ...(claims.user === null ? {} : { user: claims.user }),
    ...(claims.audience === null ? {} : { aud: claims.audience }),
    organizations: claims.organizations,
    scope: [...claims.scopes].join(" "),
  };
}

function claimsOf(payload: JWTPayload): TokenClaims | null {
  const { sub, exp, aud, user = null, organizations, scope } = payload;
  if (!sub || exp === undefined || typeof scope !== "string" || Array.isArray(aud)) return null;
  if (user !== null && typeof user !== "string") return null;
  if (!Array.isArray(organizations) || !organizations.every(isText)) return null;
  return {
    client: sub,
    user,
    organizations,
    scopes: new Set(scope.split(" ").filter(isScope)),
    audience: aud ?? null,
    provided: false,
    expiresAt: new Date(exp * 1000),
  };
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}
