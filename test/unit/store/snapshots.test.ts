import { expect, it } from "vitest";
import { sharedSnapshots } from "../../../src/store/snapshots.js";

/** Readings that end when they are told to. */
function readings() {
  const open: { readonly end: (state: string) => void; readonly fail: () => void }[] = [];
  const ask = sharedSnapshots(
    () =>
      new Promise((resolve, reject) =>
        open.push({ end: resolve, fail: () => reject(new Error("lost")) }),
      ),
  );
  return { open, ask };
}

it("whoever asks while a reading is under way gets the next one, which all who wait share", async () => {
  const { open, ask } = readings();
  const first = ask();
  const late = [ask(), ask()];
  expect(open).toHaveLength(1);
  open[0]?.end("early");
  expect(await first).toBe("early");
  await new Promise(setImmediate);
  expect(open).toHaveLength(2);
  const later = ask();
  open[1]?.end("after");
  expect(await Promise.all(late)).toEqual(["after", "after"]);
  await new Promise(setImmediate);
  open[2]?.end("last");
  expect(await later).toBe("last");
});

it("a reading that fails fails for those who share it, and for nobody after them", async () => {
  const { open, ask } = readings();
  const first = ask();
  const late = ask();
  open[0]?.fail();
  await expect(first).rejects.toThrow("lost");
  await new Promise(setImmediate);
  open[1]?.end("well");
  expect(await late).toBe("well");
});
