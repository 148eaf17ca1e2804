import { ok, type Result } from "../kernel/result.js";
import { isScope, type Scope } from "../rules/access/viewer.js";
import type { ClientRecord } from "../store/access/clients.js";
import { type Answer, json } from "./answer.js";
import { foreignEncoding, mediaType, readBody } from "./body.js";
import type { Exchange, Route } from "./exchange.js";
import { limits } from "./limits.js";
import { secretMatches } from "./secrets.js";
import { readTokenRequest, refused, type TokenRefusal, type TokenRequest } from "./tokenRequest.js";
import type { Tokens } from "./tokens.js";

/** Finds a client by its id; null where there is none. */
type FindClient = (id: string) => Promise<ClientRecord | null>;

interface TokenEndpoint {
  readonly tokens: Tokens;
  readonly findClient: FindClient;
}

const UNKEPT = { "cache-control": "no-store", pragma: "no-cache" };

/** `POST /oauth/token`: access tokens by the client-credentials grant of RFC 6749. */
export function tokenRoute(endpoint: TokenEndpoint): Route {
  return { post: (exchange) => answerTokenRequest(endpoint, exchange), shared: true };
}

/** `/oauth/token` where all tokens come from an identity provider: says which. */
export function issuedElsewhere(issuer: string): Route {
  const description = `Access tokens are issued by ${issuer}`;
  const refusal = { error: "unsupported_grant_type", description } as const;
  return { post: () => refuse(refusal), shared: true };
}

/** A token with all that a client may have. */
export function issueFullToken(tokens: Tokens, client: ClientRecord): Promise<string> {
  return issueToken(tokens, client, client.scopes, null);
}

async function answerTokenRequest(
  endpoint: TokenEndpoint,
  exchange: Exchange,
): Promise<Answer | null> {
  const { request } = exchange;
  const encoding = foreignEncoding(request);
  if (encoding !== null) return refuse({ error: "invalid_request", description: encoding });
  const body = await readBody(exchange, limits.tokenRequestBody);
  if (!body.ok) {
    if (body.failure === "gone") return null;
    return refuse({ error: "invalid_request", description: "The body is too large" }, 413);
  }
  const asked = readTokenRequest(mediaType(request), request.headers.authorization, body.value);
  if (!asked.ok) return refuse(asked.failure);
  exchange.client = asked.value.clientId.slice(0, limits.clientId);
  const client = await authenticateClient(endpoint.findClient, asked.value);
  if (!client.ok) return refuse(client.failure);
  const granted = grantScopes(client.value, asked.value.scope);
  if (!granted.ok) return refuse(granted.failure);
  const { audience } = asked.value;
  const token = await issueToken(endpoint.tokens, client.value, granted.value, audience);
  const answer = {
    access_token: token,
    token_type: "Bearer",
    expires_in: limits.tokenLifetime,
    scope: granted.value.join(" "),
  };
  return json(200, answer, UNKEPT);
}

async function authenticateClient(
  findClient: FindClient,
  { clientId, clientSecret }: TokenRequest,
): Promise<Result<ClientRecord, TokenRefusal>> {
  const isPlausible =
    clientId.length <= limits.clientId &&
    clientSecret.length <= limits.clientSecret &&
    !clientId.includes("\0");
  const client = isPlausible ? await findClient(clientId) : null;
  const secret = clientSecret.slice(0, limits.clientSecret);
  const matches = await secretMatches(secret, client?.secretHash ?? null);
  return client !== null && matches
    ? ok(client)
    : refused("invalid_client", "The client is unknown or its secret is wrong");
}

/** Every scope of the client unless fewer are asked for. */
function grantScopes(
  client: ClientRecord,
  asked: string | null,
): Result<readonly Scope[], TokenRefusal> {
  if (asked === null) return ok(client.scopes);
  const words = [...new Set(asked.split(" ").filter((word) => word !== ""))];
  const granted = words.filter(isScope).filter((scope) => client.scopes.includes(scope));
  if (granted.length < words.length || granted.length === 0) {
    const offered = client.scopes.join(" ");
    return refused("invalid_scope", `The client may have these scopes: ${offered}`);
  }
  return ok(granted);
}

function issueToken(
  tokens: Tokens,
  client: ClientRecord,
  scopes: readonly Scope[],
  audience: string | null,
): Promise<string> {
  const { id, user, organizations } = client;
  return tokens.issue({ client: id, user, organizations, scopes: new Set(scopes), audience });
}

function refuse({ error, description }: TokenRefusal, status?: number): Answer {
  const isClient = error === "invalid_client";
  return json(
    status ?? (isClient ? 401 : 400),
    { error, error_description: description },
    isClient ? { ...UNKEPT, "www-authenticate": 'Basic realm="termgate"' } : UNKEPT,
  );
}
