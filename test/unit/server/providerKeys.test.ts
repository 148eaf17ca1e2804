import type { JSONWebKeySet } from "jose";
import { expect, test } from "vitest";
import { failed, ok } from "../../../src/kernel/result.js";
import { keyLimits, ProviderKeys } from "../../../src/server/oidc/keys.js";
import { captureLog } from "../../integration/server/testServer.js";
import { FIXED_NOW } from "../../support/clock.js";

const SECOND = 1000;
const named = (kid: string): JSONWebKeySet => ({ keys: [{ kty: "EC", kid }] });

/** Keys of a provider whose clock, keys and silences are the test's. */
function world() {
  const state = { now: FIXED_NOW.getTime(), keys: named("a"), silent: false, fetches: 0 };
  const lines = captureLog();
  const keys = new ProviderKeys({
    issuer: "https://id.example.org",
    now: () => new Date(state.now),
    log: lines.log,
    fetchKeys: async () => {
      state.fetches += 1;
      await Promise.resolve();
      return state.silent ? failed({ lasting: false, reason: "silence" }) : ok(state.keys);
    },
  });
  return { state, keys, lines };
}

test("Keys are fetched once for all who wait, and again when they are old", async () => {
  const { state, keys } = world();
  await Promise.all([keys.current(), keys.current(), keys.current()]);
  expect(state.fetches).toBe(1);
  state.keys = named("b");
  state.now += keyLimits.fresh - 1;
  expect(await keys.current()).toEqual(named("a"));
  state.now += 1;
  expect(await keys.current()).toEqual(named("b"));
  expect(state.fetches).toBe(2);
});

test("A silent provider's keys are used for a day, and it is asked now and then", async () => {
  const { state, keys, lines } = world();
  await keys.current();
  state.silent = true;
  for (let at = 0; at < keyLimits.kept - SECOND; at += 10 * SECOND) {
    expect(await keys.current()).toEqual(named("a"));
    state.now += 10 * SECOND;
  }
  const asked = state.fetches;
  expect(asked).toBeGreaterThan(1000);
  expect(asked).toBeLessThan(keyLimits.kept / keyLimits.pause + 1);
  expect(lines.take().map(({ msg }) => msg)).toEqual(["the identity provider's keys can't be had"]);
  state.now += 2 * SECOND;
  expect(await keys.current()).toBeNull();
});

test("A key that was looked for in vain is not looked for again for a minute", async () => {
  const { state, keys } = world();
  await keys.current();
  expect(await keys.anew("b")).toEqual(named("a"));
  expect(await keys.anew("b")).toBe("unchanged");
  expect(state.fetches).toBe(2);
  state.now += keyLimits.span;
  state.keys = named("b");
  expect(await keys.anew("b")).toEqual(named("b"));
});

test("Made-up keys cost a few fetches in a minute, and none is called wrong unseen", async () => {
  const { state, keys } = world();
  await keys.current();
  for (let at = 0; at < 50; at += 1) await keys.anew(`made-up-${at}`);
  expect(state.fetches).toBe(keyLimits.fetches);
  expect(await keys.anew("one more")).toBeNull();
  state.now += keyLimits.span;
  expect(await keys.anew("one more")).toEqual(named("a"));
});
