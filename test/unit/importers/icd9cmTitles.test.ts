import { describe, expect, it } from "vitest";
import {
  icd9cmDiagnosisTitles,
  icd9cmProcedureTitles,
} from "../../../src/importers/icd9cmTitles.js";
import {
  contentsOf,
  expectedConcept,
  fixture,
  fixtureFile,
  refusal,
  rowsOf,
  sourceFile,
} from "./sourceFiles.js";

const LONG_DX = "icd9cm-dx-titles/CMS32_DESC_LONG_DX.txt";
const SHORT_DX = "icd9cm-dx-titles/CMS32_DESC_SHORT_DX.txt";
const LONG_SG = "icd9cm-sg-titles/CMS32_DESC_LONG_SG.txt";
const SHORT_SG = "icd9cm-sg-titles/CMS32_DESC_SHORT_SG.txt";

const NO_LINE = "this is no ICD-9-CM code with its title";

const DIAGNOSES = [
  ["001.0", "Cholera due to vibrio cholerae", "Cholera d/t vib cholerae"],
  ["001.1", "Cholera due to vibrio cholerae el tor", "Cholera d/t vib el tor"],
  ["001.9", "Cholera, unspecified", "Cholera NOS"],
  [
    "041.3",
    "Friedl\u00e4nder's bacillus infection in conditions classified elsewhere " +
      "and of unspecified site",
    "Klebsiella pneumoniae",
  ],
  ["386.00", "M\u00e9ni\u00e8re's disease, unspecified", "Meniere's disease NOS"],
  ["428.0", "Congestive heart failure, unspecified", "CHF NOS"],
  ["990", "Effects of radiation, unspecified", "Effects radiation NOS"],
  [
    "E800.0",
    "Railway accident involving collision with rolling stock and injuring railway employee",
    "RR collision NOS-employ",
  ],
  [
    "E800.1",
    "Railway accident involving collision with rolling stock and injuring passenger on railway",
    "RR coll NOS-passenger",
  ],
  ["V01.0", "Contact with or exposure to cholera", "Cholera contact"],
  ["V01.71", "Contact with or exposure to varicella", "Varicella contact/exp"],
  ["V72.0", "Examination of eyes and vision", "Eye & vision examination"],
] as const;

function files(...contents: readonly (string | Uint8Array)[]) {
  return contents.map((content, at) => sourceFile(`${at}.txt`, content));
}

describe("icd9cm-dx-titles", () => {
  it("joins long and short titles by code", async () => {
    const rows = await rowsOf(icd9cmDiagnosisTitles, [fixtureFile(LONG_DX), fixtureFile(SHORT_DX)]);
    expect(rows).toEqual(
      DIAGNOSES.map(([code, long, short], at) => ({
        line: at + 1,
        lines: 2,
        content: expectedConcept(code, "Diagnosis", [long, short]),
      })),
    );
  });

  it("knows which file is which by what is in them, not by their order", async () => {
    const [long, short] = [fixture(LONG_DX), fixture(SHORT_DX)];
    const expected = DIAGNOSES.map(([code, ...titles]) =>
      expectedConcept(code, "Diagnosis", titles),
    );
    expect(await contentsOf(icd9cmDiagnosisTitles, files(short, long))).toEqual(expected);
    expect(await contentsOf(icd9cmDiagnosisTitles, files(long, short))).toEqual(expected);
    const few = files("001   Chol\n", "001   Cholera\n");
    expect(await contentsOf(icd9cmDiagnosisTitles, few)).toEqual([
      expectedConcept("001", "Diagnosis", ["Cholera", "Chol"]),
    ]);
  });

  it("reads one of the two files alone", async () => {
    const [long] = await rowsOf(icd9cmDiagnosisTitles, [fixtureFile(LONG_DX)]);
    expect(long).toEqual({
      line: 1,
      lines: 1,
      content: expectedConcept("001.0", "Diagnosis", ["Cholera due to vibrio cholerae"]),
    });
    const [short] = await contentsOf(icd9cmDiagnosisTitles, [fixtureFile(SHORT_DX)]);
    expect(short?.names).toEqual([
      {
        name: "Cholera d/t vib cholerae",
        locale: "en",
        localePreferred: true,
        nameType: "SHORT",
        externalId: null,
      },
    ]);
  });

  it("takes a code with one title, and two titles that are the same once", async () => {
    const long = "001   A title that is longer than the limit\n002   Same\n";
    const short = "002   Same\n003   Short only\n";
    expect(await rowsOf(icd9cmDiagnosisTitles, files(long, short))).toMatchObject([
      { line: 1, lines: 1, content: { code: "001", names: [{ nameType: "FULLY_SPECIFIED" }] } },
      { line: 2, lines: 2, content: { code: "002", names: [{ nameType: "FULLY_SPECIFIED" }] } },
      { line: 2, lines: 1, content: { code: "003", names: [{ nameType: "SHORT" }] } },
    ]);
  });

  it("reads UTF-8 and CRLF as well", async () => {
    const text = fixture(LONG_DX).toString("latin1").replaceAll("\n", "\r\n");
    expect(await contentsOf(icd9cmDiagnosisTitles, files(`\ufeff${text}`))).toEqual(
      await contentsOf(icd9cmDiagnosisTitles, [fixtureFile(LONG_DX)]),
    );
  });

  it.each([
    ["a title in the wrong column", "0010 Cholera\n"],
    ["a code with a dot", "001.0 Cholera\n"],
    ["a code of ICD-10-CM", "A000  Cholera\n"],
    ["a procedure", "0001 Therapeutic ultrasound\n"],
    ["no title", "0010  \n"],
    ["a pair of a map to ICD-10-CM", "0010  A000    00000\n"],
    ["a pair of a map to ICD-10-PCS", "0001  6A750Z4 10000\n"],
    ["the columns of an order file", "00001 A00     0 Cholera\n"],
  ])("rejects a line with %s and names its file", async (_, bad) => {
    expect(await rowsOf(icd9cmDiagnosisTitles, files("001   Cholera\n", bad))).toMatchObject([
      { file: "1.txt", line: 1, rejected: NO_LINE },
      { content: { code: "001" } },
    ]);
  });

  it("rejects repeated codes and a last line that nothing ends", async () => {
    const rows = await rowsOf(icd9cmDiagnosisTitles, files("001   A\n001   B\n002   C"));
    expect(rows.filter((row) => "rejected" in row)).toEqual([
      { file: "0.txt", line: 2, rejected: "the code 001 stands on line 1 already" },
      { file: "0.txt", line: 3, rejected: "the file ends in the middle of line 3" },
    ]);
  });

  it("refuses two files of long titles, no or three files, empty and too long ones", async () => {
    const long = fixture(LONG_DX);
    const refused = async (...contents: readonly (string | Uint8Array)[]) =>
      (await refusal(icd9cmDiagnosisTitles, files(...contents))).message;
    expect(await refused(long, long)).toBe(
      "0.txt and 1.txt both hold long titles; one of each kind is read",
    );
    expect(await refused()).toBe("icd9cm-dx-titles reads one or two files; 0 were given");
    expect(await refused("", "", "")).toBe("icd9cm-dx-titles reads one or two files; 3 were given");
    expect(await refused("", "\n")).toBe("no code was read from 0.txt, 1.txt");
    expect(await refused("x\n".repeat(20_001))).toBe(
      "0.txt has more lines than ICD-9-CM has codes",
    );
    expect(await refused(`001   A\n${"\u0000"}`)).toBe(
      "0.txt, line 2: there is a NUL byte; this is a binary file, or a damaged one",
    );
  });
});

describe("icd9cm-sg-titles", () => {
  it("reads procedures, with the dot after two characters", async () => {
    const source = [fixtureFile(SHORT_SG), fixtureFile(LONG_SG)];
    const titles = [
      ["00.01", "Therapeutic ultrasound of vessels of head and neck", "Ther ult head & neck ves"],
      ["00.02", "Therapeutic ultrasound of heart", "Ther ultrasound of heart"],
      ["00.66", "Percutaneous transluminal coronary angioplasty [PTCA]", "PTCA"],
      ["06.2", "Unilateral thyroid lobectomy", "Unilat thyroid lobectomy"],
      ["39.29", "Other (peripheral) vascular shunt or bypass", "Vasc shunt & bypass NEC"],
      ["99.99", "Other miscellaneous procedures", "Miscellaneous proc NEC"],
    ] as const;
    expect(await contentsOf(icd9cmProcedureTitles, source)).toEqual(
      titles.map(([code, ...both]) => expectedConcept(code, "Procedure", both)),
    );
  });

  it("rejects diagnoses", async () => {
    const rows = await rowsOf(icd9cmProcedureTitles, files("0001 A\n0010  Cholera\nV010  A\n"));
    expect(rows.filter((row) => "rejected" in row)).toEqual([
      { file: "0.txt", line: 2, rejected: NO_LINE },
      { file: "0.txt", line: 3, rejected: NO_LINE },
    ]);
  });
});
