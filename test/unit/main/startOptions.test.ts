import { availableParallelism } from "node:os";
import { expect, it } from "vitest";
import { readStartOptions } from "../../../src/main/startOptions.js";

it.each<[given: string[], demo: boolean, processes: number]>([
  [[], false, 1],
  [["--demo"], true, 1],
  [["--processes", "4"], false, 4],
  [["--processes=64", "--demo"], true, 64],
  [["--demo", "--processes", "auto"], true, availableParallelism()],
])("%j", (given, demo, processes) => {
  expect(readStartOptions(given)).toEqual({ ok: true, value: { demo, processes } });
});

it.each(["0", "65", "-1", "1.5", "two", "", "100"])("--processes %j is refused", (number) => {
  const failure = "--processes takes a whole number from 1 to 64, or auto for one for each core";
  expect(readStartOptions(["--processes", number])).toEqual({ ok: false, failure });
  expect(readStartOptions([`--processes=${number}`])).toEqual({ ok: false, failure });
});

it("an option that is none is named with those that there are", () => {
  const failure = "There is no option --process; there are --demo and --processes NUMBER";
  expect(readStartOptions(["--process", "2"])).toEqual({ ok: false, failure });
  expect(readStartOptions(["--processes"]).ok).toBe(false);
});
