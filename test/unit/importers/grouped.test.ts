import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { describe, expect, it } from "vitest";
import type { RejectedLine } from "../../../src/importers/format.js";
import { type Group, groupedByKey, type Keyed } from "../../../src/importers/grouped.js";

async function* all(rows: Iterable<Keyed<string> | RejectedLine>) {
  yield* rows;
}

async function collected(rows: Iterable<Keyed<string> | RejectedLine>) {
  const groups: Group<string>[] = [];
  const rejected: RejectedLine[] = [];
  for await (const one of groupedByKey(all(rows))) {
    if ("rejected" in one) rejected.push(one);
    else groups.push(one);
  }
  return { groups, rejected };
}

const folders = () => readdirSync(tmpdir()).filter((name) => name.startsWith("termgate-rows-"));

/** More than is held in memory: every key has three rows, far apart. */
function* many(keys: number, text: string) {
  for (const round of ["a", "b", "c"]) {
    for (let at = 0; at < keys; at += 1) yield { key: `k${at}`, row: `${round}${text}` };
  }
}

describe("rows brought together", () => {
  it("stay in the order in which they came, rejections before them", async () => {
    const rejection = { line: 2, rejected: "no" };
    const { groups, rejected } = await collected([
      { key: "b", row: "1" },
      rejection,
      { key: "a", row: "2" },
      { key: "b", row: "3\n\u2028" },
    ]);
    expect(rejected).toEqual([rejection]);
    expect(groups).toEqual([
      { key: "b", rows: ["1", "3\n\u2028"] },
      { key: "a", rows: ["2"] },
    ]);
  });

  it("are all there where they went over the disk, of which nothing is left", async () => {
    const before = folders();
    const { groups } = await collected(many(50_000, "x".repeat(300)));
    expect(groups).toHaveLength(50_000);
    expect(new Set(groups.map(({ key }) => key)).size).toBe(50_000);
    const wrong = groups.filter(({ rows }) => rows.map((row) => row.charAt(0)).join("") !== "abc");
    expect(wrong).toEqual([]);
    expect(folders()).toEqual(before);
  });

  it("leave nothing on the disk where somebody stops reading", async () => {
    const before = folders();
    for await (const _ of groupedByKey(all(many(50_000, "x".repeat(300))))) break;
    expect(folders()).toEqual(before);
  });
});
