import { expect, it } from "vitest";
import { GatheredMeanwhile } from "../../../src/store/collections/gatheredMeanwhile.js";

const settled = () => new Promise((resolve) => setImmediate(resolve));

/** How often something was gathered after each time that it was asked for in vain. */
async function begunAfter(times: number, gather: () => Promise<boolean>): Promise<number[]> {
  const meanwhile = new GatheredMeanwhile();
  let begun = 0;
  const after: number[] = [];
  for (let time = 0; time < times; time += 1) {
    meanwhile.missed("a", () => {
      begun += 1;
      return gather();
    });
    await settled();
    after.push(begun);
  }
  return after;
}

it("gathers at the second time, and again when what was kept is forgotten", async () => {
  expect(await begunAfter(5, async () => true)).toEqual([0, 1, 1, 2, 2]);
});

it("does not begin again what was too large to be kept", async () => {
  expect(await begunAfter(5, async () => false)).toEqual([0, 1, 1, 1, 1]);
});

it("does not begin again what failed, and lets nobody suffer from it", async () => {
  const failing = () => Promise.reject(new Error("The database is away"));
  expect(await begunAfter(4, failing)).toEqual([0, 1, 1, 1]);
});

it("does not begin twice while it is at it", async () => {
  expect(await begunAfter(5, () => new Promise(() => undefined))).toEqual([0, 1, 1, 1, 1]);
});

it("what was asked for much else ago is asked for the first time", () => {
  const meanwhile = new GatheredMeanwhile();
  let begun = 0;
  const gather = async () => {
    begun += 1;
    return true;
  };
  meanwhile.missed("a", gather);
  meanwhile.missed("b".repeat(1_000_000), gather);
  meanwhile.missed("a", gather);
  expect(begun).toBe(0);
});
