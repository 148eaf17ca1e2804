import { registerUser } from "../commands/access/register.js";
import { BoundedCache } from "../kernel/boundedCache.js";
import { failed, ok, type Result } from "../kernel/result.js";
import { anonymous, type Viewer } from "../rules/access/viewer.js";
import { ACCESS_CHANNEL } from "../store/access/clients.js";
import { accessQueries, type KnownViewer } from "../store/access/queries.js";
import type { Database } from "../store/database.js";
import { type Answer, graphError } from "./answer.js";
import { limits } from "./limits.js";
import type { TokenSources } from "./tokenSources.js";
import type { TokenFault, TokenVerifier, VerifiedClaims } from "./tokens.js";

/** Finds out who asks. */
export interface Authenticator {
  /**
   * The caller that an Authorization header names; without one, or with an empty one, anonymous.
   */
  authenticate(authorization: string | undefined): Promise<Result<Viewer, TokenFault>>;
  /** Where callers get tokens; follows "from". */
  readonly tokensFrom: string;
  /** Forgets every caller, as who may do what has changed. */
  forget(): void;
}

interface AuthenticatorParts {
  readonly tokens: TokenVerifier & Pick<TokenSources, "named">;
  /** What the database knows of a token's bearer. */
  readonly findViewer: (claims: VerifiedClaims, now: Date) => Promise<KnownViewer>;
  readonly now?: () => Date;
}

/** Remembers callers by their tokens; see `limits.cachedViewers` and `limits.viewerAge`. */
export function createAuthenticator({
  tokens,
  findViewer,
  now = () => new Date(),
}: AuthenticatorParts): Authenticator {
  const known = new BoundedCache<{ readonly viewer: Viewer; readonly until: number }>(
    limits.cachedViewers,
  );
  let generation = 0;
  return {
    tokensFrom: tokens.named,
    authenticate: async (authorization) => {
      if (authorization === undefined || authorization.trim() === "") return ok(anonymous);
      const token = /^bearer +([^\s]+) *$/i.exec(authorization)?.[1];
      if (token === undefined) return failed("invalid");
      const at = now();
      const seen = known.get(token);
      if (seen && seen.until > at.getTime()) return ok(seen.viewer);
      const verified = await tokens.verify(token);
      if (!verified.ok) return verified;
      // What is read while the database changes may be old already when it arrives.
      const asked = generation;
      const { viewer, validUntil } = await findViewer(verified.value, at);
      if (asked === generation) {
        const until = Math.min(
          verified.value.expiresAt.getTime(),
          validUntil?.getTime() ?? Number.POSITIVE_INFINITY,
          at.getTime() + limits.viewerAge,
        );
        known.set(token, { viewer, until });
      }
      return ok(viewer);
    },
    forget: () => {
      generation += 1;
      known.clear();
    },
  };
}

/** An authenticator over the database, which hears when it has to forget. */
export async function databaseAuthenticator(
  database: Database,
  tokens: TokenSources,
): Promise<Authenticator> {
  const queries = accessQueries(database.reads);
  const findViewer = async (claims: VerifiedClaims, now: Date) => {
    const found = await queries.viewer(claims, now);
    if (!isNewUser(claims, found.viewer) || claims.user === null) return found;
    await registerUser(database, claims.user, now);
    return await queries.viewer(claims, now);
  };
  const authenticator = createAuthenticator({ tokens, findViewer });
  await database.listen(ACCESS_CHANNEL, authenticator.forget);
  return authenticator;
}

/** A user whom a provider lets in is made when they first come with leave to do anything. */
function isNewUser({ provided, user, scopes }: VerifiedClaims, viewer: Viewer): boolean {
  return provided && user !== null && viewer.user === null && scopes.size > 0;
}

/** What is wrong with a token, for its bearer. */
export const tokenFaults: Readonly<Record<TokenFault, string>> = {
  expired: "The access token has expired",
  invalid: "The access token is invalid",
  unverifiable: "The access token can't be checked, as the identity provider does not answer",
};

/**
 * Refuses a request because of its token, before anything of it is read.
 * @param tokensFrom where a better one is to be had
 */
export function refuseToken(fault: TokenFault, tokensFrom: string): Answer {
  const description = tokenFaults[fault];
  if (fault === "unverifiable") {
    const message = `${description}; try again in a moment`;
    return graphError(503, "INTERNAL_SERVER_ERROR", message, { "retry-after": "10" });
  }
  return graphError(401, "UNAUTHENTICATED", `${description}; get a new one from ${tokensFrom}`, {
    "www-authenticate": `Bearer error="invalid_token", error_description="${description}"`,
  });
}
