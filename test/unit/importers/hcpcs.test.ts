import { describe, expect, it } from "vitest";
import { hcpcsContractor } from "../../../src/importers/hcpcs.js";
import {
  contentsOf,
  expectedConcept,
  fixture,
  fixtureFile,
  refusal,
  rowsOf,
  sourceFile,
} from "./sourceFiles.js";

const FILE_2018 = "hcpcs-contractor/HCPC2018_CONTR_ANWEB_disc.txt";
const FILE_2017 = "hcpcs-contractor/HCPC17_CONTR_ANWEB.txt";

/** A line with fields at their positions, counted from 1, filled up with blanks. */
function line(fields: Readonly<Record<number, string>>, length = 320): string {
  let text = "";
  for (const [position, field] of Object.entries(fields)) {
    text = text.padEnd(Number(position) - 1) + field;
  }
  return `${text.padEnd(length).slice(0, length)}\r\n`;
}

function first(start: string, fields: Readonly<Record<number, string>> = {}): string {
  return line({ 1: start, 12: "Long", 92: "Short", 293: "N", ...fields });
}

function read(text: string | Uint8Array, asOf?: Date) {
  return rowsOf(hcpcsContractor, [sourceFile("hcpcs.txt", text)], asOf);
}

async function codeAndRetired(asOf: string) {
  const contents = await contentsOf(hcpcsContractor, [fixtureFile(FILE_2018)], new Date(asOf));
  return contents.filter(({ retired }) => retired).map(({ code }) => code);
}

describe("hcpcs-contractor", () => {
  it("reads a code, whole, past the disclaimer", async () => {
    const rows = await rowsOf(hcpcsContractor, [fixtureFile(FILE_2018)]);
    expect(rows).toHaveLength(9);
    expect(rows[5]).toEqual({
      line: 20,
      lines: 1,
      content: {
        code: "A0021",
        conceptClass: "Procedure",
        datatype: "N/A",
        names: [
          {
            name: "Ambulance service, outside state per mile, transport (medicaid only)",
            locale: "en",
            localePreferred: true,
            nameType: "FULLY_SPECIFIED",
            externalId: null,
          },
          {
            name: "Outside state ambulance serv",
            locale: "en",
            localePreferred: false,
            nameType: "SHORT",
            externalId: null,
          },
        ],
        descriptions: [],
        parents: [],
        retired: false,
        externalId: null,
        extras: {
          coverage: "I",
          betos: "O1A",
          typeOfService: ["D"],
          pricing: ["00"],
          action: "N",
          addedDate: "1985-01-01",
          effectiveDate: "1996-09-10",
          crossReferences: ["A0030"],
        },
      },
    });
  });

  it("joins the lines of a description with one blank, and reads modifiers", async () => {
    const rows = await rowsOf(hcpcsContractor, [fixtureFile(FILE_2018)]);
    expect(rows[3]).toEqual({
      line: 16,
      lines: 3,
      content: expectedConcept(
        "CP",
        "Modifier",
        [
          "Adjunctive service related to a procedure assigned to a comprehensive ambulatory " +
            "payment classification (c-apc) procedure, but reported on a different claim",
          "C-apc adjunctive service",
        ],
        {
          retired: true,
          extras: {
            coverage: "C",
            action: "D",
            addedDate: "2016-01-01",
            effectiveDate: "2018-01-01",
            terminationDate: "2017-12-31",
          },
        },
      ),
    });
    expect(rows[0]).toEqual({
      line: 12,
      lines: 1,
      content: expectedConcept("A1", "Modifier", ["Dressing for one wound"], {
        extras: {
          coverage: "C",
          action: "N",
          addedDate: "2002-07-01",
          effectiveDate: "2002-07-01",
        },
      }),
    });
  });

  it("reads the file of 2017, whose continuation lines are shorter", async () => {
    const contents = await contentsOf(hcpcsContractor, [fixtureFile(FILE_2017)]);
    const codes = contents.map(({ code }) => code);
    expect(codes).toEqual(["A1", "A9", "AD", "CP", "JF", "A0021", "A0425", "G9016", "V5364"]);
    expect(contents[7]?.names[0]?.name).toBe(
      "Smoking cessation counseling, individual, in the absence of or in addition to any other " +
        "evaluation and management service, per session (6-10 minutes) [demo project code only]",
    );
    const isNew = contents.find(({ code }) => code === "CP");
    expect([isNew?.retired, isNew?.extras]).toEqual([
      false,
      { coverage: "C", action: "N", addedDate: "2016-01-01", effectiveDate: "2016-01-01" },
    ]);
  });

  it("retires a code on the day after its last, and not by the clock", async () => {
    expect(await codeAndRetired("2015-06-30T23:59:59Z")).toEqual([]);
    expect(await codeAndRetired("2015-07-01T00:00:00Z")).toEqual(["JF"]);
    expect(await codeAndRetired("2017-12-31T12:00:00Z")).toEqual(["JF"]);
    expect(await codeAndRetired("2018-01-01T00:00:00Z")).toEqual(["CP", "JF"]);
  });

  it("reads lists, and of the references to other codes those to HCPCS", async () => {
    const fields = {
      120: "32573853",
      205: "K0037QM   99406CPT  ",
      230: "C",
      257: "D1E",
      261: "AP R",
      269: "200101022002020320030304N",
    };
    const [row] = await read(line({ 1: "A0001001003", 12: "Long", 92: "Long", ...fields }, 293));
    expect(row).toMatchObject({
      content: expectedConcept("A0001", "Procedure", ["Long"], {
        retired: true,
        extras: {
          coverage: "C",
          betos: "D1E",
          typeOfService: ["A", "P", "R"],
          pricing: ["32", "57", "38", "53"],
          action: "N",
          addedDate: "2001-01-02",
          effectiveDate: "2002-02-03",
          terminationDate: "2003-03-04",
          crossReferences: ["K0037", "QM"],
        },
      }),
    });
  });

  it("reads windows-1252, no-break spaces as blanks, and LF", async () => {
    const text = first("A0001001003", { 12: "Caf\u00e9 \u00a0au  lait" });
    const bytes = Buffer.from(text.replace("\r", ""), "latin1");
    expect(await read(bytes)).toMatchObject([
      { content: { names: [{ name: "Caf\u00e9 au lait" }, {}] } },
    ]);
  });

  it("ignores every line that is no record", async () => {
    const text = `\r\n*** D0001\r\n  Hello\r\n${first("A0001001003")}99406001003 CPT\r\nThe end`;
    expect(await read(text)).toMatchObject([{ line: 4, content: { code: "A0001" } }]);
  });

  it.each([
    ["D0120001003", {}, "D0120 is a dental code, licensed by the ADA; HCPCS has none"],
    ["   A1001003", {}, '"   A1" is no HCPCS code'],
    ["A0001001007", {}, '"A0001" is no HCPCS modifier'],
    ["A0001001003", { 269: "20010231" }, '"20010231" is no date'],
    ["A0001001003", { 285: "2001    " }, '"2001" is no date'],
  ])("rejects %s with %j", async (start, fields, rejected) => {
    expect(await read(first("B0001001003") + first(start, fields))).toEqual([
      expect.objectContaining({ line: 1 }),
      { line: 2, rejected },
    ]);
  });

  it("rejects lines that are too short for what they are", async () => {
    const short = line({ 1: "A0001001003", 12: "Long" }, 292);
    const continued = line({ 1: "B0001002004", 12: "more" }, 90);
    const good = first("C0001001003");
    expect(await read(short + first("B0001001003") + continued + good)).toEqual([
      { line: 1, rejected: "the line has 292 characters; 293 are the least" },
      { line: 3, rejected: "the line has 90 characters; 91 are the least" },
      { line: 2, rejected: "a line that continues B0001 cannot be read" },
      expect.objectContaining({ line: 4 }),
    ]);
  });

  it("rejects continuations out of place, and the codes that would lose a piece", async () => {
    const more = (start: string) => line({ 1: start, 12: "more" }, 91);
    const text =
      more("A0001002004") +
      first("D0001001003") +
      more("D0001002004") +
      first("B0001001003") +
      more("B0001001004") +
      first("C0001001003") +
      more("C0001002004");
    expect(await read(text)).toMatchObject([
      { line: 1, rejected: "the first line of A0001 does not stand above" },
      { line: 2, rejected: "D0001 is a dental code, licensed by the ADA; HCPCS has none" },
      { line: 3, rejected: "D0001 is a dental code, licensed by the ADA; HCPCS has none" },
      { line: 5, rejected: "the lines of B0001 are not in sequence" },
      { line: 4, rejected: "a line that continues B0001 cannot be read" },
      { line: 6, lines: 2, content: { code: "C0001", names: [{ name: "Long more" }, {}] } },
    ]);
  });

  it("rejects a code that stands there twice", async () => {
    const rows = await read(first("A0001001003") + first("A0002001003") + first("A0001001003"));
    expect(rows[2]).toEqual({ line: 3, rejected: "the code A0001 stands on line 1 already" });
  });

  it("rejects a line in whose middle the file ends, wherever that is", async () => {
    const whole = first("A0001001003") + first("A0002001003").trimEnd();
    const rejected = { line: 2, rejected: "the file ends in the middle of line 2" };
    expect(await read(whole)).toHaveLength(2);
    for (const length of [292, 91, 11, 10, 5, 1]) {
      expect((await read(whole.slice(0, 322 + length)))[0]).toEqual(
        length > 10 ? expect.objectContaining({ line: 1 }) : rejected,
      );
      expect(await read(whole.slice(0, 322 + length))).toContainEqual(rejected);
    }
  });

  it("refuses files in which no line is a record", async () => {
    const message = "no code was read from hcpcs.txt";
    for (const text of ["", "\r\n", "Hello\r\n", "0010  A000    00000\r\n"]) {
      const refused = await refusal(hcpcsContractor, [sourceFile("hcpcs.txt", text)]);
      expect(refused).toEqual({ rows: [], message });
    }
    const workbook = Buffer.from("PK\u0003\u0004xl/workbook.xml");
    expect((await refusal(hcpcsContractor, [sourceFile("hcpcs.xlsx", workbook)])).message).toBe(
      "hcpcs.xlsx, line 1: this is a binary file (an Excel workbook?)",
    );
  });

  it("recognises its files by their records, not by a disclaimer", () => {
    const recognises = (text: string) => hcpcsContractor.recognises(text);
    expect(recognises(fixture(FILE_2018).toString("latin1"))).toBe(true);
    expect(recognises(fixture(FILE_2017).toString("latin1"))).toBe(true);
    expect(recognises("***Disclaimers\r\n")).toBe(false);
    expect(recognises(`${"A0001001003 something\r\n".repeat(3)}`)).toBe(false);
    expect(recognises("")).toBe(false);
  });
});
