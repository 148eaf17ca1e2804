import { describe, expect, it } from "vitest";
import { mvxXml } from "../../../src/importers/mvxXml.js";
import {
  contentsOf,
  expectedConcept,
  fixtureFile,
  refusal,
  rowsOf,
  sourceFile,
} from "./sourceFiles.js";

function record(...values: readonly string[]): string {
  const names = ["MVX_CODE", "Manufacturer Name", "Notes", "Status", "Last Updated"];
  const pairs = names.map((name, at) => `<Name>${name}</Name><Value>${values[at] ?? ""}</Value>`);
  return `<MVXInfo>${pairs.join("")}</MVXInfo>\n`;
}

function file(...records: readonly string[]) {
  return sourceFile("mvx.xml", `<MVXCodes>\n${records.join("")}</MVXCodes>\n`);
}

describe("mvx-xml", () => {
  it("reads manufacturers, whole", async () => {
    const notes = (description: string) => [
      {
        description,
        locale: "en",
        localePreferred: true,
        descriptionType: "Notes",
        externalId: null,
      },
    ];
    const contents = await contentsOf(mvxXml, [fixtureFile("mvx-xml/mvx.xml")]);
    expect(contents).toHaveLength(6);
    expect(contents[0]).toEqual({
      code: "AB",
      conceptClass: "Manufacturer",
      datatype: "N/A",
      names: [
        {
          name: "Abbott Laboratories",
          locale: "en",
          localePreferred: true,
          nameType: "FULLY_SPECIFIED",
          externalId: null,
        },
      ],
      descriptions: notes("includes Ross Products Division, Solvay"),
      parents: [],
      retired: true,
      externalId: null,
      extras: { status: "Inactive", lastUpdated: "2017-11-16" },
    });
    expect(contents[3]).toEqual(
      expectedConcept("MSD", "Manufacturer", ["Merck and Co., Inc."], {
        extras: { status: "Active", lastUpdated: "2012-10-18" },
      }),
    );
    expect(contents[5]?.descriptions[0]?.description).toMatch(/^COVID-19 .* BioNTech\. Pfizer/);
  });

  it.each([
    [["", "Name", "", "Active", "1/1/2020"], '"" is no MVX code'],
    [["ABCD", "Name", "", "Active", "1/1/2020"], '"ABCD" is no MVX code'],
    [["ABC", "", "", "Active", "1/1/2020"], "the manufacturer has no name"],
    [["ABC", "Name", "", "", "1/1/2020"], "the manufacturer has no status"],
    [["ABC", "Name", "", "Active", ""], '"" is no date'],
  ])("rejects %j", async (values, rejected) => {
    const good = record("OK", "Name", "", "Active", "1/1/2020");
    expect(await rowsOf(mvxXml, [file(good, record(...values))])).toEqual([
      {
        line: 2,
        lines: 1,
        content: expectedConcept("OK", "Manufacturer", ["Name"], {
          extras: { status: "Active", lastUpdated: "2020-01-01" },
        }),
      },
      { line: 3, rejected },
    ]);
  });

  it("refuses the other XML files and an empty one", async () => {
    const { rows, message } = await refusal(mvxXml, [fixtureFile("cvx-group-xml/vac2vg.xml")]);
    expect(rows).toEqual([]);
    expect(message).toBe("vac2vg.xml, line 2: the root element is <VGCodes>, not <MVXCodes>");
    expect((await refusal(mvxXml, [file()])).message).toBe("no code was read from mvx.xml");
  });
});
