import { BoundedCache } from "../kernel/boundedCache.js";
import { failed, ok, type Result } from "../kernel/result.js";
import { anonymous, type Viewer } from "../rules/access/viewer.js";
import { ACCESS_CHANNEL } from "../store/access/clients.js";
import { accessQueries, type Claims, type KnownViewer } from "../store/access/queries.js";
import type { Database } from "../store/database.js";
import { type Answer, graphError } from "./answer.js";
import { limits } from "./limits.js";
import type { TokenFault, Tokens } from "./tokens.js";

/** Finds out who asks. */
export interface Authenticator {
  /**
   * The caller that an Authorization header names; without one, or with an empty one, anonymous.
   */
  authenticate(authorization: string | undefined): Promise<Result<Viewer, TokenFault>>;
  /** Forgets every caller, as who may do what has changed. */
  forget(): void;
}

interface AuthenticatorParts {
  readonly tokens: Tokens;
  /** What the database knows of a token's bearer. */
  readonly findViewer: (claims: Claims, now: Date) => Promise<KnownViewer>;
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
  tokens: Tokens,
): Promise<Authenticator> {
  const queries = accessQueries(database.reads);
  const authenticator = createAuthenticator({ tokens, findViewer: queries.viewer });
  await database.listen(ACCESS_CHANNEL, authenticator.forget);
  return authenticator;
}

const descriptions: Readonly<Record<TokenFault, string>> = {
  expired: "The access token has expired",
  invalid: "The access token is invalid",
};

/** Refuses a request because of its token, before anything of it is read. */
export function refuseToken(fault: TokenFault): Answer {
  const description = descriptions[fault];
  return graphError(401, "UNAUTHENTICATED", `${description}; get a new one from /oauth/token`, {
    "www-authenticate": `Bearer error="invalid_token", error_description="${description}"`,
  });
}
