import { expect, it } from "vitest";
import { takingTurns } from "../../../src/kernel/turns.js";

const soon = () => new Promise(setImmediate);

it("so much is under way at once, and the rest comes in its order", async () => {
  const takeTurn = takingTurns(2);
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const all = [0, 1, 2, 3, 4].map((at) =>
    takeTurn(() => {
      begun.push(at);
      return new Promise<number>((resolve) => ends.push(() => resolve(at)));
    }),
  );
  await soon();
  expect(begun).toEqual([0, 1]);
  ends[1]?.();
  await soon();
  expect(begun).toEqual([0, 1, 2]);
  for (const end of [0, 2, 3, 4]) {
    ends[end]?.();
    await soon();
  }
  expect(begun).toEqual([0, 1, 2, 3, 4]);
  expect(await Promise.all(all)).toEqual([0, 1, 2, 3, 4]);
  expect(await takeTurn(async () => "later")).toBe("later");
});

it("work that fails leaves its place to the next", async () => {
  const takeTurn = takingTurns(1);
  const failing = takeTurn(() => Promise.reject(new Error("no")));
  const throwing = takeTurn(() => {
    throw new Error("at once");
  });
  const next = takeTurn(async () => "next");
  await expect(failing).rejects.toThrow("no");
  await expect(throwing).rejects.toThrow("at once");
  expect(await next).toBe("next");
});
