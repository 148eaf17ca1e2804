import { expect, it } from "vitest";
import { Remembered } from "../../../src/store/collections/remembered.js";

const text = (key: string) => key;

/** Reads whatever is asked for, and tells what that was. */
function reader() {
  const asked: string[][] = [];
  const read = async (missing: readonly string[]) => {
    asked.push([...missing]);
    return missing.map((key) => key.toUpperCase());
  };
  return { asked, read };
}

it("reads each thing once, whoever asks and however often", async () => {
  const { asked, read } = reader();
  const remembered = new Remembered<string>(10, () => 1);
  const [first, second] = await Promise.all([
    remembered.of(["a", "b", "a"], text, read),
    remembered.of(["b", "c"], text, read),
  ]);
  expect(first).toEqual(["A", "B", "A"]);
  expect(second).toEqual(["B", "C"]);
  expect(await remembered.of(["c", "a"], text, read)).toEqual(["C", "A"]);
  expect(asked).toEqual([["a", "b"], ["c"]]);
});

it("forgets what was not asked for longest, and answers what is too large to be kept", async () => {
  const { asked, read } = reader();
  const remembered = new Remembered<string>(2, (value) => (value === "LARGE" ? 5 : 1));
  for (const key of ["a", "b", "a", "c", "a", "b", "large", "large"]) {
    expect(await remembered.of([key], text, read)).toEqual([key.toUpperCase()]);
  }
  expect(asked).toEqual([["a"], ["b"], ["c"], ["b"], ["large"], ["large"]]);
});

it("asks again for what could not be read", async () => {
  const { read } = reader();
  const remembered = new Remembered<string>(2, () => 1);
  const failing = async (): Promise<readonly string[]> => {
    throw new Error("The database is away");
  };
  await expect(remembered.of(["a"], text, failing)).rejects.toThrow("The database is away");
  expect(await remembered.of(["a"], text, read)).toEqual(["A"]);
});

it("tells what is known by now without reading it", async () => {
  const { asked, read } = reader();
  const remembered = new Remembered<string>(10, () => 1);
  expect(remembered.peek("a")).toBeNull();
  const coming = remembered.of(["a"], text, read);
  expect(remembered.peek("a")).toBeNull();
  await coming;
  expect(remembered.peek("a")).toBe("A");
  expect(asked).toEqual([["a"]]);
});
