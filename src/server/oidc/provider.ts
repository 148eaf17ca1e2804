import {
  createLocalJWKSet,
  decodeProtectedHeader,
  errors,
  type JSONWebKeySet,
  type JWTPayload,
  type JWTVerifyOptions,
  jwtVerify,
} from "jose";
import { failed, ok, type Result } from "../../kernel/result.js";
import { providedCaller } from "../../rules/access/providerClaims.js";
import type { Log } from "../log.js";
import type { TokenFault, TokenVerifier, VerifiedClaims } from "../tokens.js";
import { fetchKeys } from "./documents.js";
import { ProviderKeys } from "./keys.js";
import type { OidcSettings } from "./settings.js";

/** An identity provider whose tokens are accepted. */
export interface IdentityProvider extends TokenVerifier {
  readonly issuer: string;
}

/** Signatures by a key of which only the provider has the secret half. */
const ALGORITHMS = [
  ...["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"],
  ...["ES256", "ES384", "ES512", "EdDSA", "Ed25519"],
];
/** What an access token may call itself; other signed texts of the provider are not for us. */
const TYPES: readonly unknown[] = [undefined, "jwt", "at+jwt", "application/at+jwt"];

interface ProviderParts {
  readonly now?: () => Date;
  readonly fetchKeys?: typeof fetchKeys;
  readonly log: Log;
}

/**
 * An identity provider, asked for its keys. One that does not answer is asked again when tokens come.
 * @throws Error where it is another than was configured
 */
export async function openProvider(
  settings: OidcSettings,
  { now = () => new Date(), fetchKeys: fetching = fetchKeys, log }: ProviderParts,
): Promise<IdentityProvider> {
  const { issuer } = settings;
  const keys = new ProviderKeys({ issuer, fetchKeys: () => fetching(issuer), now, log });
  const fault = await keys.fetch();
  if (fault?.lasting) {
    throw new Error(`OIDC_ISSUER is ${JSON.stringify(issuer)}, but ${fault.reason}`);
  }
  return {
    issuer,
    verify: async (token) => {
      const verified = await verify(token, settings, keys, now());
      if (!verified.ok) log.info({ issuer, reason: verified.failure.reason }, "token refused");
      return verified.ok ? verified : failed(verified.failure.fault);
    },
  };
}

/** A fault with what the operator is told of it, which repeats nothing of the token. */
interface Refusal {
  readonly fault: TokenFault;
  readonly reason: string;
}

async function verify(
  token: string,
  settings: OidcSettings,
  keys: ProviderKeys,
  at: Date,
): Promise<Result<VerifiedClaims, Refusal>> {
  const id = keyIdOf(token);
  if (id === null) return invalid("it is not a signed JWT of a kind that is accepted");
  const known = await keys.current();
  if (known === null) return UNVERIFIABLE;
  const options: JWTVerifyOptions = {
    algorithms: ALGORITHMS,
    issuer: settings.issuer,
    audience: [...settings.audiences],
    clockTolerance: settings.clockSkew,
    currentDate: at,
    requiredClaims: ["exp"],
  };
  try {
    const payload = await payloadOf(token, known, options);
    if (payload !== null) return accepted(payload, settings, at);
    const newer = await keys.anew(id);
    if (newer === null) return UNVERIFIABLE;
    const found = newer === "unchanged" ? null : await payloadOf(token, newer, options);
    return found === null ? invalid("no key of the provider fits") : accepted(found, settings, at);
  } catch (error) {
    if (!(error instanceof errors.JOSEError)) throw error;
    return error instanceof errors.JWTExpired
      ? failed({ fault: "expired", reason: "it has expired" })
      : invalid(error.message);
  }
}

const UNVERIFIABLE = failed<Refusal>({
  fault: "unverifiable",
  reason: "the provider's keys can't be had",
});

function invalid(reason: string) {
  return failed<Refusal>({ fault: "invalid", reason });
}

/** The id of the key that a token names, empty where it names none; null where it is no access token. */
function keyIdOf(token: string): string | null {
  try {
    const { kid = "", alg, typ } = decodeProtectedHeader(token);
    const isKnown = ALGORITHMS.some((name) => name === alg);
    return isKnown && TYPES.includes(typ?.toLowerCase()) && typeof kid === "string" ? kid : null;
  } catch {
    return null;
  }
}

/** What a token says; null where none of the keys fits. */
async function payloadOf(
  token: string,
  keys: JSONWebKeySet,
  options: JWTVerifyOptions,
): Promise<JWTPayload | null> {
  try {
    return (await jwtVerify(token, createLocalJWKSet(keys), options)).payload;
  } catch (error) {
    if (error instanceof errors.JWKSNoMatchingKey) return null;
    if (error instanceof errors.JWKSMultipleMatchingKeys) return anyPayload(token, error, options);
    // A key without a name may have been replaced by another one without.
    const unnamed = decodeProtectedHeader(token).kid === undefined;
    if (unnamed && error instanceof errors.JWSSignatureVerificationFailed) return null;
    throw error;
  }
}

/** A token that does not say which key it is signed with may be signed with any. */
async function anyPayload(
  token: string,
  keys: errors.JWKSMultipleMatchingKeys,
  options: JWTVerifyOptions,
): Promise<JWTPayload | null> {
  for await (const key of keys) {
    try {
      return (await jwtVerify(token, key, options)).payload;
    } catch (error) {
      if (!(error instanceof errors.JWSSignatureVerificationFailed)) throw error;
    }
  }
  return null;
}

function accepted(
  payload: JWTPayload,
  { claims, clockSkew }: OidcSettings,
  at: Date,
): Result<VerifiedClaims, Refusal> {
  const { exp = 0, iat } = payload;
  if (iat !== undefined && iat > at.getTime() / 1000 + clockSkew) {
    return invalid("it was issued in the future");
  }
  const caller = providedCaller(payload, claims);
  if (caller === null) return invalid("it names neither client nor subject");
  return ok({ ...caller, provided: true, expiresAt: new Date((exp + clockSkew) * 1000) });
}
