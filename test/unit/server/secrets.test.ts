import { expect, test } from "vitest";
import { hashSecret, secretMatches } from "../../../src/server/secrets.js";

test("A secret matches its hash and no other does", async () => {
  const kept = await hashSecret("demo-secret");
  expect(kept).toMatch(/^scrypt:16384:8:1:[\w-]{22}:[\w-]{43}$/);
  expect(kept).not.toContain("demo-secret");
  expect(await secretMatches("demo-secret", kept)).toBe(true);
  expect(await secretMatches("demo-secret ", kept)).toBe(false);
  expect(await secretMatches("", kept)).toBe(false);
});

test("The same secret is hashed differently each time", async () => {
  expect(await hashSecret("same")).not.toBe(await hashSecret("same"));
});

test("A client that is not there matches nothing and takes as long", async () => {
  const kept = await hashSecret("demo-secret");
  const time = async (hash: string | null) => {
    const start = performance.now();
    for (let round = 0; round < 5; round++) await secretMatches("demo-secret", hash);
    return performance.now() - start;
  };
  expect(await secretMatches("demo-secret", null)).toBe(false);
  const [known, unknown] = [await time(kept), await time(null)];
  expect(unknown).toBeGreaterThan(known / 4);
});

test("What was not hashed by us is an error, not a match", async () => {
  await expect(secretMatches("plain", "plain")).rejects.toThrow(
    "A client's secret is kept in a form that is not known",
  );
});
