import { isOperator } from "../../rules/access/members.js";
import { isSignedIn, missingScopes, type Scope, type Viewer } from "../../rules/access/viewer.js";
import { forbidden, unauthenticated } from "./errors.js";

/**
 * Lets only callers through whose token has the scopes.
 * @throws UNAUTHENTICATED without a token, FORBIDDEN where the token lacks a scope
 */
export function authorize(viewer: Viewer, needed: readonly Scope[]): void {
  if (!isSignedIn(viewer)) {
    throw unauthenticated("Send a bearer token; POST /oauth/token issues one.");
  }
  const missing = missingScopes(viewer, needed);
  if (missing.length > 0) {
    throw forbidden(`The token lacks the scope ${missing.join(" ")}.`);
  }
}

/**
 * Lets the operator of the installation through, and of the others those whose token has the scopes.
 * @throws as {@link authorize}
 */
export function authorizeOperatorOr(viewer: Viewer, needed: readonly Scope[]): void {
  if (!isOperator(viewer)) authorize(viewer, needed);
}

/** Lets anonymous callers through, who see what is public, and of the others those who may read. */
export function authorizeReading(viewer: Viewer): void {
  if (isSignedIn(viewer)) authorize(viewer, ["read"]);
}
