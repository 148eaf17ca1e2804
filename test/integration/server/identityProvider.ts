import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, importJWK, type JWK, type JWTPayload, SignJWT } from "jose";
import { Provider } from "oidc-provider";
import { configure, fetchReply, type Reply } from "./testServer.js";

export const AUDIENCE = "https://terms.example.org";
export const WHO = "{ viewer { client user organizations scopes } }";

/** This second, as tokens count. */
export const now = () => Math.floor(Date.now() / 1000);

/** Moments so many seconds ahead, or back. */
export function ahead(times: Readonly<Record<string, number>>) {
  return Object.fromEntries(Object.entries(times).map(([name, by]) => [name, now() + by]));
}

/** What a server answers to a token's bearer. */
export function askedWith(url: string, token: string): Promise<Reply> {
  return fetchReply(`${url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: WHO }),
  });
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A real OpenID provider in this process, with one client, whose tokens hold the claims that a test sets. */
export async function startIdentityProvider() {
  let answer: Answer = (_, response) => response.socket?.destroy();
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const state = { claims: {} as Record<string, unknown>, key: await newKey("ES256") };
  const open = () => {
    answer = providerOf(issuer, state).callback();
  };
  open();
  return {
    issuer,
    /** Paths that were asked for, in order. */
    asked,
    /** What the provider's tokens say from now on, over and above what it says itself. */
    claim: (claims: Record<string, unknown>) => {
      state.claims = claims;
    },
    /** A token as its client gets it; without resource it is opaque. */
    token: async (
      parameters: Record<string, string> = { resource: AUDIENCE, scope: "read write" },
    ) => {
      const answered = await fetch(`${issuer}/token`, {
        method: "POST",
        body: new URLSearchParams({ ...CLIENT, grant_type: "client_credentials", ...parameters }),
      });
      const { access_token } = (await answered.json()) as { access_token?: string };
      if (access_token === undefined) throw new Error(`No token: ${answered.status}`);
      return access_token;
    },
    /** A token signed with the provider's key, whatever the provider thinks of it. */
    signed: async (claims: JWTPayload, header: Record<string, unknown> = {}) =>
      new SignJWT({ iss: issuer, aud: AUDIENCE, sub: "etl", scope: "read", ...claims })
        .setProtectedHeader({ alg: "ES256", kid: String(state.key.kid), typ: "at+jwt", ...header })
        .sign(await importJWK(state.key, "ES256")),
    publicKey: (): JWK => {
      const { d: _, ...shown } = state.key;
      return shown;
    },
    /** Another key takes the place of the one that there is. */
    rotate: async (alg: "ES256" | "RS256" = "ES256") => {
      state.key = await newKey(alg);
      open();
    },
    /** Breaks every connection from now on. */
    silence: () => {
      answer = (_, response) => response.socket?.destroy();
    },
    speak: open,
    /** The configuration of a server that trusts the provider. */
    trusted: (more: Record<string, string> = {}) =>
      configure({ OIDC_ISSUER: issuer, OIDC_AUDIENCE: AUDIENCE, ...more }),
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const CLIENT = { client_id: "etl", client_secret: "etl-secret" };

async function newKey(alg: "ES256" | "RS256"): Promise<JWK> {
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  const kid = `key-${Math.random().toString(36).slice(2)}`;
  return { ...(await exportJWK(privateKey)), kid, use: "sig", alg };
}

function providerOf(
  issuer: string,
  state: { readonly claims: Record<string, unknown>; readonly key: JWK },
): Provider {
  const alg = String(state.key.alg) as "ES256" | "RS256";
  return new Provider(issuer, {
    jwks: { keys: [state.key] },
    clients: [
      {
        ...CLIENT,
        grant_types: ["client_credentials"],
        redirect_uris: [],
        response_types: [],
        id_token_signed_response_alg: alg,
        token_endpoint_auth_method: "client_secret_post",
      },
    ],
    ttl: { ClientCredentials: 600 },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_: unknown, audience: string) => ({
          audience,
          scope: "read write publish admin terms:read terms:write",
          accessTokenFormat: "jwt",
          accessTokenTTL: 600,
          jwt: { sign: { alg } },
        }),
      },
    },
    extraTokenClaims: () => state.claims,
  });
}
