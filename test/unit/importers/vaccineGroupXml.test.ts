import { describe, expect, it } from "vitest";
import { vaccineGroupXml, vaccineToGroupXml } from "../../../src/importers/vaccineGroupXml.js";
import {
  contentsOf,
  expectedConcept,
  fixtureFile,
  refusal,
  rowsOf,
  sourceFile,
} from "./sourceFiles.js";

const FIXTURE = "cvx-group-xml/vac2vg.xml";

function record(vaccine: string, group: string, groupName: string, status = "Active"): string {
  const fields = [
    ["ShortDescription", "short"],
    ["CVXCode", vaccine],
    ["Status", status],
    ["Vaccine Group Name", groupName],
    ["CVX for Vaccine Group", group],
  ];
  const pairs = fields.map(([name, value]) => `<Name>${name}</Name><Value>${value}</Value>`);
  return `<CVXVGInfo>${pairs.join("")}</CVXVGInfo>\n`;
}

function file(...records: readonly string[]) {
  return sourceFile("vac2vg.xml", `<VGCodes>\n${records.join("")}</VGCodes>\n`);
}

describe("cvx-group-xml", () => {
  it("makes one concept of all the records of a group", async () => {
    expect(await rowsOf(vaccineGroupXml, [fixtureFile(FIXTURE)])).toEqual([
      { line: 3, lines: 4, content: expectedConcept("03", "Vaccine group", ["MMR"]) },
      { line: 39, lines: 2, content: expectedConcept("21", "Vaccine group", ["VARICELLA"]) },
      { line: 51, lines: 2, content: expectedConcept("319", "Vaccine group", ["ANTHRAX"]) },
    ]);
  });

  it("rejects a group that has two names, and codes that are none", async () => {
    const records = [
      record("01", "03", "MMR"),
      record("02", "03", "Other"),
      record("A", "03", "B"),
    ];
    expect(await rowsOf(vaccineGroupXml, [file(...records, record("05", "04", ""))])).toEqual([
      { line: 3, rejected: "the group 03 is called MMR on line 2" },
      { line: 4, rejected: '"A" is no CVX code' },
      { line: 5, rejected: "the vaccine group has no name" },
      { line: 2, lines: 1, content: expectedConcept("03", "Vaccine group", ["MMR"]) },
    ]);
  });

  it("refuses a file without groups", async () => {
    expect((await refusal(vaccineGroupXml, [file()])).message).toBe(
      "no vaccine group was read from vac2vg.xml",
    );
  });
});

describe("cvx-to-group-xml", () => {
  it("reads which vaccine belongs to which groups", async () => {
    const pairs = [
      [3, "03", "03", "EQUIVALENT", "Active"],
      [15, "04", "03", "SOURCE_IS_NARROWER_THAN_TARGET", "Inactive"],
      [27, "05", "03", "SOURCE_IS_NARROWER_THAN_TARGET", "Inactive"],
      [39, "21", "21", "EQUIVALENT", "Active"],
      [51, "24", "319", "SOURCE_IS_NARROWER_THAN_TARGET", "Active"],
      [63, "319", "319", "EQUIVALENT", "Inactive"],
      [75, "94", "03", "SOURCE_IS_NARROWER_THAN_TARGET", "Active"],
      [87, "94", "21", "SOURCE_IS_NARROWER_THAN_TARGET", "Active"],
    ];
    expect(await rowsOf(vaccineToGroupXml, [fixtureFile(FIXTURE)])).toEqual(
      pairs.map(([line, sourceCode, targetCode, relationship, status]) => ({
        line,
        lines: 1,
        content: {
          sourceSystem: "cvx",
          sourceCode,
          targetSystem: "cvx-group",
          targetCode,
          relationship,
          attributes: [{ key: "status", value: status }],
        },
      })),
    );
    expect(vaccineToGroupXml.subject?.crosswalkName).toBe("CVX to vaccine group");
  });

  it("has no attribute for a blank status, and rejects a repeated pair", async () => {
    const records = [record("01", "03", "MMR", ""), record("01", "03", "MMR")];
    expect(await rowsOf(vaccineToGroupXml, [file(...records)])).toMatchObject([
      { line: 2, content: { attributes: [] } },
      { line: 3, rejected: "01 in the group 03 stands on line 2 already" },
    ]);
  });

  it("names the line on which a truncated file ends, after what could be read", async () => {
    const [first] = await contentsOf(vaccineToGroupXml, [file(record("01", "03", "MMR"))]);
    const text = `<VGCodes>\n${record("01", "03", "MMR")}<CVXVGInfo><Name>CVXC`;
    const { rows, message } = await refusal(vaccineToGroupXml, [sourceFile("vac2vg.xml", text)]);
    expect(rows).toEqual([{ line: 2, lines: 1, content: first }]);
    expect(message).toBe("vac2vg.xml, line 3: the file ends too early: unclosed tag: Name");
  });
});
