import { z } from "zod";
import { failed, ok, type Result } from "../../kernel/result.js";
import { oneOrMore, wholeNumber } from "../variableKinds.js";
import { isIssuer, type OidcSettings } from "./settings.js";

const MAX_CLOCK_SKEW = 600;

/** The variables of the environment that speak of an identity provider. */
export const oidcVariables = {
  OIDC_ISSUER: z.string().refine(isIssuer).optional(),
  OIDC_AUDIENCE: oneOrMore().optional(),
  OIDC_CLOCK_SKEW: wholeNumber(0, MAX_CLOCK_SKEW).optional(),
  OIDC_USER_CLAIM: oneOrMore().optional(),
  OIDC_ORGANIZATION_CLAIM: oneOrMore().optional(),
  OIDC_SCOPE_CLAIM: oneOrMore().optional(),
  OIDC_SCOPE_PREFIX: z.string().regex(/^\S+$/).optional(),
} as const;

type OidcVariables = z.infer<z.ZodObject<typeof oidcVariables>>;

/** What they must be. */
export const oidcAllowed: Readonly<Record<keyof OidcVariables, string>> = {
  OIDC_ISSUER: "an address that begins with https:// (http:// on this machine), without ? and #",
  OIDC_AUDIENCE: "the audience of the tokens, or several, separated by commas",
  OIDC_CLOCK_SKEW: `a whole number of seconds from 0 to ${MAX_CLOCK_SKEW}`,
  OIDC_USER_CLAIM: "a claim like preferred_username, or several, separated by commas",
  OIDC_ORGANIZATION_CLAIM: "a claim like realm_access.groups, or several, separated by commas",
  OIDC_SCOPE_CLAIM: "a claim like scope, or several, separated by commas",
  OIDC_SCOPE_PREFIX: "what scopes begin with, without blanks",
};

const OIDC_DEFAULTS = {
  clockSkew: 60,
  user: ["preferred_username"],
  organizations: ["organizations"],
  scopes: ["scope", "scp"],
} as const;

/**
 * The settings; null where none are given. What is said of an identity provider is of no use without its issuer, and not safe without an
 * audience.
 */
export function oidcSettings(values: OidcVariables): Result<OidcSettings | null, string[]> {
  const { OIDC_ISSUER: issuer, OIDC_AUDIENCE: audiences } = values;
  if (issuer === undefined) {
    const names = Object.keys(oidcVariables) as (keyof OidcVariables)[];
    const given = names.find((name) => values[name] !== undefined);
    if (given === undefined) return ok(null);
    const why = `${given} is set, but OIDC_ISSUER is not`;
    return failed([`${why}; set it to ${oidcAllowed.OIDC_ISSUER}`]);
  }
  if (audiences === undefined) {
    const why = "OIDC_AUDIENCE is not set, but OIDC_ISSUER is";
    return failed([`${why}; set it to ${oidcAllowed.OIDC_AUDIENCE}`]);
  }
  return ok({
    issuer,
    audiences,
    clockSkew: values.OIDC_CLOCK_SKEW ?? OIDC_DEFAULTS.clockSkew,
    claims: {
      user: values.OIDC_USER_CLAIM ?? OIDC_DEFAULTS.user,
      organizations: values.OIDC_ORGANIZATION_CLAIM ?? OIDC_DEFAULTS.organizations,
      scopes: values.OIDC_SCOPE_CLAIM ?? OIDC_DEFAULTS.scopes,
      scopePrefix: values.OIDC_SCOPE_PREFIX ?? "",
    },
  });
}
