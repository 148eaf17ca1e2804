import { expect, test } from "vitest";
import { BoundedCache } from "../../../src/kernel/boundedCache.js";

test("What was not used for longest goes first", () => {
  const cache = new BoundedCache<number>(2);
  cache.set("a", 1);
  cache.set("b", 2);
  expect(cache.get("a")).toBe(1);
  cache.set("c", 3);
  expect([cache.get("a"), cache.get("b"), cache.get("c")]).toEqual([1, undefined, 3]);
  expect(cache.size).toBe(2);
});

test("Weights add up to no more than the limit", () => {
  const cache = new BoundedCache<string>(10);
  cache.set("a", "first", 4);
  cache.set("b", "second", 4);
  cache.set("a", "again", 6);
  expect([cache.get("b"), cache.get("a")]).toEqual(["second", "again"]);
  cache.set("c", "third", 5);
  expect([cache.get("a"), cache.get("b"), cache.get("c")]).toEqual([undefined, undefined, "third"]);
});

test("What is heavier than everything together is not kept, nor what it was to replace", () => {
  const cache = new BoundedCache<string>(10);
  cache.set("a", "light", 1);
  cache.set("a", "heavy", 11);
  expect(cache.get("a")).toBeUndefined();
  expect(cache.size).toBe(0);
});

test("Cleared and deleted entries make room", () => {
  const cache = new BoundedCache<number>(2);
  cache.set("a", 1);
  cache.set("b", 2);
  expect(cache.delete("a")).toBe(true);
  expect(cache.delete("a")).toBe(false);
  cache.set("c", 3);
  expect(cache.get("b")).toBe(2);
  cache.clear();
  cache.set("d", 4);
  cache.set("e", 5);
  expect([cache.get("b"), cache.get("d"), cache.get("e")]).toEqual([undefined, 4, 5]);
});
