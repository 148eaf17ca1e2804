import { describe, expect, it } from "vitest";
import type { Score } from "../../bench/measure/contest.js";
import {
  type Aim,
  aimsOf,
  besideAim,
  editAim,
  isMet,
  type SummaryLine,
  summaryTable,
  tailAim,
} from "../../bench/report/aims.js";
import { editLines } from "../../bench/report/edits.js";
import { mixedLines } from "../../bench/report/mixed.js";
import { memoryLine, readLine } from "../../bench/report/reads.js";
import { scoreTable } from "../../bench/report/scores.js";
import { lookUpCode as lookUp } from "../../bench/workloads/lookUpCode.js";
import { readWorkloads } from "../../bench/workloads/workloads.js";

const atLeast: Aim = { bound: "≥", limit: 2, of: "× PostGraphile" };
const atMost: Aim = { bound: "≤", limit: 2, of: "× warm" };

function score(contestant: string, connections: number, perSecond: number): Score {
  return {
    ...{ workload: lookUp.name, contestant, connections, perSecond, p50: 1, p99: 2 },
    ...{ serverCpu: 1, databaseCpu: 1, statements: 1, bytes: 100, peakMemory: null },
  };
}

describe("an aim", () => {
  it.each([
    [atLeast, 2, true],
    [atLeast, 1.99, false],
    [atMost, 2, true],
    [atMost, 2.01, false],
    [tailAim, 9.99, true],
    [tailAim, 10, false],
    [atLeast, null, null],
    [atMost, Number.NaN, null],
  ])("%j is met by %j: %j", (aim, value, met) => {
    expect(isMet({ aim, value })).toBe(met);
  });

  it("stands beside its ratio", () => {
    expect(besideAim({ aim: atLeast, value: 2.5 })).toBe("2.50× (≥ 2: yes)");
    expect(besideAim({ aim: atLeast, value: 1.5 })).toBe("1.50× (≥ 2: no)");
    expect(besideAim({ aim: atLeast, value: null })).toBeNull();
  });

  it("is known for every question", () => {
    const letters = new Set(readWorkloads.map(({ letter }) => letter));
    expect([...letters].sort().join("")).toBe("abcdefr");
    for (const letter of letters) {
      const { floor, peer } = aimsOf({ letter });
      expect(floor.limit).toBe({ a: 0.6, c: 0.6, f: 0.6, r: 0.9 }[letter] ?? 0.4);
      expect(peer?.limit).toBe(
        { b: 5, d: 5, e: 5, r: undefined }[letter] ?? (letter === "r" ? undefined : 2),
      );
    }
  });
});

describe("the summary", () => {
  const scores = [
    ...[score("Termgate", 8, 900), score("PostGraphile", 8, 300), score("floor", 8, 1000)],
    ...[score("Termgate", 32, 800), score("PostGraphile", 32, 500), score("floor", 32, 1000)],
    // Another build that is measured beside it has no part in the summary.
    score("other", 8, 1),
  ];

  it("tells the lowest ratio of a workload", () => {
    const { floor, peer, aims } = readLine(lookUp, scores);
    expect([floor, peer]).toEqual([0.8, 1.6]);
    expect(aims.map(isMet)).toEqual([false, true]);
  });

  it("leaves open what was not measured", () => {
    const line = readLine(lookUp, [score("Termgate", 8, 900)]);
    expect(line).toMatchObject({ floor: null, peer: null });
    expect(summaryTable([line]).rows).toEqual([
      [lookUp.name, null, null, null, "≥ 2× PostGraphile, ≥ 0.6× floor", null],
    ]);
  });

  it("has one row for each line, met where all its aims are", () => {
    const line = (value: number, aims: SummaryLine["aims"]): SummaryLine => ({
      ...{ workload: "w", floor: value, peer: null, otherwise: null, aims },
    });
    const both = (value: number) => [
      { aim: atMost, value: 1 },
      { aim: atLeast, value },
    ];
    expect(summaryTable([line(0.5, both(3)), line(1, both(1)), line(2, [])]).rows).toEqual([
      ["w", "0.500×", null, null, "≤ 2× warm, ≥ 2× PostGraphile", "yes"],
      ["w", "1.00×", null, null, "≤ 2× warm, ≥ 2× PostGraphile", "no"],
      ["w", "2.00×", null, null, null, null],
    ]);
  });

  it("holds the largest memory of all against its aim", () => {
    const megabyte = 1024 * 1024;
    expect(memoryLine("reads", [null, 300 * megabyte, 360 * megabyte])).toMatchObject({
      otherwise: "360 MB",
      aims: [{ value: 360 }],
    });
    expect(memoryLine("reads", [null]).aims.map(isMet)).toEqual([null]);
  });

  it("holds the edit of the large crosswalk against that of the small", () => {
    const edit = (crosswalk: string, contestant: string, milliseconds: number) => ({
      ...{ crosswalk, kind: "attribute" as const, contestant, milliseconds },
      ...{ slowest: 9, logBytes: 1000 },
    });
    const [line, ...others] = editLines([
      ...[edit("small", "Termgate", 2), edit("small", "floor", 1)],
      ...[edit("large", "Termgate", 3), edit("large", "floor", 1.5)],
    ]);
    expect(others).toEqual([]);
    expect(line).toMatchObject({ floor: 0.5, peer: null, aims: [{ aim: editAim, value: 1.5 }] });
  });

  it("wants short tails and no errors of reads and edits alike", () => {
    const side = { connections: 60, perSecond: 100, failure: null };
    const lines = mixedLines([
      { ...side, what: "reads", p50: 2, p99: 19, failures: 0 },
      { ...side, what: "edits", p50: 2, p99: 30, failures: 1 },
    ]);
    expect(lines.map(({ aims }) => aims.map(isMet))).toEqual([
      [true, true],
      [false, false],
    ]);
  });
});

it("shows aims in the product's row only", () => {
  const { rows } = scoreTable(lookUp, 8, [
    ...[score("Termgate", 8, 500), score("PostGraphile", 8, 250), score("floor", 8, 1000)],
  ]);
  expect(rows.map((row) => row.slice(0, 4))).toEqual([
    ["Termgate", "500", "0.500× (≥ 0.6: no)", "2.00× (≥ 2: yes)"],
    ["PostGraphile", "250", "0.250×", "1.00×"],
    ["floor", "1000", "1.00×", "4.00×"],
  ]);
});
