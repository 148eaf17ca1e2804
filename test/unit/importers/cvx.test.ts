import { describe, expect, it } from "vitest";
import { cvxFlat } from "../../../src/importers/cvxFlat.js";
import { cvxXml } from "../../../src/importers/cvxXml.js";
import {
  contentsOf,
  expectedConcept,
  fixture,
  fixtureFile,
  refusal,
  rowsOf,
  sourceFile,
} from "./sourceFiles.js";

const XML = "cvx-xml/cvx.xml";
const FLAT = "cvx-flat/cvx.txt";

const ADENOVIRUS = {
  code: "143",
  conceptClass: "Vaccine",
  datatype: "N/A",
  names: [
    {
      name: "Adenovirus, type 4 and type 7, live, oral",
      locale: "en",
      localePreferred: true,
      nameType: "FULLY_SPECIFIED",
      externalId: null,
    },
    {
      name: "Adenovirus types 4 and 7",
      locale: "en",
      localePreferred: false,
      nameType: "SHORT",
      externalId: null,
    },
  ],
  descriptions: [
    {
      description: "This vaccine is administered as 2 tablets.",
      locale: "en",
      localePreferred: true,
      descriptionType: "Notes",
      externalId: null,
    },
  ],
  parents: [],
  retired: false,
  externalId: null,
  extras: { status: "Active", lastUpdated: "2011-03-20" },
};

/** A record of the XML file with some fields in place of the usual ones. */
function record(fields: Readonly<Record<string, string>>): string {
  const all = {
    ShortDescription: "short",
    FullVaccinename: "full",
    CVXCode: "01",
    Notes: "",
    Status: "Active",
    LastUpdated: "1/2/2003",
    ...fields,
  };
  const elements = Object.entries(all).map(([name, value]) => `<${name}>${value}</${name}>`);
  return `<CVXInfo>${elements.join("")}</CVXInfo>\n`;
}

function xml(...records: readonly string[]) {
  return sourceFile("cvx.xml", `<CVXCodes>\n${records.join("")}</CVXCodes>\n`);
}

describe("cvx-xml", () => {
  it("reads a record, whole", async () => {
    const [first] = await rowsOf(cvxXml, [fixtureFile(XML)]);
    expect(first).toEqual({ line: 3, lines: 1, content: ADENOVIRUS });
  });

  it("counts lines, tidies blanks, resolves references and retires by status", async () => {
    const rows = await rowsOf(cvxXml, [fixtureFile(XML)]);
    const all = rows.map((row) => ("content" in row ? [row.line, row.content.code] : row));
    expect(all.slice(0, 4)).toEqual([
      [3, "143"],
      [11, "54"],
      [19, "801"],
      [27, "212"],
    ]);
    const contents = await contentsOf(cvxXml, [fixtureFile(XML)]);
    const retired = contents.filter((content) => content.retired).map(({ code }) => code);
    expect(contents).toHaveLength(15);
    expect(retired).toEqual(["54", "212", "998", "99", "999", "121"]);
    const byCode = new Map(contents.map((content) => [content.code, content]));
    expect(byCode.get("801")?.names).toHaveLength(1);
    expect(byCode.get("306")?.names[0]?.name).toContain("IgG1\u03ba");
    expect(byCode.get("210")?.descriptions[0]?.description).toContain("vaccine. Recognized");
  });

  it.each([
    ["Never Active", true],
    ["Inactive", true],
    ["Active", false],
    ["Non-US", false],
    ["Pending", false],
  ])("takes %s for retired: %s", async (status, retired) => {
    const [content] = await contentsOf(cvxXml, [xml(record({ Status: status }))]);
    expect(content).toEqual(
      expectedConcept("01", "Vaccine", ["full", "short"], {
        retired,
        extras: { status, lastUpdated: "2003-01-02" },
      }),
    );
  });

  it.each([
    ["CVXCode", "1", '"1" is no CVX code'],
    ["CVXCode", "", '"" is no CVX code'],
    ["Status", " ", "the vaccine has no status"],
    ["LastUpdated", "2003-01-02", '"2003-01-02" is no date'],
    ["LastUpdated", "2/30/2003", '"2/30/2003" is no date'],
    ["LastUpdated", "13/1/2003", '"13/1/2003" is no date'],
  ])("rejects a record whose %s is %j", async (field, value, rejected) => {
    expect(await rowsOf(cvxXml, [xml(record({ [field]: value }), record({}))])).toMatchObject([
      { line: 2, rejected },
      { line: 3, content: { code: "01" } },
    ]);
  });

  it("rejects a record without a name and a code that stands there twice", async () => {
    const nameless = record({ FullVaccinename: "", ShortDescription: " " });
    expect(await rowsOf(cvxXml, [xml(nameless, record({}), record({}))])).toMatchObject([
      { line: 2, rejected: "the vaccine has no name" },
      { content: { code: "01" } },
      { line: 4, rejected: "the code 01 stands on line 3 already" },
    ]);
  });
});

describe("cvx-flat", () => {
  it("reads a line, whole", async () => {
    const [first] = await rowsOf(cvxFlat, [fixtureFile(FLAT)]);
    expect(first).toEqual({ line: 1, lines: 1, content: ADENOVIRUS });
  });

  it("has the same content as the XML file, nonvaccines among it", async () => {
    const flat = await contentsOf(cvxFlat, [fixtureFile(FLAT)]);
    expect(flat).toEqual(await contentsOf(cvxXml, [fixtureFile(XML)]));
    expect(flat.map(({ code }) => code)).toContain("998");
  });

  it("needs no end after the last line, which has all its fields", async () => {
    const whole = fixture(FLAT).toString("utf8");
    const unended = sourceFile("cvx.txt", whole.trimEnd());
    expect(await contentsOf(cvxFlat, [unended])).toHaveLength(15);
    const cut = await rowsOf(cvxFlat, [sourceFile("cvx.txt", whole.trimEnd().slice(0, -1))]);
    expect(cut.at(-1)).toEqual({ line: 15, rejected: "the file ends in the middle of line 15" });
  });

  it("reads LF and windows-1252", async () => {
    const line = "01        |s|Ca\u00f1o|n|Active|False|2003/01/02\n";
    const [content] = await contentsOf(cvxFlat, [
      sourceFile("cvx.txt", Buffer.from(line, "latin1")),
    ]);
    expect(content?.names[0]?.name).toBe("Ca\u00f1o");
  });

  it.each([
    ["six fields", "01|s|f|n|Active|2003/01/02"],
    ["eight fields", "01|s|f|n|o|Active|False|2003/01/02"],
    ["a code of letters", "AB|s|f|n|Active|False|2003/01/02"],
    ["neither True nor False", "01|s|f|n|Active|No|2003/01/02"],
    ["another form of date", "01|s|f|n|Active|False|1/2/2003"],
    ["no status", "01|s|f|n||False|2003/01/02"],
  ])("rejects a line with %s", async (_, bad) => {
    const good = "02|s|f|n|Active|False|2003/01/02";
    const rows = await rowsOf(cvxFlat, [sourceFile("cvx.txt", `${good}\n${bad}\n`)]);
    expect(rows[1]).toEqual({ line: 2, rejected: "this is no line of a CVX file" });
  });

  it("rejects a day that no calendar has, and refuses a file of another kind", async () => {
    const bad = "02|s|f|n|Active|False|2003/02/29\n";
    const { rows, message } = await refusal(cvxFlat, [sourceFile("cvx.txt", bad)]);
    expect(rows).toEqual([{ line: 1, rejected: '"2003/02/29" is no date' }]);
    expect(message).toBe("no code was read from cvx.txt");
    const linker = "807|4076|4156|NVX\r\n806|4072|4155|PFR\r\n";
    expect((await refusal(cvxFlat, [sourceFile("NDC.txt", linker)])).message).toBe(
      "no code was read from NDC.txt",
    );
  });
});
