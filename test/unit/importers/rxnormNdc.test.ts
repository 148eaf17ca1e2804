import { describe, expect, it } from "vitest";
import { rxnormNdc } from "../../../src/importers/rxnorm/ndcCodes.js";
import { fixtureFile, refusal, rowsOf, sourceFile } from "./sourceFiles.js";

function attribute(ndc: string, { name = "NDC", source = "RXNORM", suppress = "N" } = {}): string {
  return `9900004|||99000041|AUI|9900004|||${name}|${source}|${ndc}|${suppress}|4096|\n`;
}

async function pairs(...lines: readonly string[]) {
  const rows = await rowsOf(rxnormNdc, [sourceFile("RXNSAT.RRF", lines.join(""))]);
  return rows.map((row) =>
    "content" in row ? `${row.content.sourceCode} ${row.content.targetCode}` : row.rejected,
  );
}

describe("rxnorm-ndc", () => {
  it("reads which packages a drug comes in, of RxNorm's own source and still in use", async () => {
    const rows = await rowsOf(rxnormNdc, [fixtureFile("rxnorm-rrf/rrf/RXNSAT.RRF")]);
    const contents = rows.flatMap((row) => ("content" in row ? [row.content] : []));
    expect(contents.map(({ targetCode }) => targetCode)).toEqual(["99999000290", "99999000130"]);
    expect(contents[0]).toEqual({
      sourceSystem: "rxnorm",
      sourceCode: "9900004",
      targetSystem: "ndc",
      targetCode: "99999000290",
      relationship: "SOURCE_IS_BROADER_THAN_TARGET",
      attributes: [],
    });
  });

  it("writes codes in eleven digits, however they stand there, and rejects what is none", async () => {
    expect(
      await pairs(
        attribute("99999-0001-30"),
        attribute("9999-0001-30"),
        attribute("99999-001-30"),
        attribute("12345"),
        attribute("5 MG", { name: "RXN_STRENGTH" }),
        attribute("99999000999", { source: "MMSL" }),
        attribute("99999000888", { suppress: "O" }),
      ),
    ).toEqual([
      "9900004 99999000130",
      "9900004 09999000130",
      "9900004 99999000130",
      '"12345" is no NDC of a package',
    ]);
  });

  it("takes the full release's table where the prescribable one lies beside it", async () => {
    const full = sourceFile("rrf/RXNSAT.RRF", attribute("99999000130"));
    const subset = sourceFile("prescribe/rrf/RXNSAT.RRF", attribute("99999000290"));
    const rows = await rowsOf(rxnormNdc, [subset, full]);
    expect(rows).toMatchObject([{ content: { targetCode: "99999000130" } }]);
  });

  it("refuses a table without an NDC of RxNorm's own", async () => {
    const file = sourceFile("RXNSAT.RRF", attribute("99999000999", { source: "MMSL" }));
    expect((await refusal(rxnormNdc, [file])).message).toBe("no pair was read from RXNSAT.RRF");
  });
});
