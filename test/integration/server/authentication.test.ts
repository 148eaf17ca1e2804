import { decodeJwt, SignJWT } from "jose";
import { expect, test } from "vitest";
import { ACCESS_CHANNEL } from "../../../src/store/access/clients.js";
import { connect } from "../../../src/store/database.js";
import { findFact, settleFact } from "../../../src/store/installation/facts.js";
import { useTestDatabase } from "../../support/testDatabase.js";
import { smallServer } from "./testServer.js";

const { database, location, takeStatements } = useTestDatabase();
const server = smallServer(database);

const WHO = "{ viewer { client user organizations scopes licensors } }";

/** A token like the server's own, with some claims or the key changed. */
async function forge(claims: object = {}, secret?: string): Promise<string> {
  const own = String(await findFact(database.reads, "trial-signing-key"));
  const payload = { ...decodeJwt(await server.token()), ...claims };
  return new SignJWT(payload).setProtectedHeader({ alg: "HS256" }).sign(Buffer.from(secret ?? own));
}

const now = () => Math.floor(Date.now() / 1000);

const unsigned = async () =>
  [{ alg: "none", typ: "JWT" }, decodeJwt(await server.token())]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".");

test.each([
  ["expired", "expired", () => forge({ iat: now() - 7200, exp: now() - 1 })],
  ["signed with another key", "invalid", () => forge({}, "x".repeat(32))],
  ["of another issuer", "invalid", () => forge({ iss: "someone else" })],
  ["with alg none", "invalid", async () => `${await unsigned()}.`],
  ["truncated", "invalid", async () => (await server.token()).slice(0, -7)],
  ["garbage", "invalid", async () => "garbage"],
])("A token that is %s is refused before anything is executed", async (_, word, make) => {
  server.lines.take();
  const reply = await server.run('mutation { rename(name: "x") }', { token: await make() });
  const description =
    word === "expired" ? "The access token has expired" : "The access token is invalid";
  expect(reply.status).toBe(401);
  expect(reply.headers.get("www-authenticate")).toBe(
    `Bearer error="invalid_token", error_description="${description}"`,
  );
  expect(reply.json).toEqual({
    errors: [
      {
        message: `${description}; get a new one from /oauth/token`,
        extensions: { code: "UNAUTHENTICATED" },
      },
    ],
  });
});

test.each(["Basic ZGVtbzpkZW1vLXNlY3JldA==", "Bearer", "Token x", "Bearer null"])(
  "The header %j is refused",
  async (authorization) => {
    const reply = await server.post('{"query":"{ hello }"}', { authorization });
    expect(reply.status).toBe(401);
    expect(reply.json.errors[0].extensions).toEqual({ code: "UNAUTHENTICATED" });
  },
);

test("A refused body is not read, and the connection stays usable", async () => {
  const reply = await server.post("x".repeat(2_000_000), { authorization: "Bearer x" });
  expect(reply.status).toBe(401);
  expect((await server.run("{ hello }")).status).toBe(200);
});

test("A token of organizations and a user that do not exist names a caller without", async () => {
  const token = await forge({ organizations: ["Nowhere"], user: "nobody", sub: "ghost" });
  const reply = await server.run(WHO, { token });
  expect(reply.json.data.viewer).toEqual({
    client: "ghost",
    user: null,
    organizations: [],
    scopes: ["read", "write", "publish"],
    licensors: [],
  });
});

test("A caller is read from the database once", async () => {
  const token = await server.token();
  await server.run(WHO, { token });
  takeStatements();
  await server.run(WHO, { token });
  expect(takeStatements()).toEqual([]);
});

async function licensors(token: string): Promise<string[]> {
  return (await server.run(WHO, { token })).json.data.viewer.licensors;
}

test("Every caller is forgotten when another connection says that access changed", async () => {
  const token = await server.token();
  expect(await licensors(token)).toEqual([]);
  const admin = connect(location, { max: 1 });
  await admin`insert into license_grant select id, 'AMA', now(), 'test' from organization
    where name = 'Demo'`;
  expect(await licensors(token)).toEqual([]);
  await admin.notify(ACCESS_CHANNEL, "");
  await expect.poll(() => licensors(token), { interval: 20 }).toEqual(["AMA"]);

  await admin.begin(async (transaction) => {
    await transaction`delete from license_grant`;
    await transaction`select pg_notify(${ACCESS_CHANNEL}, '')`;
  });
  await expect.poll(() => licensors(token), { interval: 20 }).toEqual([]);
  await admin.end();
});

test("Every caller is forgotten when the connection that listens was lost", async () => {
  const token = await server.token();
  expect(await licensors(token)).toEqual([]);
  const admin = connect(location, { max: 1 });
  const listening = () => admin`select pid from pg_stat_activity
    where datname = current_database() and query ilike ${`listen "${ACCESS_CHANNEL}"`}`;
  const [before] = await listening();
  expect(before).toBeDefined();
  await admin.begin(async (transaction) => {
    await transaction`select pg_terminate_backend(${before?.pid})`;
    await transaction`insert into license_grant select id, 'ADA', now(), 'test'
      from organization where name = 'Demo'`;
  });
  await expect.poll(() => licensors(token), { interval: 20, timeout: 10_000 }).toEqual(["ADA"]);

  const [after] = await listening();
  expect(after?.pid).not.toBe(before?.pid);
  await admin`delete from license_grant`;
  await admin.notify(ACCESS_CHANNEL, "");
  await expect.poll(() => licensors(token), { interval: 20 }).toEqual([]);
  await admin.end();
});

test("The trial's key is made once", async () => {
  const key = await findFact(database.reads, "trial-signing-key");
  expect(key).toMatch(/^[\w-]{43}$/);
  const again = await database.write(({ queries }) =>
    settleFact(queries, "trial-signing-key", "another"),
  );
  expect(again).toBe(key);
});

test("Of several that settle a fact at once one wins", async () => {
  const settled = await Promise.all(
    [1, 2, 3, 4].map((value) =>
      database.write(({ queries }) => settleFact(queries, "demo-content", { value })),
    ),
  );
  expect(new Set(settled.map((fact) => JSON.stringify(fact))).size).toBe(1);
});
