import { failed, ok, type Result } from "../kernel/result.js";
import { parseObject } from "./body.js";

/** A request for a token, as far as it can be judged without knowing the client. */
export interface TokenRequest {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly audience: string | null;
  readonly scope: string | null;
}

/** Why no token is issued, in the words of RFC 6749, section 5.2. */
export interface TokenRefusal {
  readonly error: "invalid_request" | "invalid_client" | "unsupported_grant_type" | "invalid_scope";
  /** For the client's developer; without quotes and backslashes. */
  readonly description: string;
}

const PARAMETERS = ["grant_type", "client_id", "client_secret", "audience", "scope"] as const;

type Parameters = Partial<Record<(typeof PARAMETERS)[number], string>>;

/** Reads a token request: a body in JSON or as a form, and perhaps HTTP Basic authentication. */
export function readTokenRequest(
  mediaType: string,
  authorization: string | undefined,
  body: Buffer,
): Result<TokenRequest, TokenRefusal> {
  const parameters = readParameters(mediaType, body);
  if (!parameters.ok) return parameters;
  const { grant_type, audience = null, scope = null } = parameters.value;
  if (grant_type === undefined) return refused("invalid_request", "grant_type is missing");
  if (grant_type !== "client_credentials") {
    return refused("unsupported_grant_type", "The only grant type is client_credentials");
  }
  const credentials = readCredentials(parameters.value, authorization);
  return credentials.ok ? ok({ ...credentials.value, audience, scope }) : credentials;
}

/** A refusal. */
export function refused(
  error: TokenRefusal["error"],
  description: string,
): { readonly ok: false; readonly failure: TokenRefusal } {
  return failed({ error, description });
}

function readParameters(mediaType: string, body: Buffer): Result<Parameters, TokenRefusal> {
  if (mediaType === "application/x-www-form-urlencoded") return readForm(body);
  if (mediaType === "application/json") return readJson(body);
  return refused(
    "invalid_request",
    "The Content-Type must be application/json or application/x-www-form-urlencoded",
  );
}

function readForm(body: Buffer): Result<Parameters, TokenRefusal> {
  const form = new URLSearchParams(body.toString("utf8"));
  const parameters: Parameters = {};
  for (const name of PARAMETERS) {
    const [value, ...repeated] = form.getAll(name);
    if (repeated.length > 0) return refused("invalid_request", `${name} is given more than once`);
    if (value) parameters[name] = value;
  }
  return ok(parameters);
}

function readJson(body: Buffer): Result<Parameters, TokenRefusal> {
  const object = parseObject(body);
  if (!object.ok) return refused("invalid_request", "The body is not a JSON object");
  const parameters: Parameters = {};
  for (const name of PARAMETERS) {
    const value = object.value[name];
    if (value === undefined || value === null || value === "") continue;
    if (typeof value !== "string") return refused("invalid_request", `${name} must be a string`);
    parameters[name] = value;
  }
  return ok(parameters);
}

type Credentials = Pick<TokenRequest, "clientId" | "clientSecret">;

function readCredentials(
  { client_id, client_secret }: Parameters,
  authorization: string | undefined,
): Result<Credentials, TokenRefusal> {
  if (authorization === undefined) {
    if (client_id === undefined && client_secret === undefined) {
      return refused("invalid_client", "client_id and client_secret are missing");
    }
    if (client_id === undefined) return refused("invalid_client", "client_id is missing");
    if (client_secret === undefined) return refused("invalid_client", "client_secret is missing");
    return ok({ clientId: client_id, clientSecret: client_secret });
  }
  if (client_secret !== undefined) {
    return refused("invalid_request", "The client authenticates in two ways, use one");
  }
  const basic = readBasic(authorization);
  if (basic === null) {
    return refused("invalid_client", "The Authorization header is not HTTP Basic authentication");
  }
  if (client_id !== undefined && client_id !== basic.clientId) {
    return refused("invalid_request", "client_id is not the client that authenticates");
  }
  return ok(basic);
}

/** Both parts are encoded as in forms before they are joined (RFC 6749, section 2.3.1). */
function readBasic(authorization: string): Credentials | null {
  const encoded = /^basic +([a-z\d+/]+=*) *$/i.exec(authorization)?.[1];
  if (encoded === undefined) return null;
  const pair = Buffer.from(encoded, "base64").toString("utf8");
  const colon = pair.indexOf(":");
  if (colon < 0) return null;
  try {
    const [clientId, clientSecret] = [pair.slice(0, colon), pair.slice(colon + 1)].map((part) =>
      decodeURIComponent(part.replaceAll("+", " ")),
    );
    return clientId && clientSecret ? { clientId, clientSecret } : null;
  } catch {
    return null;
  }
}
