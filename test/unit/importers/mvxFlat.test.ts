import { describe, expect, it } from "vitest";
import { mvxFlat } from "../../../src/importers/mvxFlat.js";
import { mvxXml } from "../../../src/importers/mvxXml.js";
import { contentsOf, expectedConcept, fixtureFile, rowsOf, sourceFile } from "./sourceFiles.js";

const rows = (text: string) => rowsOf(mvxFlat, [sourceFile("mvx.txt", text)]);

describe("mvx-flat", () => {
  it("reads what the XML file says, whole", async () => {
    const contents = await contentsOf(mvxFlat, [fixtureFile("mvx-flat/mvx.txt")]);
    expect(contents).toHaveLength(6);
    expect(contents).toEqual(await contentsOf(mvxXml, [fixtureFile("mvx-xml/mvx.xml")]));
  });

  it("reads both forms of a date", async () => {
    const expected = expectedConcept("OK", "Manufacturer", ["Name"], {
      extras: { status: "Active", lastUpdated: "2020-01-02" },
    });
    const text = "OK|Name||Active|1/2/2020\nOL|Name||Active|2020/01/02\n";
    expect(await rows(text)).toEqual([
      { line: 1, lines: 1, content: expected },
      { line: 2, lines: 1, content: { ...expected, code: "OL" } },
    ]);
  });

  it.each([
    ["ABCD|Name||Active|2020/01/02", "this is no line of an MVX file"],
    ["ABC|Name||Active", "this is no line of an MVX file"],
    ["ABC|Name||Active|2020/01/02|x", "this is no line of an MVX file"],
    ["ABC|Name|||2020/01/02", "this is no line of an MVX file"],
    ["ABC| ||Active|2020/01/02", "the manufacturer has no name"],
    ["ABC|Name||Active|2020/13/02", '"2020/13/02" is no date'],
  ])("rejects %s", async (line, rejected) => {
    const good = "OK|Name||Active|2020/01/02\n";
    expect((await rows(`${good}${line}\n`))[1]).toEqual({ line: 2, rejected });
  });
});
