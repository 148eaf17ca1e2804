import { decodeJwt } from "jose";
import { beforeAll, expect, test } from "vitest";
import { hashSecret } from "../../../src/server/secrets.js";
import { insertClient } from "../../../src/store/access/clients.js";
import { FIXED_NOW } from "../../support/clock.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { smallServer } from "./testServer.js";

const { database } = useTestDatabase();
const server = smallServer(database);

const ROW_CLIENT = {
  id: "etl",
  user: "demo",
  organizations: ["CDC", "Other"],
  scopes: ["read", "write"],
} as const;

beforeAll(async () => {
  const secretHash = await hashSecret("etl: s%cret");
  await database.write(({ queries }) =>
    insertClient(queries, { ...ROW_CLIENT, secretHash }, FIXED_NOW),
  );
});

const demo = { grant_type: "client_credentials", client_id: "demo", client_secret: "demo-secret" };

function ask(body: object | string, headers: Record<string, string> = {}) {
  const isText = typeof body === "string";
  const type = isText ? "application/x-www-form-urlencoded" : "application/json";
  return server.ask("/oauth/token", {
    method: "POST",
    headers: { "content-type": type, ...headers },
    body: isText ? body : JSON.stringify(body),
  });
}

function basic(id: string, secret: string): Record<string, string> {
  const pair = `${encodeURIComponent(id)}:${encodeURIComponent(secret)}`;
  return { authorization: `Basic ${Buffer.from(pair).toString("base64")}` };
}

test("A client gets a token by JSON, as the crosswalk API documents it", async () => {
  const reply = await ask({ ...demo, audience: "https://api.imohealth.com" });
  expect(reply.status).toBe(200);
  expect(reply.headers.get("content-type")).toBe("application/json; charset=utf-8");
  expect(reply.headers.get("cache-control")).toBe("no-store");
  expect(reply.headers.get("pragma")).toBe("no-cache");
  expect(reply.json).toEqual({
    access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
    token_type: "Bearer",
    expires_in: 3600,
    scope: "read write publish",
  });
  const claims = decodeJwt(reply.json.access_token);
  expect(claims).toEqual({
    iss: "termgate",
    sub: "demo",
    user: "demo",
    organizations: ["Demo"],
    scope: "read write publish",
    aud: "https://api.imohealth.com",
    iat: expect.any(Number),
    exp: Number(claims.iat) + 3600,
  });
});

test.each([
  ["demo", { user: "demo", organizations: ["Demo"], scope: "read write publish" }],
  ["other", { organizations: ["Other"], scope: "read write publish" }],
  ["operator", { organizations: [], scope: "admin" }],
])("The trial's client %s is let in without being a row", async (id, claims) => {
  const token = await server.token(id);
  const { iss, iat, exp, ...said } = decodeJwt(token);
  expect(said).toEqual({ sub: id, ...claims });
  const rows = await database.reads.execute("select id from client");
  expect(rows.map((row) => row.id)).toEqual(["etl"]);
});

test.each([
  ["a form", "grant_type=client_credentials&client_id=etl&client_secret=etl%3A+s%25cret", {}],
  ["Basic", "grant_type=client_credentials", basic("etl", "etl: s%cret")],
])("A client of the database gets a token by %s", async (_, body, headers) => {
  const reply = await ask(body, headers);
  expect(reply.status).toBe(200);
  const { iss, iat, exp, ...said } = decodeJwt(reply.json.access_token);
  expect(said).toEqual({
    sub: "etl",
    user: "demo",
    organizations: ["CDC", "Other"],
    scope: "read write",
  });
});

test.each([
  ["read", "read"],
  ["write read", "write read"],
  ["read  read", "read"],
])("Asked for %j a token has scope %j", async (scope, granted) => {
  const reply = await ask({ ...demo, scope });
  expect(reply.json.scope).toBe(granted);
  expect(decodeJwt(reply.json.access_token).scope).toBe(granted);
});

test("A token lets its bearer see what its client, user and organizations may", async () => {
  const { json } = await ask("grant_type=client_credentials", basic("etl", "etl: s%cret"));
  const reply = await server.run("{ viewer { client user organizations scopes } }", {
    token: json.access_token,
  });
  expect(reply.json.data.viewer).toEqual({
    client: "etl",
    user: "demo",
    organizations: ["CDC MEMBER", "Demo ADMINISTRATOR", "Other MEMBER"],
    scopes: ["read", "write"],
  });
});

const unknownClient = "The client is unknown or its secret is wrong";

test.each([
  ["a wrong secret", { ...demo, client_secret: "demo-secre" }, unknownClient],
  ["another client's secret", { ...demo, client_secret: "other-secret" }, unknownClient],
  ["an unknown client", { ...demo, client_id: "nobody" }, unknownClient],
  [
    "a client's hash for a secret",
    { ...demo, client_id: "etl", client_secret: "scrypt:" },
    unknownClient,
  ],
  ["an id that can't be stored", { ...demo, client_id: "de\0mo" }, unknownClient],
  ["an id without end", { ...demo, client_id: "x".repeat(10_000) }, unknownClient],
  ["a secret without end", { ...demo, client_secret: "x".repeat(10_000) }, unknownClient],
  [
    "no credentials",
    { grant_type: "client_credentials" },
    "client_id and client_secret are missing",
  ],
])("%s is refused with 401", async (_, body, description) => {
  const reply = await ask(body);
  expect(reply.status).toBe(401);
  expect(reply.json).toEqual({ error: "invalid_client", error_description: description });
  expect(reply.headers.get("www-authenticate")).toBe('Basic realm="termgate"');
  expect(reply.headers.get("cache-control")).toBe("no-store");
  expect(reply.headers.get("pragma")).toBe("no-cache");
});

const offered = "The client may have these scopes: read write publish";

test.each([
  ["no grant_type", { client_id: "demo" }, "invalid_request", "grant_type is missing"],
  [
    "another grant",
    { ...demo, grant_type: "password" },
    "unsupported_grant_type",
    "The only grant type is client_credentials",
  ],
  [
    "an audience that is no text",
    { ...demo, audience: 7 },
    "invalid_request",
    "audience must be a string",
  ],
  ["a scope that it may not have", { ...demo, scope: "read admin" }, "invalid_scope", offered],
  ["a scope that there is not", { ...demo, scope: "fly" }, "invalid_scope", offered],
  ["blanks for a scope", { ...demo, scope: "  " }, "invalid_scope", offered],
])("%s is refused with 400", async (_, body, error, description) => {
  const reply = await ask(body);
  expect(reply.status).toBe(400);
  expect(reply.json).toEqual({ error, error_description: description });
  expect(reply.headers.get("www-authenticate")).toBeNull();
  expect(reply.headers.get("cache-control")).toBe("no-store");
});

test("A body that can't be read is refused", async () => {
  const wrongType = await ask(demo, { "content-type": "text/plain" });
  expect([wrongType.status, wrongType.json.error]).toEqual([400, "invalid_request"]);
  const zipped = await ask(demo, { "content-encoding": "gzip" });
  expect([zipped.status, zipped.json.error]).toEqual([400, "invalid_request"]);
  const large = await ask({ ...demo, padding: "x".repeat(64 * 1024) });
  expect(large.status).toBe(413);
  expect(large.json).toEqual({
    error: "invalid_request",
    error_description: "The body is too large",
  });
});

test("The log names the client and nothing else of it", async () => {
  server.lines.take();
  await ask(demo);
  const lines = server.lines.take();
  expect(lines).toEqual([
    expect.objectContaining({ path: "/oauth/token", status: 200, client: "demo" }),
  ]);
  expect(JSON.stringify(lines)).not.toMatch(/demo-secret|eyJ/);
});

test("There is one client of an id", async () => {
  const again = await database.write(({ queries }) =>
    insertClient(queries, { ...ROW_CLIENT, secretHash: "other", scopes: ["admin"] }, FIXED_NOW),
  );
  expect(again).toBe(false);
  const reply = await ask("grant_type=client_credentials", basic("etl", "etl: s%cret"));
  expect(reply.json.scope).toBe("read write");
});
