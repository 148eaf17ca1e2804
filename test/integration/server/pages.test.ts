import { expect, test } from "vitest";
import { useTestDatabase } from "../../support/testDatabase.js";
import { smallServer } from "./testServer.js";

const { database } = useTestDatabase();
const server = smallServer(database);

test("The root page says where things are, to people and to programs", async () => {
  const page = await server.ask("/", {
    headers: { accept: "text/html,application/xhtml+xml,*/*" },
  });
  expect(page.status).toBe(200);
  expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
  expect(page.headers.get("content-security-policy")?.split("; ")).toEqual([
    "default-src 'none'",
    expect.stringMatching(/^style-src 'sha256-[\w+/=]{44}'$/),
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ]);
  expect(page.headers.get("x-frame-options")).toBe("DENY");
  expect(page.headers.get("referrer-policy")).toBe("no-referrer");
  const places = ["/graphql", "/graphiql", "/oauth/token", "/healthz", "/readyz"];
  for (const place of places) expect(page.text).toContain(`<code>${place}</code>`);
  expect(page.text).not.toMatch(/https?:/);
  const data = await server.ask("/", { headers: { accept: "application/json" } });
  expect(data.headers.get("content-type")).toBe("application/json; charset=utf-8");
  expect(Object.keys(data.json.places)).toEqual(places);
});

test("A browser at /graphql is sent to GraphiQL, with its query", async () => {
  const reply = await server.ask("/graphql?query=%7Bhello%7D", {
    headers: { accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8" },
  });
  expect(reply.status).toBe(302);
  expect(reply.headers.get("location")).toBe("/graphiql?query=%7Bhello%7D");
});

test("What GraphiQL loads is kept by browsers until it changes", async () => {
  const page = await server.ask("/graphiql");
  const urls = [...page.text.matchAll(/(?:href|src)="(\/[^"]+)"/g)].map((match) => match[1] ?? "");
  expect(urls).toHaveLength(6);
  for (const url of urls) {
    const asset = await server.ask(url);
    expect(asset.status).toBe(200);
    expect(asset.headers.get("content-type")).toMatch(/^text\/(css|javascript); charset=utf-8$/);
    expect(asset.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    const etag = asset.headers.get("etag") ?? "";
    expect(url).toContain(`?v=${etag.slice(1, -1)}`);
    const again = await server.ask(url, { headers: { "if-none-match": `W/${etag}` } });
    expect([again.status, again.text]).toEqual([304, ""]);
    expect(again.headers.get("content-length")).toBeNull();
  }
  expect(page.headers.get("cache-control")).toBe("no-store");
  expect(page.headers.get("content-security-policy")).toContain("default-src 'self'");
});
