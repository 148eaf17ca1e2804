import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, describe, expect, test } from "vitest";
import { useTestDatabase } from "../../support/testDatabase.js";
import { ahead, askedWith, startIdentityProvider } from "./identityProvider.js";
import { captureLog, fetchReply, serveSmallGraph } from "./testServer.js";

const SECRET = "0123456789abcdef0123456789abcdef";
const { database } = useTestDatabase();
const provider = await startIdentityProvider();

afterAll(() => provider.stop());

describe("the provider's keys", () => {
  const keysAsked = () => provider.asked.filter((path) => path.startsWith("/jwks")).length;

  test("are fetched anew when they were changed, and the old ones no longer hold", async () => {
    const another = await serveSmallGraph(database, provider.trusted());
    const old = await provider.token();
    expect((await askedWith(another.url, await provider.token())).status).toBe(200);
    await provider.rotate("RS256");
    expect((await askedWith(another.url, await provider.token())).status).toBe(200);
    expect((await askedWith(another.url, old)).status).toBe(401);
    await provider.rotate();
    expect((await askedWith(another.url, await provider.token())).status).toBe(200);
    await another.stop(1);
  });

  test("are not fetched as often as somebody makes keys up", async () => {
    const another = await serveSmallGraph(database, provider.trusted());
    const before = keysAsked();
    const replies = await Promise.all(
      Array.from({ length: 100 }, async (_, at) =>
        askedWith(another.url, await provider.signed(ahead({ exp: 60 }), { kid: `none-${at}` })),
      ),
    );
    expect(replies.every(({ status }) => status === 401 || status === 503)).toBe(true);
    expect(keysAsked() - before).toBeLessThan(6);
    expect((await askedWith(another.url, await provider.token())).status).toBe(200);
    await another.stop(1);
  });

  test("are used on while the provider is silent, and the log says so once", async () => {
    const lines = captureLog();
    const another = await serveSmallGraph(database, provider.trusted(), lines.log);
    const [token, later] = [await provider.token(), await provider.token()];
    provider.silence();
    expect((await askedWith(another.url, token)).status).toBe(200);
    const strange = await provider.signed(ahead({ exp: 60 }), { kid: "strange" });
    for (const _ of [1, 2]) {
      const refused = await askedWith(another.url, strange);
      expect(refused.status).toBe(503);
      expect(refused.headers.get("retry-after")).toBe("10");
      expect(refused.json.errors[0].extensions).toEqual({ code: "INTERNAL_SERVER_ERROR" });
    }
    expect((await askedWith(another.url, later)).status).toBe(200);
    const told = lines.take().filter(({ level }) => level === "warn");
    expect(told).toEqual([expect.objectContaining({ issuer: provider.issuer, keysAtHand: true })]);
    provider.speak();
    expect((await askedWith(another.url, strange)).status).toBe(401);
    expect(lines.take()).toContainEqual(
      expect.objectContaining({ msg: "the identity provider's keys are had again" }),
    );
    await another.stop(1);
  });
});

test("A provider that is down at the start stops nothing but its own tokens", async () => {
  const token = await provider.token();
  provider.silence();
  const lines = captureLog();
  const early = await serveSmallGraph(
    database,
    provider.trusted({ TOKEN_SECRET: SECRET }),
    lines.log,
  );
  expect((await askedWith(early.url, token)).status).toBe(503);
  expect((await fetchReply(`${early.url}/readyz`)).status).toBe(200);
  expect(lines.take()).toContainEqual(
    expect.objectContaining({ level: "warn", keysAtHand: false }),
  );
  provider.speak();
  expect((await askedWith(early.url, token)).status).toBe(200);
  await early.stop(1);
});

test("A provider that calls itself otherwise stops the start", async () => {
  const slashed = { OIDC_ISSUER: `${provider.issuer}/` };
  await expect(serveSmallGraph(database, provider.trusted(slashed))).rejects.toThrow(
    `OIDC_ISSUER is "${provider.issuer}/", but the provider there calls itself "${provider.issuer}"`,
  );
});

test.each([
  ["{}", /names no issuer/],
  ["<html>", /is no JSON/],
  ["[".repeat(2_000_000), /is too large/],
])("What is no provider is told to the operator: %.6s", async (body, reason) => {
  const web = createServer((_, response) => response.end(body));
  await new Promise<void>((resolve) => web.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
  const lines = captureLog();
  const odd = await serveSmallGraph(database, provider.trusted({ OIDC_ISSUER: issuer }), lines.log);
  expect(lines.take()).toContainEqual(
    expect.objectContaining({ level: "warn", reason: expect.stringMatching(reason) }),
  );
  await odd.stop(1);
  await new Promise((resolve) => web.close(resolve));
});
