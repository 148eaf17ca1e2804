import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

/** The rows of the tables: clause, file, name of a test or of a group of tests. */
const rows = ["test/coverage.md", "test/collectionCoverage.md"]
  .flatMap((name) => readFileSync(name, "utf8").split("\n"))
  .map((line) => line.split("|").map((cell) => cell.trim()))
  .filter(([, clause, file]) => clause !== "clause" && file?.startsWith("`"))
  .map(([, clause = "", file = "", name = ""]) => ({ clause, name, file: file.slice(1, -1) }));

describe("the table of what is covered", () => {
  it("was read whole", () => {
    expect(rows.length).toBeGreaterThan(300);
  });

  it.each(rows)("$clause", ({ file, name }) => {
    const path = `test/${file}`;
    expect(existsSync(path)).toBe(true);
    expect(name).not.toBe("");
    expect(readFileSync(path, "utf8")).toContain(name);
  });
});
