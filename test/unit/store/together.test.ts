import { expect, it } from "vitest";
import { askingTogether } from "../../../src/store/together.js";

const soon = () => new Promise(setImmediate);

/** Doubles numbers; each reading ends when it is told to. */
function slowly() {
  const readings: { readonly keys: readonly number[]; readonly end: () => void }[] = [];
  const read = (keys: readonly number[]) =>
    new Promise<number[]>((resolve) => {
      readings.push({ keys, end: () => resolve(keys.map((key) => key * 2)) });
    });
  return { read, keys: () => readings.map(({ keys }) => keys), readings };
}

function asking(most = 10) {
  const ask = askingTogether<number, number>();
  return (
    kind: string,
    keys: readonly number[],
    read: (keys: readonly number[]) => Promise<readonly number[]>,
  ) => ask({ kind, keys, most, read });
}

it("who asks in the same turn of the event loop shares a reading", async () => {
  const ask = asking();
  const { read, keys, readings } = slowly();
  const answers = [ask("a", [1], read), ask("a", [2, 3], read)];
  expect(keys()).toEqual([]);
  await soon();
  expect(keys()).toEqual([[1, 2, 3]]);
  readings[0]?.end();
  expect(await Promise.all(answers)).toEqual([[2], [4, 6]]);
});

it("who comes later waits while so many are under way, is joined, and is answered by a reading begun later", async () => {
  const ask = asking();
  const { read, keys, readings } = slowly();
  const answers = [1, 2, 3, 4].map(async (key) => {
    for (let turn = 0; turn < key; turn += 1) await soon();
    return await ask("a", [key], read);
  });
  for (let turn = 0; turn < 8; turn += 1) await soon();
  expect(keys()).toEqual([[1], [2]]);
  readings[1]?.end();
  await soon();
  expect(keys()).toEqual([[1], [2], [3, 4]]);
  readings[0]?.end();
  readings[2]?.end();
  expect(await Promise.all(answers)).toEqual([[2], [4], [6], [8]]);
});

it("different kinds do not mix, and one does not wait for the other", async () => {
  const ask = asking();
  const { read, keys, readings } = slowly();
  const answers = [
    ...[ask("a", [1], read), ask("b", [2], read), ask("a", [3], read)],
    ask("c", [], read),
  ];
  await soon();
  expect(keys()).toEqual([[1, 3], [2], []]);
  for (const { end } of readings) end();
  expect(await Promise.all(answers)).toEqual([[2], [4], [6], []]);
});

it("a reading has so many keys at most, unless one alone asks for more", async () => {
  const ask = asking(3);
  const { read, keys, readings } = slowly();
  const answers = [[1, 2], [3], [4], [5, 6, 7, 8]].map((asked) => ask("a", asked, read));
  await soon();
  expect(keys()).toEqual([[1, 2, 3], [4]]);
  for (const { end } of readings) end();
  await soon();
  expect(keys()).toEqual([[1, 2, 3], [4], [5, 6, 7, 8]]);
  readings[2]?.end();
  expect(await Promise.all(answers)).toEqual([[2, 4], [6], [8], [10, 12, 14, 16]]);
});

it("what goes wrong for one does not for the others", async () => {
  const ask = asking();
  const readings: (readonly number[])[] = [];
  const read = async (keys: readonly number[]) => {
    readings.push(keys);
    if (keys.includes(13)) throw new Error("unlucky");
    return keys.map((key) => key * 2);
  };
  const answers = [ask("a", [1], read), ask("a", [13], read), ask("a", [3], read)];
  expect(await Promise.allSettled(answers)).toMatchObject([
    { value: [2] },
    { reason: { message: "unlucky" } },
    { value: [6] },
  ]);
  expect(readings).toEqual([[1, 13, 3], [1], [13], [3]]);
  await expect(ask("a", [13], read)).rejects.toThrow("unlucky");
  expect(await ask("a", [4], read)).toEqual([8]);
});
